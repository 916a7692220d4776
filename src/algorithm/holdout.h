/* SPDX-License-Identifier: MIT */
/* The plain holdout: the permutation of all rows, or their order, cut into parts. */
#ifndef SD_ALGORITHM_HOLDOUT_H
#define SD_ALGORITHM_HOLDOUT_H

#include "algorithm/draw.h"
#include "algorithm/plan.h"

/* Fills plan->cuts for parts of sizes[p] items, whose sum is at most plan->count; what is over
 * comes last and is in no part. The first part takes the first items, the next part the next ones.
 */
void sd_cut_first_part_first(struct sd_plan *plan, const uint64_t *sizes);

/* The same, but the last part takes the first items, the part before it the next ones, and so on:
 * with two parts ShuffleSplit of scikit-learn. */
void sd_cut_last_part_first(struct sd_plan *plan, const uint64_t *sizes);

/* Shuffles plan->items, which are in input order; the next of scikit-learn's n_splits is another
 * call with the same draw. `progress` (NULL: none): see rng/shuffle.h. */
int sd_holdout_permute(struct sd_plan *plan, const struct sd_draw *draw,
                       const struct sd_shuffle_progress *progress, struct splitdata_error *error);

#endif
