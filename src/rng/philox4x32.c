/* SPDX-License-Identifier: MIT */
#include "rng/philox4x32.h"

static void one_by_one(uint64_t key, uint64_t first, size_t count, uint64_t *out)
{
    for (size_t i = 0; i < count; i++) {
        const uint64_t counter = first + i;
        uint32_t words[4] = {(uint32_t)counter, (uint32_t)(counter >> 32), 0, 0};
        sd_philox4x32(words, (uint32_t)key, (uint32_t)(key >> 32));
        out[i] = words[0] | (uint64_t)words[1] << 32;
    }
}

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>

#define TARGET __attribute__((target("avx2")))

/* Four at once, a word in the low half of each lane; what is in the high half has no effect
 * on a product. */
TARGET static __m256i four(__m256i counters, uint64_t key)
{
    const __m256i first = _mm256_set1_epi64x(0xd2511f53), second = _mm256_set1_epi64x(0xcd9e8d57);
    __m256i a = counters, b = _mm256_srli_epi64(counters, 32), c = _mm256_setzero_si256(), d = c;
    uint32_t key0 = (uint32_t)key, key1 = (uint32_t)(key >> 32);
    for (int round = 0; round < 10; round++) {
        const __m256i p = _mm256_mul_epu32(a, first), q = _mm256_mul_epu32(c, second);
        a = _mm256_xor_si256(_mm256_srli_epi64(q, 32),
                             _mm256_xor_si256(b, _mm256_set1_epi64x(key0)));
        c = _mm256_xor_si256(_mm256_srli_epi64(p, 32),
                             _mm256_xor_si256(d, _mm256_set1_epi64x(key1)));
        b = q;
        d = p;
        key0 += 0x9e3779b9U;
        key1 += 0xbb67ae85U;
    }
    return _mm256_blend_epi32(a, _mm256_slli_epi64(b, 32), 0xaa);
}

TARGET static void four_at_once(uint64_t key, uint64_t first, size_t count, uint64_t *out)
{
    __m256i counters =
        _mm256_add_epi64(_mm256_set1_epi64x((int64_t)first), _mm256_set_epi64x(3, 2, 1, 0));
    const __m256i next = _mm256_set1_epi64x(4), next_eight = _mm256_set1_epi64x(8);
    size_t i = 0;
    for (; count - i >= 8; i += 8) {
        _mm256_storeu_si256((__m256i *)(out + i), four(counters, key));
        _mm256_storeu_si256((__m256i *)(out + i + 4), four(_mm256_add_epi64(counters, next), key));
        counters = _mm256_add_epi64(counters, next_eight);
    }
    one_by_one(key, first + i, count - i, out + i);
}

void sd_philox4x32_first64(uint64_t key, uint64_t first, size_t count, uint64_t *out)
{
    if (__builtin_cpu_supports("avx2"))
        four_at_once(key, first, count, out);
    else
        one_by_one(key, first, count, out);
}

#else

void sd_philox4x32_first64(uint64_t key, uint64_t first, size_t count, uint64_t *out)
{
    one_by_one(key, first, count, out);
}

#endif
