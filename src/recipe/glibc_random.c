/* SPDX-License-Identifier: MIT */
#include "recipe/glibc_random.h"

enum { DEGREE = 31, SEPARATION = 3, PLACE = DEGREE, DISCARDED = 310 };

void sd_glibc_srandom(struct splitdata_words *random, uint32_t seed)
{
    uint32_t *word = random->word;
    int64_t x = (int32_t)(seed != 0 ? seed : 1);
    word[0] = (uint32_t)x;
    for (unsigned i = 1; i < DEGREE; i++) {
        x = 16807 * (x % 127773) - 2836 * (x / 127773);
        x = x < 0 ? x + 0x7fffffff : x;
        word[i] = (uint32_t)x;
    }
    word[PLACE] = 0;
    for (unsigned i = 0; i < DISCARDED; i++)
        sd_glibc_random(random);
}

uint32_t sd_glibc_random(struct splitdata_words *random)
{
    uint32_t *word = random->word;
    const uint32_t back = word[PLACE], front = (back + SEPARATION) % DEGREE;
    word[front] += word[back];
    word[PLACE] = (back + 1) % DEGREE;
    return word[front] >> 1;
}
