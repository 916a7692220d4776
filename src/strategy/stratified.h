/* SPDX-License-Identifier: MIT */
/* What is said of strata that are no classes. */
#ifndef SD_STRATEGY_STRATIFIED_H
#define SD_STRATEGY_STRATIFIED_H

#include "keys/key_set.h"

enum { SD_MANY_CLASSES = 384 };

/* Whether the strata have a value for nearly every one of `rows` rows, and so are no classes:
 * `what` then says so, in `size` bytes, at least SD_MANY_CLASSES. */
bool sd_too_many_classes(const struct sd_key_set *strata, uint64_t rows, char *what, size_t size);

#endif
