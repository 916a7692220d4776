/* SPDX-License-Identifier: MIT */
/* Xoshiro256+ (D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM
 * TOMS 47, 2021) seeded by SplitMix64, as in the rand_xoshiro crate, which qsv's --rng faster
 * uses. */
#include "rng/table.h"

#include "base/error.h"
#include "rng/bits.h"
#include "rng/rust_shuffle.h"
#include "rng/seed_text.h"

#include <string.h>

void splitdata_xoshiro_seed(struct splitdata_xoshiro *random, uint64_t seed)
{
    for (int i = 0; i < 4; i++) {
        seed += 0x9e3779b97f4a7c15U;
        uint64_t word = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9U;
        word = (word ^ (word >> 27)) * 0x94d049bb133111ebU;
        random->state[i] = word ^ (word >> 31);
    }
}

int splitdata_xoshiro_seed_text(struct splitdata_xoshiro *random, const char *text,
                                struct splitdata_error *error)
{
    uint64_t seed;
    if (!sd_unsigned_within(text, strlen(text), UINT64_MAX, &seed))
        return sd_fail(error, SPLITDATA_USAGE,
                       "seed_from_u64 takes an integer from 0 to 2**64 - 1: '%s'", text);
    splitdata_xoshiro_seed(random, seed);
    return SPLITDATA_OK;
}

uint64_t splitdata_xoshiro_next64(struct splitdata_xoshiro *random)
{
    uint64_t *s = random->state;
    uint64_t sum = s[0] + s[3], shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = sd_rotl64(s[3], 45);
    return sum;
}

/* Uses the upper half: the lowest bits of the sum are weak. */
static void fill32(void *generator, uint32_t *out, size_t count)
{
    struct splitdata_xoshiro random = *(struct splitdata_xoshiro *)generator;
    for (size_t i = 0; i < count; i++)
        out[i] = (uint32_t)(splitdata_xoshiro_next64(&random) >> 32);
    *(struct splitdata_xoshiro *)generator = random;
}

void splitdata_xoshiro_shuffle(struct splitdata_xoshiro *random, void *items, uint64_t count,
                               size_t item_size)
{
    sd_rust09_shuffle(fill32, random, items, count, item_size);
}

static int seed(union splitdata_random_state *state, const char *text,
                struct splitdata_error *error)
{
    return splitdata_xoshiro_seed_text(&state->xoshiro, text, error);
}

static void raw(union splitdata_random_state *state, uint64_t *out, size_t count)
{
    struct splitdata_xoshiro random = state->xoshiro;
    for (size_t i = 0; i < count; i++)
        out[i] = splitdata_xoshiro_next64(&random);
    state->xoshiro = random;
}

static void shuffle(union splitdata_random_state *state, void *items, uint64_t count,
                    size_t item_size)
{
    splitdata_xoshiro_shuffle(&state->xoshiro, items, count, item_size);
}

const struct splitdata_random_kind sd_xoshiro_kind = {
    .name = "qsv-faster",
    .about = "qsv's --rng faster: Xoshiro256+ and the shuffle of rand 0.9",
    .seed_rule = "an integer from 0 to 2**64 - 1",
    .family = SPLITDATA_FAMILY_XOSHIRO,
    .word_bits = 64,
    .seed = seed,
    .raw = raw,
    .shuffle = shuffle,
    .shuffle_limit = UINT32_MAX - 1,
};
