/* SPDX-License-Identifier: MIT */
/* The plain holdout: the permutation of all rows, or their order, cut into parts. */
#ifndef SD_STRATEGY_HOLDOUT_H
#define SD_STRATEGY_HOLDOUT_H

#include "strategy/draw.h"
#include "strategy/plan.h"

#include <stdbool.h>

/* Fills plan->cuts alone, for parts that are shuffled or not: see sd_holdout. */
void sd_holdout_cut(struct sd_plan *plan, const uint64_t *sizes, bool shuffled);

/* Rearranges plan->items (in input order) and fills plan->cuts for parts of sizes[p] rows, whose
 * sum is at most plan->count. With a draw the last part takes the first rows of the permutation,
 * the part before it the next ones, and so on: with two parts ShuffleSplit of scikit-learn, whose
 * next n_splits another call with the same draw is (from items in input order). draw NULL:
 * --no-shuffle, the parts follow each other in their order. */
int sd_holdout(struct sd_plan *plan, const uint64_t *sizes, const struct sd_draw *draw,
               struct splitdata_error *error);

#endif
