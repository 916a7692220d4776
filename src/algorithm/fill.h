/* SPDX-License-Identifier: MIT */
/* Chooses whole groups whose rows come close to a target. */
#ifndef SD_ALGORITHM_FILL_H
#define SD_ALGORITHM_FILL_H

#include <stdint.h>

/* `order`, `taken` and `spare` have space for all groups and are the caller's. */
struct sd_fill {
    const uint64_t *sizes; /* rows of each group */
    uint32_t *order;       /* the available groups, in the order in which they are considered */
    uint32_t count;        /* of available groups */
    uint32_t *taken;       /* the groups chosen by the last sd_fill */
    uint32_t *spare;       /* space for sorting */
};

/* Moves groups from `order` to `taken`, at least one, so that their rows come close to `target`,
 * and leaves at least `leave` in `order` (which contains more than that). Returns the number taken.
 * sd_grouped_rows describes the method. */
uint32_t sd_fill(struct sd_fill *fill, uint64_t target, uint32_t leave);

#endif
