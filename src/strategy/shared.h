/* SPDX-License-Identifier: MIT */
/*
 * --duplicates note: how many records of the later parts have an equal one in the first part. They
 * are counted for each fold and repeat, and added up in the decision. Without that option, the
 * functions that count do nothing.
 */
#ifndef SD_STRATEGY_SHARED_H
#define SD_STRATEGY_SHARED_H

#include "strategy/decide.h"

/* Finds the equal records among the rows that take part. */
int sd_shared_begin(struct sd_decision *decision, struct splitdata_error *error);

/* Counts in the plan, whose items are numbers of rows. */
void sd_shared_count(struct sd_decision *decision);

/* Counts in one fold. in_test[i]: row i is 1 test, 0 train, 2 neither. */
void sd_shared_count_fold(struct sd_decision *decision, const uint8_t *in_test);

/* Counts in all folds, where train is all but the fold's test rows; fold_of[i]: where row i is
 * test. */
void sd_shared_count_folds(struct sd_decision *decision, const uint32_t *fold_of);

#endif
