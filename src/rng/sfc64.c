/* SPDX-License-Identifier: MIT */
/* SFC64, Chris Doty-Humphrey's small fast chaotic generator (PractRand). */
#include "rng/bit_generator.h"

#include "rng/bits.h"

static void fill64(struct splitdata_numpy_generator *random, uint64_t *out, size_t count)
{
    uint64_t a = random->state.sfc[0], b = random->state.sfc[1], c = random->state.sfc[2];
    uint64_t counter = random->state.sfc[3];
    for (size_t i = 0; i < count; i++) {
        uint64_t sum = a + b + counter++;
        a = b ^ (b >> 11);
        b = c + (c << 3);
        c = sd_rotl64(c, 24) + sum;
        out[i] = sum;
    }
    random->state.sfc[0] = a;
    random->state.sfc[1] = b;
    random->state.sfc[2] = c;
    random->state.sfc[3] = counter;
}

static void seed(struct splitdata_numpy_generator *random, const struct sd_seed_sequence *sequence)
{
    uint64_t warm_up[12];
    sd_seed_sequence_generate64(sequence, random->state.sfc, 3);
    random->state.sfc[3] = 1;
    fill64(random, warm_up, 12);
}

const struct sd_bit_generator sd_sfc64 = {.seed = seed, .fill64 = fill64};
