/* SPDX-License-Identifier: MIT */
/* How wide things may be. */
#ifndef SD_CLI_TERMINAL_H
#define SD_CLI_TERMINAL_H

#include <stddef.h>
#include <stdio.h>

/* Columns of the terminal that standard error is; 0: it is none. */
size_t cli_terminal_width(void);

/* Prints `text` behind `label` in lines of at most `width` columns that break between words and
 * begin in column `indent`; in one line if `width` leaves no room, as 0 does. */
void cli_print_wrapped(FILE *out, size_t width, const char *label, size_t indent, const char *text);

#endif
