/* SPDX-License-Identifier: MIT */
/* What the shell code of several recipes has in common (--print-code). */
#ifndef SD_RECIPE_SHELL_H
#define SD_RECIPE_SHELL_H

#include "recipe/code.h"

/* SPLITDATA_USAGE for what code that cuts at one place cannot do. */
int sd_shell_check_head(const char *recipe, const struct sd_code_asked *asked,
                        struct splitdata_error *error);

/* Appends lines that set k to the rows of train; `count` is a command that prints how many there
 * are. */
void sd_shell_count(const struct sd_code_asked *asked, struct sd_code *code, const char *count);

#endif
