/* SPDX-License-Identifier: MIT */
/* Go's math/rand, version 1: an additive lagged Fibonacci generator (607, 273). */
#include "rng/table.h"

#include "base/error.h"
#include "rng/go_words.h"
#include "rng/lemire.h"
#include "rng/seed_text.h"
#include "rng/shuffle.h"

#include <string.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

enum { LENGTH = 607, TAP = 273 };

/* The Lehmer generator used for seeding. */
static uint64_t step(uint64_t x)
{
    return x * 48271 % INT32_MAX;
}

void splitdata_go_seed(struct splitdata_go *random, int64_t seed)
{
    int64_t start = seed % INT32_MAX;
    if (start < 0)
        start += INT32_MAX;
    uint64_t x = start == 0 ? 89482311 : (uint64_t)start;
    for (int i = 0; i < 20; i++)
        x = step(x);
    for (int i = 0; i < LENGTH; i++) {
        x = step(x);
        uint64_t word = x << 40;
        x = step(x);
        word ^= x << 20;
        x = step(x);
        random->vector[i] = word ^ x ^ sd_go_words[i];
    }
    random->tap = 0;
    random->feed = LENGTH - TAP;
}

int splitdata_go_seed_text(struct splitdata_go *random, const char *text,
                           struct splitdata_error *error)
{
    int64_t seed;
    if (!sd_integer_within(text, strlen(text), INT64_MIN, INT64_MAX, &seed))
        return sd_fail(error, SPLITDATA_USAGE,
                       "rand.NewSource takes an integer from -2**63 to 2**63 - 1: '%s'", text);
    splitdata_go_seed(random, seed);
    return SPLITDATA_OK;
}

uint64_t splitdata_go_uint64(struct splitdata_go *random)
{
    random->tap = (random->tap > 0 ? random->tap : LENGTH) - 1;
    random->feed = (random->feed > 0 ? random->feed : LENGTH) - 1;
    return random->vector[random->feed] += random->vector[random->tap];
}

int64_t splitdata_go_int63(struct splitdata_go *random)
{
    return (int64_t)(splitdata_go_uint64(random) & INT64_MAX);
}

uint32_t splitdata_go_uint32(struct splitdata_go *random)
{
    return (uint32_t)(splitdata_go_int63(random) >> 31);
}

int64_t splitdata_go_int63n(struct splitdata_go *random, int64_t n)
{
    if ((n & (n - 1)) == 0)
        return splitdata_go_int63(random) & (n - 1);
    int64_t most = INT64_MAX - (int64_t)(((uint64_t)1 << 63) % (uint64_t)n);
    int64_t value;
    do {
        value = splitdata_go_int63(random);
    } while (value > most);
    return value % n;
}

int32_t splitdata_go_int31n(struct splitdata_go *random, int32_t n)
{
    int32_t most = INT32_MAX - (int32_t)(((uint32_t)1 << 31) % (uint32_t)n);
    int32_t value;
    do {
        value = (int32_t)(splitdata_go_int63(random) >> 32);
    } while (value > most);
    return value % n;
}

int64_t splitdata_go_intn(struct splitdata_go *random, int64_t n)
{
    return n <= INT32_MAX ? splitdata_go_int31n(random, (int32_t)n)
                          : splitdata_go_int63n(random, n);
}

double splitdata_go_float64(struct splitdata_go *random)
{
    double value;
    do {
        value = (double)splitdata_go_int63(random) * (1.0 / 9223372036854775808.0);
    } while (value == 1.0); /* 63 bits can round up to 1 when converted to 53 */
    return value;
}

static uint32_t draw32(void *generator)
{
    return splitdata_go_uint32(generator);
}

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    (void)count;
    for (size_t k = 0; k < window; k++) {
        uint64_t n = position - k + 1;
        targets[k] = n > INT32_MAX ? (uint64_t)splitdata_go_int63n(generator, (int64_t)n)
                                   : sd_lemire32(draw32, generator, (uint32_t)n);
    }
}

void splitdata_go_shuffle(struct splitdata_go *random, void *items, uint64_t count,
                          size_t item_size)
{
    sd_shuffle_down(draw_targets, random, items, count, item_size);
}

/* The inside-out shuffle: position i takes the value of the target, which takes i. */
void splitdata_go_perm(struct splitdata_go *random, uint64_t *out, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        uint64_t j = (uint64_t)splitdata_go_intn(random, (int64_t)(i + 1));
        out[i] = out[j];
        out[j] = i;
    }
}

static int seed(union splitdata_random_state *state, const char *text,
                struct splitdata_error *error)
{
    return splitdata_go_seed_text(&state->go, text, error);
}

static void raw(union splitdata_random_state *state, uint64_t *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        out[i] = splitdata_go_uint64(&state->go);
}

static void shuffle(union splitdata_random_state *state, void *items, uint64_t count,
                    size_t item_size)
{
    splitdata_go_shuffle(&state->go, items, count, item_size);
}

const struct splitdata_random_kind sd_go_kind = {
    .name = "go",
    .about = "Go's math/rand (version 1), rand.NewSource",
    .seed_rule = "an integer from -2**63 to 2**63 - 1",
    .family = SPLITDATA_FAMILY_GO,
    .word_bits = 64,
    .seed = seed,
    .raw = raw,
    .shuffle = shuffle,
    .shuffle_limit = INT64_MAX,
};
