/* SPDX-License-Identifier: MIT */
/* Recipes that sample train and leave the rest to test, in the order of the input. */
#ifndef SD_RECIPE_SAMPLED_H
#define SD_RECIPE_SAMPLED_H

#include "algorithm/draw.h"
#include "algorithm/plan.h"

/* Numbers of rows, of 4 bytes where they suffice. */
struct sd_sample_order {
    uint32_t *narrow; /* NULL: wide */
    uint64_t *wide;
};

/* Room for n of them; both NULL: no memory. For sd_memory_free. */
struct sd_sample_order sd_sample_room(struct sd_memory *memory, uint64_t n);

/* Makes the first `train` rows of the order, which differ, the first part in this order, and all
 * other rows the second one in the input's. The plan has two parts. */
int sd_assign_sample(struct sd_plan *plan, const struct sd_sample_order *order, uint64_t train,
                     struct splitdata_error *error);

#endif
