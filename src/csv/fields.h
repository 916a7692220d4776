/* SPDX-License-Identifier: MIT */
/*
 * The fields of one record, as libcsv reads them: blanks around unquoted fields are trimmed, quotes
 * removed, doubled quotes made one. For names and keys only: outputs always have the bytes of the
 * input.
 */
#ifndef SD_CSV_FIELDS_H
#define SD_CSV_FIELDS_H

#include "base/error.h"
#include "csv/scan.h"

/* Takes field `index` (from 0) of a record; the bytes are valid until the function returns. False
 * ends the reading with "no memory". */
typedef bool sd_take_field(void *context, size_t index, const char *bytes, size_t length);

/* Reads all fields of the record of `length` bytes, with or without its line terminator. */
int sd_read_fields(const struct sd_dialect *dialect, const uint8_t *record, size_t length,
                   sd_take_field *take, void *context, struct splitdata_error *error);

#endif
