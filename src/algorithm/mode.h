/* SPDX-License-Identifier: MIT */
/* The number of rows of each class in a stratified part. */
#ifndef SD_ALGORITHM_MODE_H
#define SD_ALGORITHM_MODE_H

#include "algorithm/draw.h"

/* taken[0..classes-1], which sum to `drawn`: counts[c] / sum * drawn each, rounded down, then one
 * more for the classes with the largest remainders, so within one row of the exact share. Among
 * equal remainders the framework's permutation chooses, which is drawn even if all are taken.
 * `drawn` is at most the sum of the counts, which is at least 1.
 *
 * Source: _approximate_mode of scikit-learn 1.0 to 1.9 (sklearn/utils/extmath.py), whose two
 * roundings in this order decide ties: (counts[c] / total) * drawn. */
int sd_approximate_mode(const uint64_t *counts, uint32_t classes, uint64_t drawn, uint64_t *taken,
                        const struct sd_draw *draw, struct splitdata_error *error);

#endif
