/* SPDX-License-Identifier: MIT */
/* --order input: parts whose records stand as they stood in the input. */
#ifndef SD_STRATEGY_ORDER_H
#define SD_STRATEGY_ORDER_H

#include "base/error.h"
#include "strategy/plan.h"

/* Puts the items of each part back into input order: items ascend in input order, whatever they
 * mean. */
int sd_plan_restore_order(struct sd_plan *plan, struct splitdata_error *error);

#endif
