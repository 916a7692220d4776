/* SPDX-License-Identifier: MIT */
/* The sum of a part of the split id, for an array of packed spans. */
#include "base/spans.h"
#include "provenance/split_id.h"

#include <string.h>

/* Below, `every` is 1 for an array of spans, and 2 for one of pairs. */
SD_ALWAYS_INLINE uint64_t one_by_one(const uint64_t *packed, uint64_t count, unsigned every,
                                     unsigned length_bits, uint64_t k, const uint64_t *gaps)
{
    uint64_t sum = 0;
    for (uint64_t i = 0; i < count; i++) {
        sd_ask_for_items(packed + every * i);
        sum += sd_split_place_in(gaps, packed[every * i + every - 1] >> length_bits, k + i);
    }
    return sum;
}

#if defined(__x86_64__) && defined(__GNUC__)

/* AVX-512DQ multiplies eight 64-bit numbers at once; earlier instruction sets have no such
 * product. */
#define TARGET __attribute__((target("avx512f,avx512dq")))
enum { LANES = 8 };

typedef uint64_t vector __attribute__((vector_size(8 * LANES)));

/* Which of the eight records at `packed` is in which lane. */
SD_ALWAYS_INLINE unsigned in_lane(unsigned lane, unsigned every)
{
    return every == 1 ? lane : lane / 2 + lane % 2 * (LANES / 2);
}

/* Loads their spans. In pairs they are every second number: the first four are in lanes 0, 2, 4 and
 * 6 when loaded from number 1 on, the others in lanes 1, 3, 5 and 7 when loaded from number 8
 * on. */
TARGET SD_ALWAYS_INLINE vector load(const uint64_t *packed, unsigned every)
{
    const vector even = {UINT64_MAX, 0, UINT64_MAX, 0, UINT64_MAX, 0, UINT64_MAX, 0};
    vector first, second;
    memcpy(&first, packed + every - 1, sizeof first);
    if (every == 1)
        return first;
    memcpy(&second, packed + LANES, sizeof second);
    return (first & even) | (second & ~even);
}

/* The starts less the gaps before them. */
TARGET SD_ALWAYS_INLINE vector joined(vector starts, const uint64_t *gaps)
{
    const vector page = starts >> SD_EXTENT_PAGE_BITS;
    vector gap = {0};
    for (unsigned lane = 0; lane < LANES; lane++)
        gap[lane] = gaps[page[lane]];
    return starts - gap;
}

TARGET SD_ALWAYS_INLINE uint64_t eight_at_once(const uint64_t *packed, uint64_t count,
                                               unsigned every, unsigned length_bits, uint64_t k,
                                               const uint64_t *gaps)
{
    vector state = {0}, sums = {0};
    uint64_t sum = 0, i = 0;
    for (unsigned lane = 0; lane < LANES; lane++)
        state[lane] = (k + in_lane(lane, every) + 1) * SD_GOLDEN;
    for (; count - i >= LANES; i += LANES) {
        sd_ask_for_items(packed + every * i);
        sd_ask_for_items(packed + every * i + LANES * (every - 1));
        const vector starts = load(packed + every * i, every) >> length_bits;
        vector z = (gaps == NULL ? starts : joined(starts, gaps)) + state;
        z = (z ^ z >> 30) * SD_MIX_1;
        z = (z ^ z >> 27) * SD_MIX_2;
        sums += z ^ z >> 31;
        state += LANES * SD_GOLDEN;
    }
    for (unsigned lane = 0; lane < LANES; lane++)
        sum += sums[lane];
    return sum + one_by_one(packed + every * i, count - i, every, length_bits, k + i, gaps);
}

/* Makes `every` a constant. */
TARGET static uint64_t sum_vectors(const uint64_t *packed, uint64_t count, unsigned every,
                                   unsigned length_bits, uint64_t k, const uint64_t *gaps)
{
    return every == 1 ? eight_at_once(packed, count, 1, length_bits, k, gaps)
                      : eight_at_once(packed, count, 2, length_bits, k, gaps);
}

static uint64_t sum(const uint64_t *packed, uint64_t count, unsigned every, unsigned length_bits,
                    uint64_t k, const uint64_t *gaps)
{
    return count >= LANES && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
               ? sum_vectors(packed, count, every, length_bits, k, gaps)
               : one_by_one(packed, count, every, length_bits, k, gaps);
}

#else

static uint64_t sum(const uint64_t *packed, uint64_t count, unsigned every, unsigned length_bits,
                    uint64_t k, const uint64_t *gaps)
{
    return one_by_one(packed, count, every, length_bits, k, gaps);
}

#endif

uint64_t sd_split_sum(const uint64_t *packed, uint64_t count, unsigned length_bits, uint64_t k,
                      const uint64_t *gaps)
{
    return sum(packed, count, 1, length_bits, k, gaps);
}

uint64_t sd_split_sum_pairs(const uint64_t *packed, uint64_t count, unsigned length_bits,
                            uint64_t k, const uint64_t *gaps)
{
    return sum(packed, count, 2, length_bits, k, gaps);
}
