/* SPDX-License-Identifier: MIT */
/* The width of the terminal. */
#ifndef SD_CLI_TERMINAL_H
#define SD_CLI_TERMINAL_H

#include <stddef.h>
#include <stdio.h>

/* Columns of standard error's terminal; 0: it is none. */
size_t cli_terminal_width(void);

/* Prints `label` and `text` in lines of at most `width` columns, broken between words and indented
 * to column `indent`; in one line if `width` is too small, as 0 is. */
void cli_print_wrapped(FILE *out, size_t width, const char *label, size_t indent, const char *text);

#endif
