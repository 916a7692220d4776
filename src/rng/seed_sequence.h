/* SPDX-License-Identifier: MIT */
/*
 * NumPy's SeedSequence (M. O'Neill's seed_seq design): mixes entropy of any length into a pool of
 * four words, and generates as many words from the pool as a generator needs.
 */
#ifndef SD_RNG_SEED_SEQUENCE_H
#define SD_RNG_SEED_SEQUENCE_H

#include <stddef.h>
#include <stdint.h>

struct sd_seed_sequence {
    uint32_t pool[4];
    uint32_t multiplier; /* the running hash constant of the mixing */
    size_t words;        /* read so far */
};

/* Start, add all entropy in order, finish; then generate any number of times. */
void sd_seed_sequence_start(struct sd_seed_sequence *sequence);
void sd_seed_sequence_add(struct sd_seed_sequence *sequence, const uint32_t *words, size_t count);
void sd_seed_sequence_finish(struct sd_seed_sequence *sequence);

void sd_seed_sequence_generate32(const struct sd_seed_sequence *sequence, uint32_t *out,
                                 size_t count);
void sd_seed_sequence_generate64(const struct sd_seed_sequence *sequence, uint64_t *out,
                                 size_t count);

#endif
