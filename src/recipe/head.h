/* SPDX-License-Identifier: MIT */
/* Recipes whose train part is the head of a permutation, cut at int(ratio * n). */
#ifndef SD_RECIPE_HEAD_H
#define SD_RECIPE_HEAD_H

#include "recipe/code.h"

#include "algorithm/sizes.h"

/* Sizes: shares are int(share * n), in doubles; test is the rest, and has no share of its own. Of
 * --parts, those of sd_sizes_of_parts. */
int sd_head_sizes(const struct sd_sizes_asked *asked, uint64_t *sizes,
                  struct splitdata_error *error);

/* The lines of Python that make and cut the permutation. */
struct sd_head_code {
    const char *import;
    const char *seed;  /* with one %s, the seed; once */
    const char *order; /* sets `order`, a permutation of n rows; for each repeat */
};

/* One split, or `repeats`, a list of lists of parts. `seed`: as the language writes it. */
int sd_head_print(const struct sd_code_asked *asked, struct sd_code *code,
                  const struct sd_head_code *lines, const char *seed,
                  struct splitdata_error *error);

#endif
