/* SPDX-License-Identifier: MIT */
/* How many rows of each class a stratified part gets. */
#ifndef SD_ALGORITHM_MODE_H
#define SD_ALGORITHM_MODE_H

#include "algorithm/draw.h"

/* taken[0..classes-1], which sum to `drawn`: about counts[c] / sum * drawn each, never more than
 * one row beside it. The floors first, then one more for the classes of the largest remainders;
 * among equal remainders the framework's permutation chooses, which is drawn even where all are
 * taken. `drawn` is at most the sum of the counts, which is at least 1.
 *
 * Source: _approximate_mode of scikit-learn 1.0 to 1.9 (sklearn/utils/extmath.py), whose two
 * roundings in this order decide ties: (counts[c] / total) * drawn. */
int sd_approximate_mode(const uint64_t *counts, uint32_t classes, uint64_t drawn, uint64_t *taken,
                        const struct sd_draw *draw, struct splitdata_error *error);

#endif
