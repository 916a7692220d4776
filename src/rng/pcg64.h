/* SPDX-License-Identifier: MIT */
#ifndef SD_RNG_PCG64_H
#define SD_RNG_PCG64_H

#include "rng/bit_generator.h"
#include "rng/bits.h"

/* Seeds PCG64 and PCG64DXSM, which do it alike. */
void sd_pcg64_seed(struct splitdata_numpy_generator *random,
                   const struct sd_seed_sequence *sequence);

/* Two steps of a 128-bit linear congruential generator in one: separate streams of the even and the
 * odd steps keep the multiplier busy, where a single one would wait for its latency. */
struct sd_two_steps {
    struct splitdata_u128 multiplier, increment;
};

static inline struct sd_two_steps sd_pcg64_two_steps(struct splitdata_u128 multiplier,
                                                     struct splitdata_u128 increment)
{
    return (struct sd_two_steps){
        sd_multiply_add(multiplier, multiplier, (struct splitdata_u128){0, 0}),
        sd_multiply_add(multiplier, increment, increment),
    };
}

#endif
