/* SPDX-License-Identifier: MIT */
/*
 * A key column (strata, groups) as strategies use it: its distinct values numbered in the order of
 * their labels, the number of each row, and the number of rows of each value.
 */
#ifndef SD_ALGORITHM_CODES_H
#define SD_ALGORITHM_CODES_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sd_recipe_class; /* recipe/recipe.h */

/* A row whose value is set aside (see algorithm/strata.h) has the code `count`. All arrays are
 * borrowed. */
struct sd_codes {
    const uint32_t *code;  /* of each row, 0 ... count-1 */
    const uint64_t *sizes; /* rows of each value, each at least 1 */
    uint64_t rows;
    uint32_t count;           /* distinct values */
    struct sd_memory *memory; /* for arrays derived from them */
    /* Of several columns of labels: labels[value * label_columns + c] is 1 where the row has label
     * c. NULL: not asked for (sd_recipe.labels). */
    const uint8_t *labels;
    size_t label_columns;
    /* Of strata, for recipes that make strata of their own out of them: their labels. NULL for
     * other recipes. */
    const struct sd_recipe_class *classes;
    bool numbers; /* the labels are numbers */
};

#endif
