/* SPDX-License-Identifier: MIT */
/* SmallRng of Rust's rand crate on 64-bit machines: xoshiro256++ (D. Blackman and S. Vigna) seeded
 * by SplitMix64. Its state and seeding are those of Xoshiro256+. */
#ifndef SD_RNG_SMALL_RNG_H
#define SD_RNG_SMALL_RNG_H

#include "splitdata/random_more.h"

#include "rng/bits.h"

static inline uint64_t sd_small_rng_next64(struct splitdata_xoshiro *random)
{
    const uint64_t *s = random->state;
    const uint64_t word = sd_rotl64(s[0] + s[3], 23) + s[0];
    (void)splitdata_xoshiro_next64(random);
    return word;
}

static inline uint32_t sd_small_rng_next32(struct splitdata_xoshiro *random)
{
    return (uint32_t)(sd_small_rng_next64(random) >> 32);
}

/* A sd_fill32 (rng/masked.h). */
static inline void sd_small_rng_fill32(void *generator, uint32_t *out, size_t count)
{
    struct splitdata_xoshiro *random = (struct splitdata_xoshiro *)generator;
    for (size_t i = 0; i < count; i++)
        out[i] = sd_small_rng_next32(random);
}

#endif
