/* SPDX-License-Identifier: MIT */
/* R's sample without replacement, in place. */
#ifndef SD_RNG_R_SAMPLE_H
#define SD_RNG_R_SAMPLE_H

#include "splitdata/random.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether sample() of `size` of `count` items moves none, but draws again what it has drawn before:
 * sample.int's useHash. */
static inline bool sd_r_draws_again(uint64_t count, uint64_t size)
{
    return count > 10000000 && size <= count / 2;
}

/* items[sample(count, size)] come to the front, the others follow in no particular order. Not where
 * sample() draws again. */
void sd_r_sample_to_front(struct splitdata_r *random, void *items, uint64_t count, size_t item_size,
                          uint64_t size);

#endif
