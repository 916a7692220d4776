/* SPDX-License-Identifier: MIT */
/* What the R code of several recipes has in common (--print-code). */
#ifndef SD_RECIPE_R_CODE_H
#define SD_RECIPE_R_CODE_H

#include "recipe/code.h"

/* Appends the lines that read the input into `d`, a data frame of n rows. `recipe`, for messages.
 */
int sd_r_code_read(const char *recipe, const struct sd_code_asked *asked, struct sd_code *code,
                   struct splitdata_error *error);

/* set.seed(SEED), after RNGkind with `rounding`. */
void sd_r_code_seed(const struct sd_code_asked *asked, struct sd_code *code, bool rounding);

/* The same for recipes whose first parameter is SD_R_SAMPLE_PARAMETER. */
void sd_r_code_seed_by_parameter(const struct sd_code_asked *asked, struct sd_code *code);

/* d[["A"]], or d[[2]] of "#2"; a column alone. The code owns it. SPLITDATA_USAGE for several, and
 * for bins. */
int sd_r_code_column(const char *recipe, const char *list, struct sd_code *code,
                     const char **column, struct splitdata_error *error);

/* The share of train, 0.8 or 1 - 0.2; "" for counts. The code owns it. */
const char *sd_r_code_share(const struct sd_code_asked *asked, struct sd_code *code);

/* With --repeats: opens a loop around the lines that follow, and closes it, after a line that keeps
 * `parts`, a list of what a repeat has made. Without: the names of the parts get its members. */
void sd_r_code_open(const struct sd_code_asked *asked, struct sd_code *code);
void sd_r_code_close(const struct sd_code_asked *asked, struct sd_code *code);

/* train <- d[idx, ]; test <- d[-idx, ] into `parts`; `idx` is sorted with --order input. */
void sd_r_code_two(const struct sd_code_asked *asked, struct sd_code *code);

/* The rows whose number in `part` is that of the part, from 1. */
void sd_r_code_parts(const struct sd_code_asked *asked, struct sd_code *code);

/* d in the order `order`, of the variable `order`, cut at the sizes of the parts. */
void sd_r_code_cut(const struct sd_code_asked *asked, struct sd_code *code);

/* Folds in `fold`, the fold of each row: a list of lists of parts. */
void sd_r_code_folds(const struct sd_code_asked *asked, struct sd_code *code);

#endif
