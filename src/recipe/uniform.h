/* SPDX-License-Identifier: MIT */
/* A split by one uniform number for each row: part p has the rows whose number is below the sum of
 * the shares up to its own, and not below that of the part before. So the sizes come out of the
 * draws, and shares are all that can be asked for. */
#ifndef SD_RECIPE_UNIFORM_H
#define SD_RECIPE_UNIFORM_H

#include "algorithm/draw.h"
#include "algorithm/plan.h"
#include "algorithm/sizes.h"
#include "recipe/code.h"

/* SPLITDATA_USAGE unless every part has a share, of train and test only train. */
int sd_uniform_check(const char *recipe, const struct sd_sizes_asked *asked,
                     struct splitdata_error *error);

/* The framework's next number, from 0 to 1. */
typedef double sd_uniform_next(struct splitdata_random *random);

/* Checks what is asked and distributes the rows, parts in input order. */
int sd_uniform_assign(const char *recipe, struct sd_plan *plan, const struct sd_sizes_asked *asked,
                      const struct sd_draw *draw, sd_uniform_next *next,
                      struct splitdata_error *error);

/* Where the parts but the last one end, "0.7, 0.85". The code owns it. */
const char *sd_uniform_limits(const struct sd_code_asked *asked, struct sd_code *code);

/* The file of a row by its number u, as an expression: u < 0.5 ? "a.csv" : u < 0.7 ? "b.csv" :
 * "c.csv". The code owns it. */
const char *sd_uniform_choice(const struct sd_code_asked *asked, struct sd_code *code);

#endif
