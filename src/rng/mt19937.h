/* SPDX-License-Identifier: MIT */
/*
 * MT19937, the Mersenne Twister of Matsumoto and Nishimura (1998; the seeding of 2002): the words
 * that NumPy's legacy API, Python, PyTorch, R, Ruby and C++ are based on.
 */
#ifndef SD_RNG_MT19937_H
#define SD_RNG_MT19937_H

#include "rng/kernel.h"
#include "splitdata/random_numpy.h"

#include <float.h>
#include <stddef.h>
#include <stdint.h>

/* Doubles computed with excess precision differ in the last bit. */
#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD == 2
#error "the streams need plain doubles: on 32-bit x86 compile with -msse2 -mfpmath=sse"
#endif

enum { SD_MT19937_WORDS = 624 };

/* A key of any length, read word by word, so that long keys need no memory. */
typedef uint32_t sd_key_word(const void *key, size_t index);

void sd_mt19937_init(struct splitdata_mt19937 *twister, uint32_t seed);

/* For count = 0 the key is the one word 0. */
void sd_mt19937_init_array(struct splitdata_mt19937 *twister, const uint32_t *words, size_t count);
void sd_mt19937_init_key(struct splitdata_mt19937 *twister, sd_key_word *word, const void *key,
                         size_t count);

/* Computes the next 624 words and moves to the first. */
void sd_mt19937_twist(struct splitdata_mt19937 *twister);

/* The next count tempered words; `twister` is a struct splitdata_mt19937. The second function takes
 * the inner loops to use. */
void sd_mt19937_fill(void *twister, uint32_t *out, size_t count);
void sd_mt19937_fill_with(const struct sd_kernel *kernel, struct splitdata_mt19937 *twister,
                          uint32_t *out, size_t count);

/* The same, one word in each 64-bit item. */
void sd_mt19937_fill_wide(struct splitdata_mt19937 *twister, uint64_t *out, size_t count);

static inline uint32_t sd_mt19937_temper(uint32_t y)
{
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680U;
    y ^= (y << 15) & 0xefc60000U;
    return y ^ (y >> 18);
}

static inline uint32_t sd_mt19937_next32(struct splitdata_mt19937 *twister)
{
    if (twister->position >= SD_MT19937_WORDS)
        sd_mt19937_twist(twister);
    return sd_mt19937_temper(twister->key[twister->position++]);
}

/* The word drawn first is the high one. */
static inline uint64_t sd_mt19937_next64(struct splitdata_mt19937 *twister)
{
    uint64_t high = sd_mt19937_next32(twister);
    return high << 32 | sd_mt19937_next32(twister);
}

/* A multiple of 2^-53 below 1, from the upper 27 and 26 bits of two words; both products are
 * exact. */
static inline double sd_mt19937_double(struct splitdata_mt19937 *twister)
{
    uint32_t a = sd_mt19937_next32(twister) >> 5;
    uint32_t b = sd_mt19937_next32(twister) >> 6;
    return ((double)a * 67108864.0 + (double)b) * (1.0 / 9007199254740992.0);
}

#endif
