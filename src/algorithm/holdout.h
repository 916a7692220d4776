/* SPDX-License-Identifier: MIT */
/* The plain holdout: the permutation of all rows, or their order, cut into parts. */
#ifndef SD_ALGORITHM_HOLDOUT_H
#define SD_ALGORITHM_HOLDOUT_H

#include "algorithm/draw.h"
#include "algorithm/plan.h"

#include <stdbool.h>

/* Fills plan->cuts for parts of sizes[p] rows, whose sum is at most plan->count. Of what is
 * shuffled the last part takes the first rows of the permutation, the part before it the next ones,
 * and so on: with two parts ShuffleSplit of scikit-learn. With --no-shuffle the parts follow each
 * other in their order. */
void sd_holdout_cut(struct sd_plan *plan, const uint64_t *sizes, bool shuffled);

/* Shuffles plan->items, which are in input order; the next of scikit-learn's n_splits is another
 * call with the same draw. `progress` (NULL: none): see rng/shuffle.h. */
int sd_holdout_permute(struct sd_plan *plan, const struct sd_draw *draw,
                       const struct sd_shuffle_progress *progress, struct splitdata_error *error);

#endif
