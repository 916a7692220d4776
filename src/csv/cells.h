/* SPDX-License-Identifier: MIT */
/*
 * Single fields of many records: the values of key columns.
 *
 * Fields are separated as machine P does it (scan.h), so that a column is the one that pandas would
 * read; a field with quotes is then read by libcsv, told to keep blanks as pandas does. libcsv is
 * not called where its answer is known: for a field without quotes (the field itself), and for one
 * whose only quotes are its first and last byte (what is between them). Variants of CSV are read
 * without it (variants.h).
 *
 * Of many records at once, a fast scanner (fast.inc) finds the fields that are plainly well-formed.
 *
 * Life: zeroed, sd_cells_open, sd_cells_read, sd_cells_close. One struct serves one thread.
 */
#ifndef SD_CSV_CELLS_H
#define SD_CSV_CELLS_H

#include "base/text.h"
#include "csv/fields.h"

struct sd_field_parser; /* libcsv.c's */

struct sd_cells {
    const struct sd_dialect *dialect;
    sd_fast_fields *fields;         /* the scanner's, if it can read the dialect */
    struct sd_field_parser *parser; /* NULL for a variant (variants.h) */
    struct sd_text value;           /* of a variant: the last value that had to be copied */
};

struct sd_field_value {
    const char *bytes; /* within the record, without a NUL; if `copied`, the reader's */
    size_t length;
    bool present; /* false: the record has fewer fields */
    bool copied;  /* the bytes are valid until the reader is called again */
};

/* `scanner` NULL: the fastest one. */
int sd_cells_open(struct sd_cells *cells, const struct sd_dialect *dialect,
                  const struct sd_scanner *scanner, struct splitdata_error *error);

/* Reads field `column` (from 0) of the record of `length` bytes, line terminator included. With
 * lines, the only field is the line. */
int sd_cells_read(struct sd_cells *cells, const uint8_t *record, size_t length, size_t column,
                  struct sd_field_value *cell, struct splitdata_error *error);

/* Reads field `column` of each of records[0..*count-1], as sd_cells_read does; of a record with
 * fewer fields, a value of length 0. After a value that was copied *count becomes smaller: that
 * value is the last one. Bytes before `end` can be read. */
int sd_cells_read_all(struct sd_cells *cells, const struct sd_key_field *records, size_t *count,
                      const uint8_t *end, size_t column, struct sd_key_field *values,
                      struct splitdata_error *error);

/* Takes all fields of a record, in order, each as sd_cells_read would read it. */
int sd_cells_walk(struct sd_cells *cells, const uint8_t *record, size_t length, sd_take_field *take,
                  void *context, struct splitdata_error *error);

void sd_cells_close(struct sd_cells *cells);

/* How libcsv reads one field: libcsv.c. NULL: no memory. */
struct sd_field_parser *sd_field_parser_open(const struct sd_dialect *dialect);
int sd_field_parse(struct sd_field_parser *parser, const uint8_t *field, size_t length,
                   struct sd_field_value *cell, struct splitdata_error *error);
void sd_field_parser_close(struct sd_field_parser *parser);

#endif
