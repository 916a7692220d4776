/* SPDX-License-Identifier: MIT */
#ifndef SD_RNG_LEMIRE_H
#define SD_RNG_LEMIRE_H

#include <stdint.h>

typedef uint32_t sd_draw32(void *generator);

/* Uniform on 0 ... n - 1, n from 1 to 2^32 - 1: the high half of word * n. Words whose low half is
 * below 2^32 mod n are drawn again, so there is no bias (D. Lemire, ACM TOMACS 29, 2019). */
static inline uint32_t sd_lemire32(sd_draw32 *draw, void *generator, uint32_t n)
{
    uint64_t product = (uint64_t)draw(generator) * n;
    if ((uint32_t)product < n) {
        uint32_t threshold = (0U - n) % n;
        while ((uint32_t)product < threshold)
            product = (uint64_t)draw(generator) * n;
    }
    return (uint32_t)(product >> 32);
}

#endif
