/* SPDX-License-Identifier: MIT */
/* Miller 6's shuffle verb, based on Go's generator. */
#include "rng/table.h"

#include "rng/shuffle.h"

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    for (size_t k = 0; k < window; k++) {
        uint64_t i = position + k;
        targets[k] = i + (uint64_t)splitdata_go_int63(generator) % (count - i);
    }
}

void splitdata_miller_shuffle(struct splitdata_go *random, void *items, uint64_t count,
                              size_t item_size)
{
    sd_shuffle_up(draw_targets, random, items, count, item_size);
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
    splitdata_miller_shuffle(&state->go, items, count, item_size);
}

const struct splitdata_random_kind sd_miller_kind = {
    .name = "miller",
    .about = "Miller 6, mlr --seed ... shuffle",
    .seed_rule = "an integer from -2**63 to 2**63 - 1",
    .family = SPLITDATA_FAMILY_MILLER,
    .word_bits = 64,
    .seed = seed,
    .raw = raw,
    .shuffle = shuffle,
    .shuffle_limit = INT64_MAX,
};
