/* SPDX-License-Identifier: MIT */
#include "rng/mt19937.h"

enum { N = SD_MT19937_WORDS, M = 397 };

void sd_mt19937_init(struct splitdata_mt19937 *twister, uint32_t seed)
{
    uint32_t *key = twister->key;
    key[0] = seed;
    for (uint32_t i = 1; i < N; i++)
        key[i] = 1812433253U * (key[i - 1] ^ (key[i - 1] >> 30)) + i;
    twister->position = N;
}

/* One step of the array seeding at word i; returns the next i. Skips word 0, which is a copy of the
 * last word. */
static uint32_t mix(uint32_t *key, uint32_t i, uint32_t factor, uint32_t add)
{
    key[i] = (key[i] ^ ((key[i - 1] ^ (key[i - 1] >> 30)) * factor)) + add;
    if (++i < N)
        return i;
    key[0] = key[N - 1];
    return 1;
}

void sd_mt19937_init_key(struct splitdata_mt19937 *twister, sd_key_word *word, const void *key,
                         size_t count)
{
    sd_mt19937_init(twister, 19650218U);
    size_t length = count > 0 ? count : 1;
    uint32_t i = 1;
    size_t j = 0;
    for (size_t rounds = length > N ? length : N; rounds > 0; rounds--) {
        uint32_t w = count > 0 ? word(key, j) : 0;
        i = mix(twister->key, i, 1664525U, w + (uint32_t)j);
        if (++j == length)
            j = 0;
    }
    for (size_t rounds = N - 1; rounds > 0; rounds--)
        i = mix(twister->key, i, 1566083941U, 0U - i);
    twister->key[0] = 0x80000000U;
    twister->position = N;
}

static uint32_t word_of_array(const void *key, size_t index)
{
    return ((const uint32_t *)key)[index];
}

void sd_mt19937_init_array(struct splitdata_mt19937 *twister, const uint32_t *words, size_t count)
{
    sd_mt19937_init_key(twister, word_of_array, words, count);
}

void sd_mt19937_twist(struct splitdata_mt19937 *twister)
{
    sd_kernel_best()->twist(twister->key);
    twister->position = 0;
}

void sd_mt19937_fill_with(const struct sd_kernel *kernel, struct splitdata_mt19937 *twister,
                          uint32_t *out, size_t count)
{
    while (count > 0) {
        if (twister->position >= N) {
            kernel->twist(twister->key);
            twister->position = 0;
        }
        size_t here = N - twister->position;
        if (here > count)
            here = count;
        kernel->temper(out, twister->key + twister->position, here);
        twister->position += (uint32_t)here;
        out += here;
        count -= here;
    }
}

void sd_mt19937_fill(void *twister, uint32_t *out, size_t count)
{
    sd_mt19937_fill_with(sd_kernel_best(), twister, out, count);
}

void sd_mt19937_fill_wide(struct splitdata_mt19937 *twister, uint64_t *out, size_t count)
{
    uint32_t words[N];
    while (count > 0) {
        size_t here = count < N ? count : N;
        sd_mt19937_fill(twister, words, here);
        for (size_t i = 0; i < here; i++)
            out[i] = words[i];
        out += here;
        count -= here;
    }
}
