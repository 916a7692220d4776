/* SPDX-License-Identifier: MIT */
/*
 * Where records may begin in a range of bytes of which the bytes before are not read.
 *
 * At its first byte the exact machine may be in any of its states. From each of them the first line
 * terminator outside quotes is the same wherever the file begins. So the true first boundary is
 * among a few: in nearly all files one, or two where the range has quotes.
 */
#ifndef SD_CSV_ENTRIES_H
#define SD_CSV_ENTRIES_H

#include "csv/scan.h"

enum { SD_MOST_ENTRIES = SD_STATES + 4 };

/* Sets entry[] to the boundaries from byte `from` on, at least 1, and before `to`, that may be the
 * first ones, in ascending order, and returns their number. If the first boundary at or after
 * `from` is before `to`, it is among them. data[0..size-1] is the file. */
size_t sd_find_entries(const struct sd_dialect *dialect, const uint8_t *data, uint64_t size,
                       uint64_t from, uint64_t to, uint64_t entry[SD_MOST_ENTRIES]);

#endif
