/* SPDX-License-Identifier: MIT */
/* A message about strata that cannot be classes. */
#ifndef SD_STRATEGY_STRATIFIED_H
#define SD_STRATEGY_STRATIFIED_H

#include "keys/key_set.h"

enum { SD_MANY_CLASSES = 384 };

/* Whether more than half of the `rows` rows have a value of their own, so that the strata cannot be
 * classes. If so, `what` gets the message; it has `size` bytes, at least SD_MANY_CLASSES.
 * `rare_helps`: --rare is not given, and may be. */
bool sd_too_many_classes(const struct sd_key_set *strata, uint64_t rows, bool rare_helps,
                         char *what, size_t size);

#endif
