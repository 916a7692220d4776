/* SPDX-License-Identifier: MIT */
/*
 * Which rows take part: those that --missing drop leaves, of these the ones that --duplicates drop
 * leaves, and of them the sample.
 * The split is that of a file without the others, but rows keep their numbers.
 */
#ifndef SD_STRATEGY_SELECT_H
#define SD_STRATEGY_SELECT_H

#include "strategy/decide.h"

/* Whether rows may be left out before the strategy sees them. */
bool sd_selects_rows(const struct splitdata_options *options);

/* Sets decision->rows and decision->chosen, the same of decision->keys, and how many rows were left
 * out for which reason. */
int sd_select_rows(struct sd_decision *decision, struct splitdata_error *error);

/* Begins a generator with the seed of the decision. */
int sd_seed_generator(const struct sd_decision *decision, struct splitdata_random *random,
                      struct splitdata_error *error);

#endif
