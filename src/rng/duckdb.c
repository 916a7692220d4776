/* SPDX-License-Identifier: MIT */
/* DuckDB's PCG32 (M. O'Neill), as its bernoulli sample uses it. */
#include "rng/table.h"

#include "base/error.h"
#include "rng/bits.h"
#include "rng/seed_text.h"

#include <string.h>

static const uint64_t multiplier = 6364136223846793005U, increment = 1442695040888963407U;

void splitdata_duckdb_seed(struct splitdata_duckdb *random, uint64_t seed)
{
    random->state = (seed + increment) * multiplier + increment;
}

int splitdata_duckdb_seed_text(struct splitdata_duckdb *random, const char *text,
                               struct splitdata_error *error)
{
    int64_t seed;
    if (!sd_integer_within(text, strlen(text), 0, INT64_MAX, &seed))
        return sd_fail(error, SPLITDATA_USAGE,
                       "the seed of a sample is an integer from 0 to 2**63 - 1: '%s'", text);
    splitdata_duckdb_seed(random, (uint64_t)seed);
    return SPLITDATA_OK;
}

uint32_t splitdata_duckdb_next32(struct splitdata_duckdb *random)
{
    uint64_t old = random->state;
    random->state = old * multiplier + increment;
    return sd_rotr32((uint32_t)(((old >> 18) ^ old) >> 27), (unsigned)(old >> 59));
}

double splitdata_duckdb_random(struct splitdata_duckdb *random)
{
    uint64_t high = splitdata_duckdb_next32(random);
    uint64_t word = high << 32 | splitdata_duckdb_next32(random);
    return (double)word * (1.0 / 18446744073709551616.0);
}

static int seed(union splitdata_random_state *state, const char *text,
                struct splitdata_error *error)
{
    return splitdata_duckdb_seed_text(&state->duckdb, text, error);
}

static void raw(union splitdata_random_state *state, uint64_t *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        out[i] = splitdata_duckdb_next32(&state->duckdb);
}

const struct splitdata_random_kind sd_duckdb_kind = {
    .name = "duckdb@1.5",
    .about = "DuckDB's bernoulli sample: PCG32",
    .seed_rule = "an integer from 0 to 2**63 - 1",
    .family = SPLITDATA_FAMILY_DUCKDB,
    .word_bits = 32,
    .seed = seed,
    .raw = raw,
    .shuffle = NULL,
    .shuffle_limit = 0,
};
