/* SPDX-License-Identifier: MIT */
/* random() of the GNU C library, which rand() is too: an additive generator of 31 words. */
#ifndef SD_RECIPE_GLIBC_RANDOM_H
#define SD_RECIPE_GLIBC_RANDOM_H

#include "splitdata/random.h"

void sd_glibc_srandom(struct splitdata_words *random, uint32_t seed);

/* From 0 to 2^31 - 1. */
uint32_t sd_glibc_random(struct splitdata_words *random);

#endif
