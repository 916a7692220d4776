/* SPDX-License-Identifier: MIT */
/* --order input: the records of a part in input order. */
#ifndef SD_ALGORITHM_ORDER_H
#define SD_ALGORITHM_ORDER_H

#include "algorithm/plan.h"
#include "base/error.h"

/* For a plan whose items are the numbers 0 to count - 1: sets labels[number] to its part; numbers
 * in no part are unchanged. */
void sd_plan_label(const struct sd_plan *plan, uint32_t *labels);

/* The largest part, to which records without a label belong; the number of parts if items are left
 * out. */
size_t sd_plan_rest(const struct sd_plan *plan);

/* Sorts the numbers of each part in ascending order and, unless `values` is NULL, replaces each by
 * values[number]. Rewrites every part from the labels instead of sorting, so memory is read
 * sequentially, by several threads if there are many numbers. */
int sd_plan_restore_order(struct sd_plan *plan, const uint64_t *values, unsigned threads,
                          struct splitdata_error *error);

#endif
