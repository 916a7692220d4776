/* SPDX-License-Identifier: MIT */
/* NumPy's MT19937 under a Generator: seeded by SeedSequence; a 64-bit word consists of two of 32
 * bits. */
#include "rng/bit_generator.h"

#include "rng/mt19937.h"

static void seed(struct splitdata_numpy_generator *random, const struct sd_seed_sequence *sequence)
{
    struct splitdata_mt19937 *twister = &random->state.twister;
    sd_seed_sequence_generate32(sequence, twister->key, SD_MT19937_WORDS);
    twister->key[0] = 0x80000000U; /* not all zero */
    /* One before the end: the last seed word is the first output. */
    twister->position = SD_MT19937_WORDS - 1;
}

static void fill64(struct splitdata_numpy_generator *random, uint64_t *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        out[i] = sd_mt19937_next64(&random->state.twister);
}

const struct sd_bit_generator sd_numpy_mt19937 = {.seed = seed, .fill64 = fill64};
