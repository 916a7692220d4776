/* SPDX-License-Identifier: MIT */
/* How the value of an option becomes a field of `fields`, at option->field. Each returns a status,
 * after a message for a value that is not of the form. */
#ifndef SD_CLI_OPTION_VALUES_H
#define SD_CLI_OPTION_VALUES_H

#include "cli/words.h"

/* A const char *, which two different values must not be given for. */
int cli_take_text(const struct cli_option *option, void *fields, const char *value);

/* A bool, which becomes true. */
int cli_take_flag(const struct cli_option *option, void *fields, const char *value);

/* A uint64_t: a whole number from option->least to option->most. */
int cli_take_count(const struct cli_option *option, void *fields, const char *value);

/* An enum: the index of a word of option->words; an empty word cannot be requested. */
int cli_take_choice(const struct cli_option *option, void *fields, const char *value);

/* An int: one byte; \t and tab mean the tab. */
int cli_take_byte(const struct cli_option *option, void *fields, const char *value);

/* A uint64_t: a number of bytes, with K, M, G or T for powers of 1024. */
int cli_take_size(const struct cli_option *option, void *fields, const char *value);

#endif
