/* SPDX-License-Identifier: MIT */
/* AES-256 with the AES instructions of x86 processors. */
#include "rng/aes256.h"
#include "rng/bits.h"

#if (defined(__x86_64__) || defined(__i386__)) && defined(__GNUC__)

#include <immintrin.h>

enum {
    ROUNDS = 14,
    AT_ONCE =
        8 /* blocks: an instruction has a latency of some cycles, but one can start in each cycle */
};

#define TARGET __attribute__((target("aes,ssse3")))
#if defined(__clang__)
#define UNROLLED _Pragma("clang loop unroll(full)")
#else
#define UNROLLED _Pragma("GCC unroll 8")
#endif

int sd_aes256_ni_supported(void)
{
    return __builtin_cpu_supports("aes") && __builtin_cpu_supports("ssse3");
}

/* Converts the round keys from numbers to bytes, most significant first, as the instructions
 * expect. */
TARGET static void load_keys(__m128i keys[ROUNDS + 1], const uint32_t round_keys[60])
{
    const __m128i order = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
    for (int i = 0; i <= ROUNDS; i++) {
        const void *from = round_keys + 4 * i;
        keys[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)from), order);
    }
}

/* Counter values are built in registers: loading them from memory written in halves would be
 * slow. */
TARGET static inline __attribute__((always_inline)) void encrypt(const __m128i keys[ROUNDS + 1],
                                                                 uint64_t high, uint64_t low,
                                                                 __m128i *out, int count)
{
    __m128i state[AT_ONCE]; /* in registers, once the loops are unrolled */
    UNROLLED
    for (int i = 0; i < count; i++) {
        uint64_t sum = low + (uint64_t)i;
        uint64_t carried = high + (sum < low);
        __m128i value =
            _mm_set_epi64x((int64_t)__builtin_bswap64(sum), (int64_t)__builtin_bswap64(carried));
        state[i] = _mm_xor_si128(value, keys[0]);
    }
    for (int round = 1; round < ROUNDS; round++) {
        UNROLLED
        for (int i = 0; i < count; i++)
            state[i] = _mm_aesenc_si128(state[i], keys[round]);
    }
    UNROLLED
    for (int i = 0; i < count; i++)
        _mm_storeu_si128(out + i, _mm_aesenclast_si128(state[i], keys[ROUNDS]));
}

TARGET void sd_aes256_ni_counter(const uint32_t round_keys[60], struct splitdata_u128 first,
                                 uint8_t *out, size_t blocks)
{
    __m128i keys[ROUNDS + 1], *at = (__m128i *)(void *)out;
    load_keys(keys, round_keys);
    while (blocks > 0) {
        size_t count = blocks >= AT_ONCE ? AT_ONCE : 1;
        if (count == AT_ONCE)
            encrypt(keys, first.high, first.low, at, AT_ONCE);
        else
            encrypt(keys, first.high, first.low, at, 1);
        first = sd_add128(first, (struct splitdata_u128){0, count});
        at += count;
        blocks -= count;
    }
}

#else

int sd_aes256_ni_supported(void)
{
    return 0;
}

void sd_aes256_ni_counter(const uint32_t round_keys[60], struct splitdata_u128 first, uint8_t *out,
                          size_t blocks)
{
    sd_aes256_portable_counter(round_keys, first, out, blocks);
}

#endif
