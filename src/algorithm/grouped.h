/* SPDX-License-Identifier: MIT */
/* Group holdout: rows of one group stay together. */
#ifndef SD_ALGORITHM_GROUPED_H
#define SD_ALGORITHM_GROUPED_H

#include "algorithm/codes.h"
#include "algorithm/draw.h"
#include "algorithm/plan.h"

/* Sizes count groups: the permutation of the groups is cut so that the last part takes its first
 * sizes[parts-1] groups, the part before it the next ones, and so on; the remaining groups are left
 * out. Rearranges plan->items (in input order) and fills plan->cuts; the rows of a part are in
 * input order. Every size is at least 1, their sum at most groups->count.
 *
 * Two parts, train and test, are those of GroupShuffleSplit (scikit-learn 1.0 to 1.9) if the sizes
 * are the recipe's for n = groups->count; another call with the same draw gives the next of its
 * n_splits. SPLITDATA_DATA if there are fewer groups than the sizes require. */
int sd_grouped(struct sd_plan *plan, const struct sd_codes *groups, const uint64_t *sizes,
               const struct sd_draw *draw, struct splitdata_error *error);

/* Sizes count rows and are met as closely as whole groups allow, by a heuristic search without a
 * guarantee. The last part goes through the groups in the order of the permutation and takes each
 * one that does not exceed its size, then one more if that is closer, then exchanges groups while
 * that is closer; the part before it does the same with the remaining groups, and so on; the first
 * part takes the rest, or does the same if the sizes leave rows out. With groups of equal sizes
 * this is sd_grouped. The achieved sizes are those of plan->cuts. */
int sd_grouped_rows(struct sd_plan *plan, const struct sd_codes *groups, const uint64_t *sizes,
                    const struct sd_draw *draw, struct splitdata_error *error);

#endif
