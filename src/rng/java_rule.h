/* SPDX-License-Identifier: MIT */
#ifndef SD_RNG_JAVA_RULE_H
#define SD_RNG_JAVA_RULE_H

#include "rng/lemire.h"
#include "rng/mt19937.h"

/* nextInt(n) as java.util.Random has it, n from 1 to 2^31 - 1, on words of 31 bits. Draws from the
 * last, incomplete interval of n values below 2^31 are rejected. */
static inline uint32_t sd_java_below(sd_draw32 *next31, void *generator, uint32_t n)
{
    uint64_t u = next31(generator);
    if ((n & (n - 1)) == 0)
        return (uint32_t)((n * u) >> 31);
    while (u - u % n + (n - 1) > INT32_MAX)
        u = next31(generator);
    return (uint32_t)(u % n);
}

/* The upper 31 bits of a word of MT19937, a struct splitdata_mt19937. */
static inline uint32_t sd_mt19937_java31(void *twister)
{
    return sd_mt19937_next32(twister) >> 1;
}

#endif
