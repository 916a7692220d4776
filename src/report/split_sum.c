/* SPDX-License-Identifier: MIT */
/* The sum of a part of the split id, for records whose places lie one behind the other. */
#include "base/spans.h"
#include "report/split_id.h"

#include <string.h>

static uint64_t sum_one_by_one(const uint64_t *places, uint64_t count, unsigned length_bits,
                               uint64_t k)
{
    uint64_t sum = 0;
    for (uint64_t i = 0; i < count; i++) {
        sd_ask_for_items(places + i);
        sum += sd_split_place(places[i] >> length_bits, k + i);
    }
    return sum;
}

#if defined(__x86_64__) && defined(__GNUC__)

/* AVX-512DQ multiplies eight numbers of 64 bits at once; before it no vector could. */
#define TARGET __attribute__((target("avx512f,avx512dq")))
enum { LANES = 8 };

typedef uint64_t vector __attribute__((vector_size(8 * LANES)));

TARGET static uint64_t sum_eight_at_once(const uint64_t *places, uint64_t count,
                                         unsigned length_bits, uint64_t k)
{
    vector state = {0}, starts, sums = {0};
    uint64_t sum = 0, i = 0;
    for (unsigned lane = 0; lane < LANES; lane++)
        state[lane] = (k + lane + 1) * SD_GOLDEN;
    for (; count - i >= LANES; i += LANES) {
        sd_ask_for_items(places + i);
        memcpy(&starts, places + i, sizeof starts);
        vector z = (starts >> length_bits) + state;
        z = (z ^ z >> 30) * SD_MIX_1;
        z = (z ^ z >> 27) * SD_MIX_2;
        sums += z ^ z >> 31;
        state += LANES * SD_GOLDEN;
    }
    for (unsigned lane = 0; lane < LANES; lane++)
        sum += sums[lane];
    return sum + sum_one_by_one(places + i, count - i, length_bits, k + i);
}

uint64_t sd_split_sum(const uint64_t *places, uint64_t count, unsigned length_bits, uint64_t k)
{
    return count >= LANES && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
               ? sum_eight_at_once(places, count, length_bits, k)
               : sum_one_by_one(places, count, length_bits, k);
}

#else

uint64_t sd_split_sum(const uint64_t *places, uint64_t count, unsigned length_bits, uint64_t k)
{
    return sum_one_by_one(places, count, length_bits, k);
}

#endif
