/* SPDX-License-Identifier: MIT */
/* The texts of --help, --version and --like help, printed on standard output. */
#ifndef SD_CLI_HELP_H
#define SD_CLI_HELP_H

#include "cli/words.h"

/* The short help: at most 40 lines, examples first. */
void cli_print_help(void);

/* --help=all: every option of the table. */
void cli_print_options(const struct cli_option *options, size_t count);
void cli_print_version(void);
void cli_print_recipes(void);

/* All about one recipe; returns CLI_DONE, or a status after a message: there is none. */
int cli_print_recipe(const char *name);

/* For the row --help of a command's table: prints the row's own help text. */
int cli_take_help(const struct cli_option *option, void *context, const char *value);

/* The command `help`. */
int cli_help(int argc, char **argv);

#endif
