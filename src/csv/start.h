/* SPDX-License-Identifier: MIT */
/* Checks of the beginning of an input, and line numbers for messages. */
#ifndef SD_CSV_START_H
#define SD_CSV_START_H

#include "csv/scan.h"

/* SD_START: bytes that suffice to tell what kind of input it is. SD_NUL_RUN: so many NUL bytes in a
 * row are what a file system leaves of bytes that were never written. */
enum { SD_START = 4096, SD_NUL_RUN = 32 };

/* The length of a UTF-8 byte order mark at the start: 3, or 0. */
uint64_t sd_byte_order_mark(const uint8_t *data, uint64_t size);

/* Finds where the records of an input begin: after the byte order mark and the lines that the
 * dialect skips, each of which LF, CR LF or a lone CR ends. SPLITDATA_DATA: there are fewer lines;
 * then *begin is `size`. */
int sd_find_begin(const struct sd_dialect *dialect, const uint8_t *data, uint64_t size,
                  uint64_t *begin, struct splitdata_error *error);

/* Refuses a record that would come first in an output and begins with UTF-8's byte order mark,
 * which readers would take for the output's own. */
int sd_check_first(const uint8_t *record, uint64_t length, struct splitdata_error *error);

/* Refuses a first line that is not a header, and a header of one field that contains another
 * delimiter: that one is probably the right one, and the records found after such a header would
 * mean nothing. */
int sd_check_header(const struct sd_dialect *dialect, uint64_t fields, const uint8_t *data,
                    struct sd_span header, struct splitdata_error *error);

/* The first of `,`, `;`, tab and `|` that the first three lines have equally often, at least once;
 * 0: none. */
uint8_t sd_likely_delimiter(const uint8_t *data, uint64_t size);
/* Makes one span of the records of the header, the first `spans`, which is then the only one;
 * SPLITDATA_DATA: there are fewer. */
int sd_join_header(const struct sd_dialect *dialect, struct sd_spans *spans,
                   struct splitdata_error *error);

/* The number of lines, one without a terminator at the end among them. */
uint64_t sd_lines_in(const uint8_t *bytes, uint64_t length);

/* The line, from 1, of byte `offset`, as a text editor counts: LF, CR LF or a lone CR end a line,
 * inside quotes, too. */
uint64_t sd_line_at(const uint8_t *data, uint64_t offset);

#endif
