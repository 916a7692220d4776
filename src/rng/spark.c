/* SPDX-License-Identifier: MIT */
/* Spark's XORShiftRandom: G. Marsaglia's xorshift (21, 35, 4), seeded by A. Appleby's MurmurHash3.
 */
#include "rng/table.h"

#include "base/error.h"
#include "rng/bits.h"
#include "rng/seed_text.h"

#include <string.h>

static uint32_t murmur_block(uint32_t hash, uint32_t block)
{
    block = sd_rotl32(block * 0xcc9e2d51U, 15) * 0x1b873593U;
    return sd_rotl32(hash ^ block, 13) * 5 + 0xe6546b64U;
}

/* MurmurHash3 (32 bits) of the seed's eight bytes, most significant first, and `zeros` zero bytes.
 * It reads words of four bytes with the least significant first. */
static uint32_t murmur(uint64_t seed, uint32_t zeros, uint32_t hash)
{
    uint32_t halves[2] = {(uint32_t)(seed >> 32), (uint32_t)seed};
    for (int i = 0; i < 2; i++) {
        uint32_t swapped =
            sd_rotl32(halves[i] & 0x00ff00ffU, 24) | sd_rotl32(halves[i] & 0xff00ff00U, 8);
        hash = murmur_block(hash, swapped);
    }
    for (uint32_t i = 0; i < zeros / 4; i++)
        hash = murmur_block(hash, 0);
    hash ^= 8 + zeros;
    hash = (hash ^ (hash >> 16)) * 0x85ebca6bU;
    hash = (hash ^ (hash >> 13)) * 0xc2b2ae35U;
    return hash ^ (hash >> 16);
}

static void start(struct splitdata_spark *random, int64_t seed, uint32_t zeros)
{
    uint32_t low = murmur((uint64_t)seed, zeros, 0x3c074a61U);
    uint32_t high = murmur((uint64_t)seed, zeros, low);
    random->state = (int64_t)((uint64_t)high << 32 | low);
}

/* Before 3.0 the hashed buffer had 64 bytes where 8 were meant. */
void splitdata_spark2_seed(struct splitdata_spark *random, int64_t seed)
{
    start(random, seed, 56);
}

void splitdata_spark3_seed(struct splitdata_spark *random, int64_t seed)
{
    start(random, seed, 0);
}

int splitdata_spark2_seed_text(struct splitdata_spark *random, const char *text,
                               struct splitdata_error *error)
{
    int64_t seed;
    if (!sd_integer_within(text, strlen(text), INT64_MIN, INT64_MAX, &seed))
        return sd_fail(error, SPLITDATA_USAGE,
                       "a seed is an integer from -2**63 to 2**63 - 1: '%s'", text);
    splitdata_spark2_seed(random, seed);
    return SPLITDATA_OK;
}

int splitdata_spark3_seed_text(struct splitdata_spark *random, const char *text,
                               struct splitdata_error *error)
{
    int64_t seed;
    if (!sd_integer_within(text, strlen(text), INT64_MIN, INT64_MAX, &seed))
        return sd_fail(error, SPLITDATA_USAGE,
                       "a seed is an integer from -2**63 to 2**63 - 1: '%s'", text);
    splitdata_spark3_seed(random, seed);
    return SPLITDATA_OK;
}

uint32_t splitdata_spark_next(struct splitdata_spark *random, unsigned bits)
{
    uint64_t state = (uint64_t)random->state;
    state ^= state << 21;
    state ^= state >> 35;
    state ^= state << 4;
    random->state = (int64_t)state;
    return (uint32_t)(state & (((uint64_t)1 << bits) - 1));
}

double splitdata_spark_next_double(struct splitdata_spark *random)
{
    uint64_t high = (uint64_t)splitdata_spark_next(random, 26) << 27;
    return (double)(high + splitdata_spark_next(random, 27)) * (1.0 / 9007199254740992.0);
}

static int seed_2(union splitdata_random_state *state, const char *text,
                  struct splitdata_error *error)
{
    return splitdata_spark2_seed_text(&state->spark, text, error);
}

static void raw(union splitdata_random_state *state, uint64_t *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        out[i] = splitdata_spark_next(&state->spark, 32);
}

const struct splitdata_random_kind sd_spark2_kind = {
    .name = "spark@2",
    .about = "Spark 2's XORShiftRandom, partition 0",
    .seed_rule = "an integer from -2**63 to 2**63 - 1",
    .family = SPLITDATA_FAMILY_SPARK,
    .word_bits = 32,
    .seed = seed_2,
    .raw = raw,
    .shuffle = NULL,
    .shuffle_limit = 0,
};

static int seed_3(union splitdata_random_state *state, const char *text,
                  struct splitdata_error *error)
{
    return splitdata_spark3_seed_text(&state->spark, text, error);
}

const struct splitdata_random_kind sd_spark3_kind = {
    .name = "spark@3",
    .about = "Spark 3's XORShiftRandom, partition 0",
    .seed_rule = "an integer from -2**63 to 2**63 - 1",
    .family = SPLITDATA_FAMILY_SPARK,
    .word_bits = 32,
    .seed = seed_3,
    .raw = raw,
    .shuffle = NULL,
    .shuffle_limit = 0,
};
