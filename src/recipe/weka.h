/* SPDX-License-Identifier: MIT */
/* What the recipes of Weka share. */
#ifndef SD_RECIPE_WEKA_H
#define SD_RECIPE_WEKA_H

#include "recipe/recipe.h"

/* The share of the parts up to number p, times 100, as a double: the percentage that a user gives.
 * `share` is the exact share. SPLITDATA_USAGE for counts. */
int sd_weka_share(const struct sd_sizes_asked *asked, const char *recipe, size_t p,
                  struct sd_ratio *share, struct splitdata_error *error);
double sd_weka_percent(struct sd_ratio share);

/* The same as text; the code owns it. NULL and an error: counts. */
const char *sd_weka_percent_text(const struct sd_code_asked *asked, struct sd_code *code,
                                 const char *recipe, size_t p, struct splitdata_error *error);

/* Appends the lines that read the input into `data`, Weka's Instances, whose class is the column of
 * --stratify. */
int sd_weka_read(const struct sd_code_asked *asked, struct sd_code *code,
                 struct splitdata_error *error);

#endif
