/* SPDX-License-Identifier: MIT */
/*
 * The split id: 64 bits that identify which record goes to which part in which order, for people to
 * compare by eye. docs/reproducibility.md specifies it, with a second implementation.
 *
 * A record is identified by its start, the offset of its first byte in the uncompressed input.
 * Record number k of its part, from 0, adds draw number k of SplitMix64 seeded with its start to
 * the part's sum; so a sum can be computed in any order, by any number of threads. The sums and the
 * parts' names then go through the same mixing one after another.
 */
#ifndef SD_PROVENANCE_SPLIT_ID_H
#define SD_PROVENANCE_SPLIT_ID_H

#include "base/extents.h"

enum { SD_SPLIT_ID_TEXT = 20 }; /* "7f3a-91c2-04be-d5e0" and NUL */

/* 2^64 divided by the golden ratio: its multiples are spread so evenly that start + k * SD_GOLDEN
 * differs for each pair as long as bytes times records stay below 2^62. */
#define SD_GOLDEN UINT64_C(0x9e3779b97f4a7c15)

#define SD_MIX_1 UINT64_C(0xbf58476d1ce4e5b9)
#define SD_MIX_2 UINT64_C(0x94d049bb133111eb)

/* The output function of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a bijection. */
static inline uint64_t sd_split_mix(uint64_t z)
{
    z = (z ^ z >> 30) * SD_MIX_1;
    z = (z ^ z >> 27) * SD_MIX_2;
    return z ^ z >> 31;
}

/* The contribution of record number k of a part, from 0, to the part's sum. */
static inline uint64_t sd_split_place(uint64_t start, uint64_t k)
{
    return sd_split_mix(start + (k + 1) * SD_GOLDEN);
}

/* The same for a record that starts at `offset` of an array with gaps. */
static inline uint64_t sd_split_place_in(const uint64_t *gaps, uint64_t offset, uint64_t k)
{
    return sd_split_place(sd_joined_offset(gaps, offset), k);
}

/* The contribution of records k to k + count - 1 of a part: packed[i] is the start of record k + i
 * shifted left by `length_bits`, as in an index (base/spans.h). `gaps`: of the array that it is in
 * (base/extents.h); NULL: none. */
uint64_t sd_split_sum(const uint64_t *packed, uint64_t count, unsigned length_bits, uint64_t k,
                      const uint64_t *gaps);

/* The same for small records (base/small_record.h): the start is the second number of each pair,
 * packed[2 * i + 1]. */
uint64_t sd_split_sum_pairs(const uint64_t *packed, uint64_t count, unsigned length_bits,
                            uint64_t k, const uint64_t *gaps);

struct sd_split_part {
    uint64_t repeat; /* 0: not repeated */
    uint64_t fold;   /* 0: no folds */
    const char *name;
    uint64_t rows;
    uint64_t sum;
};

/* Adds the next part to an id, which begins as 0. */
uint64_t sd_split_id_add(uint64_t id, const struct sd_split_part *part);

void sd_split_id_text(uint64_t id, char text[SD_SPLIT_ID_TEXT]);

#endif
