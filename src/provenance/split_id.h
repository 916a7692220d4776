/* SPDX-License-Identifier: MIT */
/*
 * The split id: 64 bits that say which record goes to which part in which order, for people to
 * compare by eye. docs/reproducibility.md specifies it, with a second implementation.
 *
 * A record is known by the byte of the uncompressed input where it begins. A record that begins at
 * byte `start` and is number k of its part, from 0, adds draw number k of SplitMix64 seeded with
 * `start` to the part's sum: a sum can be computed in any order, by any number of threads. The sums
 * and the parts' names then go through the same mixing one after another.
 */
#ifndef SD_PROVENANCE_SPLIT_ID_H
#define SD_PROVENANCE_SPLIT_ID_H

#include <stdint.h>

enum { SD_SPLIT_ID_TEXT = 20 }; /* "7f3a-91c2-04be-d5e0" and NUL */

/* 2^64 divided by the golden ratio: multiples of it are spread so evenly that start + k * it is
 * another number for each pair, as long as bytes times records stay below 2^62. */
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

/* What record number k, from 0, of a part adds to its sum. */
static inline uint64_t sd_split_place(uint64_t start, uint64_t k)
{
    return sd_split_mix(start + (k + 1) * SD_GOLDEN);
}

/* What records k to k + count - 1 of a part add together: places[i], the start of record k + i
 * shifted left by `length_bits`, as an index has it (base/spans.h). */
uint64_t sd_split_sum(const uint64_t *places, uint64_t count, unsigned length_bits, uint64_t k);

/* The same where each is the second number of a pair, places[2 * i + 1], as in base/inlined.h. */
uint64_t sd_split_sum_pairs(const uint64_t *places, uint64_t count, unsigned length_bits,
                            uint64_t k);

struct sd_split_part {
    uint64_t repeat; /* 0: not repeated */
    uint64_t fold;   /* 0: no folds */
    const char *name;
    uint64_t rows;
    uint64_t sum;
};

/* Adds the next part to an id, which starts as 0. */
uint64_t sd_split_id_add(uint64_t id, const struct sd_split_part *part);

void sd_split_id_text(uint64_t id, char text[SD_SPLIT_ID_TEXT]);

#endif
