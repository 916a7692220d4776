/* SPDX-License-Identifier: MIT */
/* Taking whole groups so that their rows come near a number. */
#ifndef SD_ALGORITHM_FILL_H
#define SD_ALGORITHM_FILL_H

#include <stdint.h>

/* `order`, `taken` and `spare` have room for all groups and are the caller's. */
struct sd_fill {
    const uint64_t *sizes; /* rows of each group */
    uint32_t *order;       /* the groups still to be had, in the order in which they are offered */
    uint32_t count;        /* of them */
    uint32_t *taken;       /* the groups of the last sd_fill */
    uint32_t *spare;       /* room to sort in */
};

/* Moves groups from `order` to `taken`, at least one, so that their rows come near `target`, and
 * leaves at least `leave` in `order` (which holds more than that). Returns how many were taken. How
 * it chooses is told at sd_grouped_rows. */
uint32_t sd_fill(struct sd_fill *fill, uint64_t target, uint32_t leave);

#endif
