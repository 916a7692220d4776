/* SPDX-License-Identifier: MIT */
/* Recipes that sample train and leave the rest to test, in the order of the input. The plan has two
 * parts. */
#ifndef SD_RECIPE_SAMPLED_H
#define SD_RECIPE_SAMPLED_H

#include "algorithm/plan.h"
#include "base/error.h"

/* The first part is at `train` in the plan's items; all others, a run of items in any order, are
 * put into the input's order, and become the second part. */
int sd_assign_rest(struct sd_plan *plan, struct sd_cut train, struct splitdata_error *error);

/* Makes the items with the numbers order[0..train-1], which differ, the first part in this order,
 * and all others the second one in the input's. */
int sd_assign_sample(struct sd_plan *plan, const uint64_t *order, uint64_t train,
                     struct splitdata_error *error);

#endif
