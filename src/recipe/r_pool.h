/* SPDX-License-Identifier: MIT */
/* rsample's make_strata. */
#ifndef SD_RECIPE_R_POOL_H
#define SD_RECIPE_R_POOL_H

#include "recipe/r_strata.h"

enum { SD_R_BREAKS = 1000 };

/* The fourth parameter of rsample, after breaks; -1: it is no number. */
double sd_r_pool(const struct sd_recipe_options *options);

/* (*stratum)[i] becomes the stratum, 0 ... *levels - 1, of row rows[i] (NULL: row i) of m. Classes
 * whose share is below the pool are spread by draws. The caller frees *stratum by sd_memory_free,
 * also after a failure. */
int sd_r_make_strata(const struct sd_codes *strata, const uint64_t *rows, uint64_t m, double pool,
                     const struct sd_draw *draw, uint32_t **stratum, uint32_t *levels,
                     struct splitdata_error *error);

#endif
