/* SPDX-License-Identifier: MIT */
/* What the lines around the place of a refusal show. */
#ifndef SD_CSV_REFUSED_LINES_H
#define SD_CSV_REFUSED_LINES_H

#include "csv/trial.h"

/* The record that the message names: its bytes with the line terminator. */
struct sd_span sd_refused_record(const struct sd_refused *refused);

/* Whether that record has a quote inside an unquoted field, or text after a closing quote. */
bool sd_refused_has_odd_quotes(const struct sd_refused *refused);

/* Line terminators of another kind than the header's: they were in a text that is not quoted. If it
 * is so, writes what helps. */
bool sd_refused_line_ends(const struct sd_refused *refused, char *help, size_t size);

/* The same for psql's last line, the number of rows. */
bool sd_refused_footer(const struct sd_refused *refused, char *help, size_t size);

#endif
