/* SPDX-License-Identifier: MIT */
/* Classes too small to be in every part, and what can be done with them. */
#ifndef SD_ALGORITHM_STRATA_H
#define SD_ALGORITHM_STRATA_H

#include "algorithm/codes.h"

/* The smallest class with fewer than `least` rows (the first of them in the order of classes), or
 * strata->count. */
uint32_t sd_strata_rarest(const struct sd_codes *strata, uint64_t least);

/* The number of classes with fewer than `least` rows. */
uint32_t sd_strata_rare(const struct sd_codes *strata, uint64_t least);

/* The two ways out renumber the classes in place: `code` and `sizes` are the arrays that *strata
 * borrows, and strata->count shrinks. The classes that stay keep their order.
 *
 * Set aside: the rows of rare classes get the code strata->count, which sd_stratified gives to the
 * first part.
 *
 * Merge: all rare classes become one, the last. When that is still too small, the smallest other
 * class (the first of them) joins it, until it is large enough or the only one. */
void sd_strata_set_aside(struct sd_codes *strata, uint32_t *code, uint64_t *sizes, uint64_t least);
void sd_strata_merge(struct sd_codes *strata, uint32_t *code, uint64_t *sizes, uint64_t least);

#endif
