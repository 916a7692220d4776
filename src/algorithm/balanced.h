/* SPDX-License-Identifier: MIT */
/* Holdout with whole groups, and class shares as even as that allows. */
#ifndef SD_ALGORITHM_BALANCED_H
#define SD_ALGORITHM_BALANCED_H

#include "algorithm/codes.h"
#include "algorithm/draw.h"
#include "algorithm/plan.h"

struct sd_balanced {
    const struct sd_codes *strata;
    const struct sd_codes *groups;
    /* Set by the call: the largest difference between a class's share of a part's rows and its
     * share of all rows. */
    double deviation;
    /* Filled by the call: rows of class c in part p, rows[p * classes + c]. The caller's array;
     * NULL: not asked for. */
    uint64_t *rows;
};

/* Rearranges plan->items (in input order) and fills plan->cuts; the rows of a part are in input
 * order. sizes[p] are rows, each at least 1, their sum at most all rows.
 *
 * No framework has this split. The cost of an assignment is Pearson's chi-square of the rows of
 * each class in each part against sizes[p] / rows of that class, plus the same for the parts' rows.
 * Groups are taken in descending order of the power of two of their rows, within a power in the
 * order of the permutation; each is assigned to the first part where it adds least to the cost.
 * Then single groups move while that lowers the cost, and with at most 1,024 groups pairs of them
 * are exchanged. Every part gets at least one group; no random number but the permutation is drawn.
 *
 * SPLITDATA_DATA if there are fewer groups than parts. */
int sd_balanced(struct sd_plan *plan, struct sd_balanced *balanced, const uint64_t *sizes,
                const struct sd_draw *draw, struct splitdata_error *error);

#endif
