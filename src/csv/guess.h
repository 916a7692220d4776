/* SPDX-License-Identifier: MIT */
/* A guess at a record boundary in the middle of an input; the caller must check it. */
#ifndef SD_CSV_GUESS_H
#define SD_CSV_GUESS_H

#include "csv/scan.h"

/* Probably the first boundary at or after `begin`; `size`, that of the input, if there is none
 * before `end`. */
uint64_t sd_guess_boundary(const struct sd_dialect *dialect, const uint8_t *data, uint64_t size,
                           uint64_t begin, uint64_t end);

#endif
