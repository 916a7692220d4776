/* SPDX-License-Identifier: MIT */
/* Philox 4x32 with 10 rounds: a counter of 128 bits, encrypted. J. Salmon, M. Moraes, R. Dror and
 * D. Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC11. */
#ifndef SD_RNG_PHILOX4X32_H
#define SD_RNG_PHILOX4X32_H

#include "base/inline.h"

#include <stddef.h>
#include <stdint.h>

/* The four words at `words` are the counter, the lowest word first, and become the result. */
SD_ALWAYS_INLINE void sd_philox4x32(uint32_t words[4], uint32_t key0, uint32_t key1)
{
    for (int round = 0; round < 10; round++) {
        const uint64_t a = (uint64_t)0xd2511f53U * words[0];
        const uint64_t b = (uint64_t)0xcd9e8d57U * words[2];
        words[0] = (uint32_t)(b >> 32) ^ words[1] ^ key0;
        words[1] = (uint32_t)b;
        words[2] = (uint32_t)(a >> 32) ^ words[3] ^ key1;
        words[3] = (uint32_t)a;
        key0 += 0x9e3779b9U;
        key1 += 0xbb67ae85U;
    }
}

/* out[i] becomes the first 64 bits for the counter first + i and the key `key`, for i < count; the
 * low word comes first in all three. */
void sd_philox4x32_first64(uint64_t key, uint64_t first, size_t count, uint64_t *out);

#endif
