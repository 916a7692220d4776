/* SPDX-License-Identifier: MIT */
/* What --help, --version and --like help print on standard output. */
#ifndef SD_CLI_HELP_H
#define SD_CLI_HELP_H

#include <stdbool.h>

/* At most 40 lines, examples first; `all`: every option. */
void cli_print_help(bool all);
void cli_print_version(void);
void cli_print_recipes(void);

/* The command `help`. */
int cli_help(int argc, char **argv);

#endif
