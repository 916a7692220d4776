/* SPDX-License-Identifier: MIT */
/* The number of rows of each class in a stratified part. */
#ifndef SD_ALGORITHM_MODE_H
#define SD_ALGORITHM_MODE_H

#include "algorithm/draw.h"

#include <stdbool.h>

/* How frameworks differ; NULL is scikit-learn since 1.0. */
struct sd_mode_rule {
    /* (drawn * counts[c]) / total, with one rounding: scikit-learn up to 0.24. */
    bool product_first;
    /* Puts `wanted` of the `count` items, in the framework's choice among equal remainders, in
     * front. NULL: by a permutation of all of them. */
    int (*choose)(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                  uint64_t wanted, struct splitdata_error *error);
};

/* taken[0..classes-1], which sum to `drawn`: counts[c] / sum * drawn each, rounded down, then one
 * more for the classes with the largest remainders, so within one row of the exact share. Among
 * equal remainders the framework's permutation chooses, which is drawn even if all are taken.
 * `drawn` is at most the sum of the counts, which is at least 1.
 *
 * Source: _approximate_mode of scikit-learn 1.0 to 1.9 (sklearn/utils/extmath.py), whose two
 * roundings in this order decide ties: (counts[c] / total) * drawn. */
int sd_approximate_mode(const uint64_t *counts, uint32_t classes, uint64_t drawn,
                        const struct sd_mode_rule *rule, uint64_t *taken,
                        const struct sd_draw *draw, struct splitdata_error *error);

#endif
