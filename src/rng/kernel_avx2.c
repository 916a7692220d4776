/* SPDX-License-Identifier: MIT */
#include "rng/kernel.h"

#if defined(SD_KERNEL_X86)

#include <immintrin.h>

#define KERNEL sd_kernel_avx2
#define NAME   "avx2"
#define LANES  8
#define TARGET __attribute__((target("avx2,bmi,popcnt")))
#define ACCEPT_VECTOR
typedef uint32_t vector __attribute__((vector_size(4 * LANES)));

/* For each set of four lanes, the byte shuffle that moves them to the front in order: lane L has
 * bytes 4L ... 4L + 3; 0x80 gives zero. */
#define LANE(l) 4 * (l), 4 * (l) + 1, 4 * (l) + 2, 4 * (l) + 3
#define NONE    0x80, 0x80, 0x80, 0x80
static const uint8_t order[16][16] = {
    {NONE, NONE, NONE, NONE},          {LANE(0), NONE, NONE, NONE},
    {LANE(1), NONE, NONE, NONE},       {LANE(0), LANE(1), NONE, NONE},
    {LANE(2), NONE, NONE, NONE},       {LANE(0), LANE(2), NONE, NONE},
    {LANE(1), LANE(2), NONE, NONE},    {LANE(0), LANE(1), LANE(2), NONE},
    {LANE(3), NONE, NONE, NONE},       {LANE(0), LANE(3), NONE, NONE},
    {LANE(1), LANE(3), NONE, NONE},    {LANE(0), LANE(1), LANE(3), NONE},
    {LANE(2), LANE(3), NONE, NONE},    {LANE(0), LANE(2), LANE(3), NONE},
    {LANE(1), LANE(2), LANE(3), NONE}, {LANE(0), LANE(1), LANE(2), LANE(3)},
};

TARGET static inline size_t put(uint64_t *out, __m128i values, unsigned set)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)order[set]);
    __m128i packed = _mm_shuffle_epi8(values, bytes);
    _mm256_storeu_si256((__m256i *)(void *)out, _mm256_cvtepu32_epi64(packed));
    return (size_t)_mm_popcnt_u32(set);
}

TARGET static inline unsigned at_most(vector a, vector b)
{
    __m256i least = _mm256_min_epu32((__m256i)a, (__m256i)b);
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(least, (__m256i)a)));
}

TARGET static inline size_t accept_vector(uint64_t *out, const uint32_t *words, struct sd_bits bits,
                                          uint32_t bound)
{
    __m128i shift = _mm_cvtsi32_si128((int)bits.shift);
    __m256i values = _mm256_loadu_si256((const __m256i *)(const void *)words);
    values = _mm256_and_si256(_mm256_srl_epi32(values, shift), _mm256_set1_epi32((int)bits.mask));
    unsigned below = at_most((vector)values, (vector){0} + bound);
    if (below != at_most((vector)values, (vector){0} + (bound - LANES)))
        return LANES + 1;
    size_t first = put(out, _mm256_castsi256_si128(values), below & 15U);
    return first + put(out + first, _mm256_extracti128_si256(values, 1), below >> 4);
}

TARGET static inline void put_products(uint64_t *out, const uint32_t *words, uint32_t bound,
                                       unsigned accepted)
{
    for (size_t i = 0; i < LANES; i++) {
        uint32_t fit = accepted >> i & 1U;
        *out = (uint64_t)words[i] * bound >> 32;
        out += fit;
        bound -= fit;
    }
}

static int supported(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("popcnt");
}

#include "rng/kernel_template.inc"

#endif
