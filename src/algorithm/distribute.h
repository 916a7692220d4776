/* SPDX-License-Identifier: MIT */
/* From the part of each row to a plan, every part in input order. */
#ifndef SD_ALGORITHM_DISTRIBUTE_H
#define SD_ALGORITHM_DISTRIBUTE_H

#include "algorithm/codes.h"
#include "algorithm/plan.h"
#include "base/error.h"

/* A row in no part. */
#define SD_NO_PART UINT32_MAX

/* Rearranges plan->items, which are in input order, so that part p contains all rows i whose part
 * is p, still in input order; rows in no part follow at the end. The part of row i is
 * part[i]. plan->cuts has space for plan->parts. Linear time; borrows memory for the items of all
 * parts but the first. SPLITDATA_DATA if a part would be empty, SPLITDATA_SYSTEM: no memory. */
int sd_distribute(struct sd_plan *plan, const uint32_t *part, struct splitdata_error *error);

/* The same with the part of each group: all of its rows go there. */
int sd_distribute_groups(struct sd_plan *plan, const struct sd_codes *groups, const uint32_t *part,
                         struct splitdata_error *error);

#endif
