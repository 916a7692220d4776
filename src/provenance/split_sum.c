/* SPDX-License-Identifier: MIT */
/* The sum of a part of the split id, for records whose places lie one behind the other. */
#include "base/spans.h"
#include "provenance/split_id.h"

#include <string.h>

/* In what follows, `every` is 1 for places one behind the other, and 2 for those in pairs. */
SD_ALWAYS_INLINE uint64_t one_by_one(const uint64_t *places, uint64_t count, unsigned every,
                                     unsigned length_bits, uint64_t k)
{
    uint64_t sum = 0;
    for (uint64_t i = 0; i < count; i++) {
        sd_ask_for_items(places + every * i);
        sum += sd_split_place(places[every * i + every - 1] >> length_bits, k + i);
    }
    return sum;
}

#if defined(__x86_64__) && defined(__GNUC__)

/* AVX-512DQ multiplies eight numbers of 64 bits at once; before it no vector could. */
#define TARGET __attribute__((target("avx512f,avx512dq")))
enum { LANES = 8 };

typedef uint64_t vector __attribute__((vector_size(8 * LANES)));

/* Which of the eight records at `places` has which lane. */
SD_ALWAYS_INLINE unsigned in_lane(unsigned lane, unsigned every)
{
    return every == 1 ? lane : lane / 2 + lane % 2 * (LANES / 2);
}

/* Their places. Those of pairs are every second number: the first four stand in lanes 0, 2, 4 and 6
 * from number 1 on, the others in lanes 1, 3, 5 and 7 from number 8 on. */
TARGET SD_ALWAYS_INLINE vector load(const uint64_t *places, unsigned every)
{
    const vector even = {UINT64_MAX, 0, UINT64_MAX, 0, UINT64_MAX, 0, UINT64_MAX, 0};
    vector first, second;
    memcpy(&first, places + every - 1, sizeof first);
    if (every == 1)
        return first;
    memcpy(&second, places + LANES, sizeof second);
    return (first & even) | (second & ~even);
}

TARGET SD_ALWAYS_INLINE uint64_t eight_at_once(const uint64_t *places, uint64_t count,
                                               unsigned every, unsigned length_bits, uint64_t k)
{
    vector state = {0}, sums = {0};
    uint64_t sum = 0, i = 0;
    for (unsigned lane = 0; lane < LANES; lane++)
        state[lane] = (k + in_lane(lane, every) + 1) * SD_GOLDEN;
    for (; count - i >= LANES; i += LANES) {
        sd_ask_for_items(places + every * i);
        sd_ask_for_items(places + every * i + LANES * (every - 1));
        vector z = (load(places + every * i, every) >> length_bits) + state;
        z = (z ^ z >> 30) * SD_MIX_1;
        z = (z ^ z >> 27) * SD_MIX_2;
        sums += z ^ z >> 31;
        state += LANES * SD_GOLDEN;
    }
    for (unsigned lane = 0; lane < LANES; lane++)
        sum += sums[lane];
    return sum + one_by_one(places + every * i, count - i, every, length_bits, k + i);
}

/* With `every` as a constant. */
TARGET static uint64_t sum_vectors(const uint64_t *places, uint64_t count, unsigned every,
                                   unsigned length_bits, uint64_t k)
{
    return every == 1 ? eight_at_once(places, count, 1, length_bits, k)
                      : eight_at_once(places, count, 2, length_bits, k);
}

static uint64_t sum(const uint64_t *places, uint64_t count, unsigned every, unsigned length_bits,
                    uint64_t k)
{
    return count >= LANES && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
               ? sum_vectors(places, count, every, length_bits, k)
               : one_by_one(places, count, every, length_bits, k);
}

#else

static uint64_t sum(const uint64_t *places, uint64_t count, unsigned every, unsigned length_bits,
                    uint64_t k)
{
    return one_by_one(places, count, every, length_bits, k);
}

#endif

uint64_t sd_split_sum(const uint64_t *places, uint64_t count, unsigned length_bits, uint64_t k)
{
    return sum(places, count, 1, length_bits, k);
}

uint64_t sd_split_sum_pairs(const uint64_t *places, uint64_t count, unsigned length_bits,
                            uint64_t k)
{
    return sum(places, count, 2, length_bits, k);
}
