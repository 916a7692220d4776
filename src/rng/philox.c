/* SPDX-License-Identifier: MIT */
/* Philox 4x64 with 10 rounds: an encrypted 256-bit counter. J. Salmon, M. Moraes, R. Dror and D.
 * Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC11. */
#include "rng/bit_generator.h"

#include "rng/bits.h"

static void seed(struct splitdata_numpy_generator *random, const struct sd_seed_sequence *sequence)
{
    sd_seed_sequence_generate64(sequence, random->state.philox.key, 2);
    for (int i = 0; i < 4; i++) {
        random->state.philox.counter[i] = 0;
        random->state.philox.block[i] = 0;
    }
    random->state.philox.used = 4;
}

/* The round keys grow by the golden ratio and by the square root of 3 minus 1, both times 2^64. */
enum { ROUNDS = 10 };

struct keys {
    uint64_t even[ROUNDS], odd[ROUNDS];
};

static void expand(const struct splitdata_numpy_generator *random, struct keys *keys)
{
    for (uint64_t i = 0; i < ROUNDS; i++) {
        keys->even[i] = random->state.philox.key[0] + i * 0x9e3779b97f4a7c15U;
        keys->odd[i] = random->state.philox.key[1] + i * 0xbb67ae8584caa73bU;
    }
}

/* Encrypts the incremented counter. */
static void next_block(struct splitdata_numpy_generator *random, const struct keys *keys,
                       uint64_t out[4])
{
    uint64_t *counter = random->state.philox.counter;
    for (int i = 0; i < 4 && ++counter[i] == 0; i++)
        continue;
    uint64_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
#if defined(__GNUC__)
#pragma GCC unroll 10
#endif
    for (int round = 0; round < ROUNDS; round++) {
        struct splitdata_u128 p0 = sd_multiply(0xd2e7470ee14c6c93U, c0);
        struct splitdata_u128 p1 = sd_multiply(0xca5a826395121157U, c2);
        c0 = p1.high ^ c1 ^ keys->even[round];
        c1 = p1.low;
        c2 = p0.high ^ c3 ^ keys->odd[round];
        c3 = p0.low;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

static void fill64(struct splitdata_numpy_generator *random, uint64_t *out, size_t count)
{
    struct keys keys;
    if (random->state.philox.used + count > 4)
        expand(random, &keys);
    while (count > 0) {
        if (random->state.philox.used == 4 && count >= 4) {
            next_block(random, &keys, out);
            out += 4;
            count -= 4;
            continue;
        }
        if (random->state.philox.used == 4) {
            next_block(random, &keys, random->state.philox.block);
            random->state.philox.used = 0;
        }
        *out++ = random->state.philox.block[random->state.philox.used++];
        count--;
    }
}

const struct sd_bit_generator sd_philox = {.seed = seed, .fill64 = fill64};
