/* SPDX-License-Identifier: MIT */
/* Exact conversion between doubles and decimal text, independent of the locale: see
 * splitdata/random.h. */
#ifndef SD_RNG_DECIMAL_H
#define SD_RNG_DECIMAL_H

#include "splitdata/random.h"

/* Non-negative integers below 2^(32 SD_BIG_WORDS), least significant word first, without leading
 * zero words. A double of 1100 bits times 800 digits fits. */
enum { SD_BIG_WORDS = 128 };

struct sd_big {
    uint32_t words[SD_BIG_WORDS];
    int count;
};

void sd_big_set(struct sd_big *big, uint64_t value);
void sd_big_multiply(struct sd_big *big, uint32_t factor, uint32_t add);
void sd_big_power10(struct sd_big *big, int power); /* times 10^power */
void sd_big_shift(struct sd_big *big, int bits);    /* times 2^bits */
void sd_big_add(struct sd_big *big, const struct sd_big *other);
void sd_big_subtract(struct sd_big *big, const struct sd_big *other); /* other <= big */
int sd_big_compare(const struct sd_big *a, const struct sd_big *b);   /* < 0, 0, > 0 */
int sd_big_bits(const struct sd_big *big);

#endif
