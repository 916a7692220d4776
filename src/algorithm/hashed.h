/* SPDX-License-Identifier: MIT */
/*
 * Hashed split: the part of a record depends only on its key (and the seed), so it stays the same
 * if the data grow, are sorted or divided into shards.
 *
 * keys/share.h gives a key's number u, 0 ... 2^52-1. Part p takes the numbers below c * 2^52 that
 * no earlier part takes, where c is the exact sum of the shares up to p; the last part takes the
 * rest. 52 bits, so that u is exact as a double and as a signed 64-bit integer in any language: `u
 * < 0.8 * 4503599627370496` is the same comparison there.
 */
#ifndef SD_ALGORITHM_HASHED_H
#define SD_ALGORITHM_HASHED_H

#include "base/error.h"
#include "base/exact.h"

#include <stddef.h>
#include <stdint.h>

#define SD_HASH_RANGE (UINT64_C(1) << 52)

/* limits[p]: part p takes the numbers below it, p < parts - 1. The shares are above 0 and sum to 1;
 * the last one is not read. SPLITDATA_USAGE if their sums need too many digits. */
int sd_hash_limits(const struct sd_ratio *shares, size_t parts, uint64_t *limits,
                   struct splitdata_error *error);

/* The part of a number. Limits ascend, so all that it has reached are counted: a branch could not
 * be predicted. */
static inline uint32_t sd_hash_part(const uint64_t *limits, size_t parts, uint64_t number)
{
    uint32_t part = 0;
    for (size_t p = 0; p + 1 < parts; p++)
        part += number >= limits[p];
    return part;
}

#endif
