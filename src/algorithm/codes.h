/* SPDX-License-Identifier: MIT */
/*
 * What strategies know of a key column (strata, groups): its distinct values numbered in the order
 * of their labels, the number of each row, and how many rows each value has.
 */
#ifndef SD_ALGORITHM_CODES_H
#define SD_ALGORITHM_CODES_H

#include "base/memory.h"

#include <stdint.h>

/* A row whose value is set aside (see strategy/strata.h) has the code `count`. All arrays are
 * borrowed. */
struct sd_codes {
    const uint32_t *code;  /* of each row, 0 ... count-1 */
    const uint64_t *sizes; /* rows of each value, each at least 1 */
    uint64_t rows;
    uint32_t count;           /* distinct values */
    struct sd_memory *memory; /* for arrays that are made of them */
};

#endif
