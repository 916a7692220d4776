/* SPDX-License-Identifier: MIT */
/* Recipes that sample train and leave the rest to test, in the order of the input. */
#ifndef SD_RECIPE_SAMPLED_H
#define SD_RECIPE_SAMPLED_H

#include "algorithm/draw.h"
#include "algorithm/plan.h"

/* Makes rows order[0..train-1], which differ, the first part in this order, and all other rows the
 * second one in the input's. The plan has two parts. */
int sd_assign_sample(struct sd_plan *plan, const uint64_t *order, uint64_t train,
                     struct splitdata_error *error);

#endif
