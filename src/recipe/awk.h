/* SPDX-License-Identifier: MIT */
/* What the recipes of awk have in common: a draw for each line says where it goes. */
#ifndef SD_RECIPE_AWK_H
#define SD_RECIPE_AWK_H

#include "recipe/code.h"

#include "algorithm/draw.h"

/* What the result depends on. */
#define SD_AWK_CONDITION "every record is one line, and no line is blank"

/* --print-code: one call of `program`, a shell command. */
int sd_awk_print(const char *recipe, const char *program, const struct sd_code_asked *asked,
                 struct sd_code *code, struct splitdata_error *error);

/* SPLITDATA_USAGE when the input is not such that a program that knows lines alone can split it,
 * its first line being the header or all being records. */
int sd_lines_check(const char *recipe, const struct sd_code_asked *asked,
                   struct splitdata_error *error);

/* Reads a seed of 32 bits, as awk and Perl pass one on. */
int sd_seed32(const char *text, uint32_t *seed, struct splitdata_error *error);

#endif
