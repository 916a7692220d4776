/* SPDX-License-Identifier: MIT */
/* All draws of a shuffle by GNU shuf, without a division that depends on the previous one. */
#ifndef SD_RNG_SHUF_TARGETS_H
#define SD_RNG_SHUF_TARGETS_H

#include "rng/shuffle.h"
#include "splitdata/random_more.h"

#include <stddef.h>

/* Fills random->bytes with the next bytes of the source. */
void sd_shuf_make_bytes(struct splitdata_shuf *random);

/* Draws are slow and serial here, so each prefetches the item that it selects. */
struct sd_shuf_drawing {
    struct splitdata_shuf *random;
    struct sd_fetching fetching;
};

/* For sd_shuffle_up_fetched, with a struct sd_shuf_drawing: targets[k] = position + k +
 * splitdata_shuf_choose(random, count - position - k), for all k < window in order; window is at
 * most count - position. The random source ends in the state that those calls leave, except that
 * more bytes may have been generated ahead. */
void sd_shuf_targets(void *drawing, uint64_t *targets, size_t window, uint64_t position,
                     uint64_t count);

#endif
