/* SPDX-License-Identifier: MIT */
/* The draws of a whole shuffle of shuf's, without a division that waits for the one before. */
#ifndef SD_RNG_SHUF_TARGETS_H
#define SD_RNG_SHUF_TARGETS_H

#include "rng/shuffle.h"
#include "splitdata/random_more.h"

#include <stddef.h>

/* Draws come slowly here, one after the other, so the memory of the items that they name is asked
 * for in the meantime. */
struct sd_shuf_drawing {
    struct splitdata_shuf *random;
    struct sd_fetching fetching;
};

/* For sd_shuffle_up_fetched, of a struct sd_shuf_drawing: targets[k] = place + k +
 * splitdata_shuf_choose(random, count - place - k), for all k < window in order; window is at most
 * count - place. The random source is left as those calls leave it, except that other bytes may
 * have been made ahead. */
void sd_shuf_targets(void *drawing, uint64_t *targets, size_t window, uint64_t place,
                     uint64_t count);

#endif
