/* SPDX-License-Identifier: MIT */
/* What FarmHash has of CityHash. */
#ifndef SD_RECIPE_CITY_WORDS_H
#define SD_RECIPE_CITY_WORDS_H

#include "base/little.h"
#include "rng/bits.h"

static const uint64_t sd_city_k0 = 0xc3a5c85c97cb3127U, sd_city_k1 = 0xb492b66fbe98f273U,
                      sd_city_k2 = 0x9ae16a3b2f90404fU;

struct sd_city_pair {
    uint64_t first, second;
};

static inline uint64_t sd_city_shift_mix(uint64_t x)
{
    return x ^ x >> 47;
}

/* Two numbers as one. */
static inline uint64_t sd_city_mix(uint64_t u, uint64_t v, uint64_t factor)
{
    const uint64_t a = sd_city_shift_mix((u ^ v) * factor);
    return sd_city_shift_mix((v ^ a) * factor) * factor;
}

/* 32 bytes and two seeds as two numbers. */
static inline struct sd_city_pair sd_city_weak(const uint8_t *s, uint64_t a, uint64_t b)
{
    a += sd_little64(s);
    b = sd_rotr64(b + a + sd_little64(s + 24), 21);
    const uint64_t c = a;
    a += sd_little64(s + 8) + sd_little64(s + 16);
    b += sd_rotr64(a, 44);
    return (struct sd_city_pair){a + sd_little64(s + 24), b + c};
}

#endif
