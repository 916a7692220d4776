/* SPDX-License-Identifier: MIT */
/* C++: std::mt19937, and std::shuffle as libstdc++ and libc++ implement it. */
#include "rng/table.h"

#include "base/error.h"
#include "rng/bits.h"
#include "rng/lemire.h"
#include "rng/masked.h"
#include "rng/mt19937.h"
#include "rng/seed_text.h"
#include "rng/shuffle.h"

#include <string.h>

void splitdata_cpp_seed(struct splitdata_cpp *random, uint32_t seed)
{
    sd_mt19937_init(&random->twister, seed);
}

int splitdata_cpp_seed_text(struct splitdata_cpp *random, const char *text,
                            struct splitdata_error *error)
{
    int64_t seed;
    if (!sd_integer_within(text, strlen(text), 0, UINT32_MAX, &seed))
        return sd_fail(error, SPLITDATA_USAGE,
                       "std::mt19937 takes an integer from 0 to 2**32 - 1: '%s'", text);
    splitdata_cpp_seed(random, (uint32_t)seed);
    return SPLITDATA_OK;
}

uint32_t splitdata_cpp_next32(struct splitdata_cpp *random)
{
    return sd_mt19937_next32(&random->twister);
}

static uint32_t draw32(void *generator)
{
    return splitdata_cpp_next32(generator);
}

/* libstdc++: while one word has enough range for two positions, positions come in pairs from one
 * draw; an array of even length starts with a single one. */
struct pairs {
    struct splitdata_cpp *random;
    uint64_t waiting; /* the target of the pair's second position */
    int has_waiting;
};

static uint64_t paired_target(struct pairs *pairs, uint64_t position, uint64_t count)
{
    if (position == 0)
        return 0;
    if (pairs->has_waiting) {
        pairs->has_waiting = 0;
        return pairs->waiting;
    }
    uint32_t choices = (uint32_t)position + 1;
    if (position == 1 && count % 2 == 0)
        return sd_lemire32(draw32, pairs->random, 2);
    uint32_t both = sd_lemire32(draw32, pairs->random, choices * (choices + 1));
    pairs->waiting = both % (choices + 1);
    pairs->has_waiting = 1;
    return both / (choices + 1);
}

static void draw_pairs(void *generator, uint64_t *targets, size_t window, uint64_t position,
                       uint64_t count)
{
    for (size_t k = 0; k < window; k++)
        targets[k] = paired_target(generator, position + k, count);
}

static void draw_singly(void *generator, uint64_t *targets, size_t window, uint64_t position,
                        uint64_t count)
{
    (void)count;
    for (size_t k = 0; k < window; k++) {
        uint64_t i = position + k;
        targets[k] = i > 0 ? sd_lemire32(draw32, generator, (uint32_t)i + 1) : 0;
    }
}

void splitdata_libstdcxx_shuffle(struct splitdata_cpp *random, void *items, uint64_t count,
                                 size_t item_size)
{
    struct pairs pairs = {.random = random};
    if (count > 0 && UINT32_MAX / count >= count)
        sd_shuffle_up(draw_pairs, &pairs, items, count, item_size);
    else
        sd_shuffle_up(draw_singly, random, items, count, item_size);
}

/* libc++: draws as many bits as the largest offset needs, again while they exceed it. */
static void draw_forward(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    struct splitdata_cpp *random = generator;
    uint64_t last = count - 1 - position;
    size_t draws = last < window ? (size_t)last : window; /* the last position needs no draw */
    sd_masked_descending(sd_kernel_best(), sd_mt19937_fill, &random->twister, targets, draws,
                         (uint32_t)last);
    if (draws < window)
        targets[draws] = 0;
    for (size_t k = 0; k < window; k++)
        targets[k] += position + k;
}

void splitdata_libcxx_shuffle(struct splitdata_cpp *random, void *items, uint64_t count,
                              size_t item_size)
{
    sd_shuffle_up(draw_forward, random, items, count, item_size);
}

static int seed(union splitdata_random_state *state, const char *text,
                struct splitdata_error *error)
{
    return splitdata_cpp_seed_text(&state->cpp, text, error);
}

static void raw(union splitdata_random_state *state, uint64_t *out, size_t count)
{
    sd_mt19937_fill_wide(&state->cpp.twister, out, count);
}

static void shuffle(union splitdata_random_state *state, void *items, uint64_t count,
                    size_t item_size)
{
    splitdata_libstdcxx_shuffle(&state->cpp, items, count, item_size);
}

const struct splitdata_random_kind sd_libstdcxx_kind = {
    .name = "libstdc++",
    .about = "C++ std::shuffle of libstdc++ (GCC 11 on), std::mt19937",
    .seed_rule = "an integer from 0 to 2**32 - 1",
    .family = SPLITDATA_FAMILY_CPP,
    .word_bits = 32,
    .seed = seed,
    .raw = raw,
    .shuffle = shuffle,
    .shuffle_limit = UINT32_MAX,
};

static void shuffle_libcxx(union splitdata_random_state *state, void *items, uint64_t count,
                           size_t item_size)
{
    splitdata_libcxx_shuffle(&state->cpp, items, count, item_size);
}

const struct splitdata_random_kind sd_libcxx_kind = {
    .name = "libc++",
    .about = "C++ std::shuffle of libc++ (LLVM 14), std::mt19937",
    .seed_rule = "an integer from 0 to 2**32 - 1",
    .family = SPLITDATA_FAMILY_CPP,
    .word_bits = 32,
    .seed = seed,
    .raw = raw,
    .shuffle = shuffle_libcxx,
    .shuffle_limit = UINT32_MAX,
};
