/* SPDX-License-Identifier: MIT */
/* Classes too small for every part, and the ways to treat them. */
#ifndef SD_ALGORITHM_STRATA_H
#define SD_ALGORITHM_STRATA_H

#include "algorithm/codes.h"

/* The first of the smallest classes if it has fewer than `least` rows; else strata->count. */
uint32_t sd_strata_rarest(const struct sd_codes *strata, uint64_t least);

/* The number of classes with fewer than `least` rows. */
uint32_t sd_strata_rare(const struct sd_codes *strata, uint64_t least);

/* The arrays that a struct sd_codes borrows, to be changed, and one that is renumbered with them.
 */
struct sd_strata_arrays {
    uint32_t *code;
    uint64_t *sizes;
    uint32_t *example; /* of each class: a key of it */
};

/* The example of a class that was joined from several. */
#define SD_STRATA_JOINED UINT32_MAX

/* Both functions renumber the classes in place: strata->count shrinks, and the remaining classes
 * keep their order.
 *
 * Set aside: the rows of rare classes get the code strata->count, which sd_stratified assigns to
 * the first part.
 *
 * Merge: all rare classes become one, the last, whose example is SD_STRATA_JOINED. While that is
 * still too small, the first of the smallest other classes joins it. */
void sd_strata_set_aside(struct sd_codes *strata, const struct sd_strata_arrays *arrays,
                         uint64_t least);
void sd_strata_merge(struct sd_codes *strata, const struct sd_strata_arrays *arrays,
                     uint64_t least);

#endif
