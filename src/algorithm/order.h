/* SPDX-License-Identifier: MIT */
/* --order input: parts whose records stand as they stood in the input. */
#ifndef SD_ALGORITHM_ORDER_H
#define SD_ALGORITHM_ORDER_H

#include "algorithm/plan.h"
#include "base/error.h"

/* For a plan whose items are the numbers 0 to count - 1: labels[number] becomes its part; those in
 * no part are left as they are. */
void sd_plan_label(const struct sd_plan *plan, uint32_t *labels);

/* The part that whatever is in no other part belongs to: the largest; the number of parts where
 * items are left out. */
size_t sd_plan_rest(const struct sd_plan *plan);

/* Puts the numbers of each part into ascending order, or, unless `values` is NULL, values[number]
 * in their place. Every part is written anew from who belongs to it: no sorting, and memory is read
 * from front to back, by several threads where there are many. */
int sd_plan_restore_order(struct sd_plan *plan, const uint64_t *values, unsigned threads,
                          struct splitdata_error *error);

#endif
