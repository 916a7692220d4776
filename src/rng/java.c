/* SPDX-License-Identifier: MIT */
/* java.util.Random and Collections.shuffle: a linear congruential generator of 48 bits. */
#include "rng/table.h"

#include "base/error.h"
#include "rng/java_rule.h"
#include "rng/seed_text.h"
#include "rng/shuffle.h"

#include <string.h>

static const uint64_t multiplier = 0x5deece66dU, state_mask = ((uint64_t)1 << 48) - 1;

void splitdata_java_seed(struct splitdata_java *random, int64_t seed)
{
    random->state = ((uint64_t)seed ^ multiplier) & state_mask;
}

int splitdata_java_seed_text(struct splitdata_java *random, const char *text,
                             struct splitdata_error *error)
{
    int64_t seed;
    if (!sd_integer_within(text, strlen(text), INT64_MIN, INT64_MAX, &seed))
        return sd_fail(error, SPLITDATA_USAGE,
                       "new Random(seed) takes an integer from -2**63 to 2**63 - 1: '%s'", text);
    splitdata_java_seed(random, seed);
    return SPLITDATA_OK;
}

uint32_t splitdata_java_next(struct splitdata_java *random, unsigned bits)
{
    random->state = (random->state * multiplier + 0xb) & state_mask;
    return (uint32_t)(random->state >> (48 - bits));
}

int32_t splitdata_java_next_int(struct splitdata_java *random)
{
    return (int32_t)splitdata_java_next(random, 32);
}

static uint32_t next31(void *random)
{
    return splitdata_java_next(random, 31);
}

int32_t splitdata_java_next_int_below(struct splitdata_java *random, int32_t bound)
{
    return (int32_t)sd_java_below(next31, random, (uint32_t)bound);
}

int64_t splitdata_java_next_long(struct splitdata_java *random)
{
    uint64_t high = (uint64_t)splitdata_java_next(random, 32) << 32;
    return (int64_t)(high + (uint64_t)(int64_t)splitdata_java_next_int(random));
}

double splitdata_java_next_double(struct splitdata_java *random)
{
    uint64_t high = (uint64_t)splitdata_java_next(random, 26) << 27;
    return (double)(high + splitdata_java_next(random, 27)) * (1.0 / 9007199254740992.0);
}

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    (void)count;
    for (size_t k = 0; k < window; k++)
        targets[k] =
            (uint64_t)splitdata_java_next_int_below(generator, (int32_t)(position - k + 1));
}

void splitdata_java_shuffle(struct splitdata_java *random, void *items, uint64_t count,
                            size_t item_size)
{
    sd_shuffle_down(draw_targets, random, items, count, item_size);
}

static int seed(union splitdata_random_state *state, const char *text,
                struct splitdata_error *error)
{
    return splitdata_java_seed_text(&state->java, text, error);
}

static void raw(union splitdata_random_state *state, uint64_t *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        out[i] = splitdata_java_next(&state->java, 32);
}

static void shuffle(union splitdata_random_state *state, void *items, uint64_t count,
                    size_t item_size)
{
    splitdata_java_shuffle(&state->java, items, count, item_size);
}

const struct splitdata_random_kind sd_java_kind = {
    .name = "java",
    .about = "java.util.Random, and so Scala and Weka",
    .seed_rule = "an integer from -2**63 to 2**63 - 1",
    .family = SPLITDATA_FAMILY_JAVA,
    .word_bits = 32,
    .seed = seed,
    .raw = raw,
    .shuffle = shuffle,
    .shuffle_limit = INT32_MAX,
};
