/* SPDX-License-Identifier: MIT */
/* The plain holdout where the order within the parts does not matter: which part each row is in. */
#ifndef SD_ALGORITHM_MEMBERS_H
#define SD_ALGORITHM_MEMBERS_H

#include "algorithm/draw.h"
#include "algorithm/plan.h"

enum { SD_MEMBERS_PARTS = UINT8_MAX - 1 }; /* at most */

/* For plan->count rows and the cuts of the plan, in a permutation of them: draws what
 * sd_holdout_permute draws, up to where the parts are known, so that the generator is of no use
 * after that. There are no items: parts[row] becomes the part of each row, or the number of parts
 * where it is in none. Takes 4 bytes a row of the draw's memory meanwhile, 8 from 2^32 rows on. */
int sd_members(const struct sd_plan *plan, const struct sd_draw *draw, unsigned threads,
               uint8_t *parts, struct splitdata_error *error);

#endif
