/* SPDX-License-Identifier: MIT */
/* Rust's StdRng: ChaCha with 12 rounds (D. Bernstein). */
#include "rng/table.h"

#include "base/error.h"
#include "rng/bits.h"
#include "rng/kernel.h"
#include "rng/rust_shuffle.h"
#include "rng/seed_text.h"

#include <string.h>

enum { WIDE = 1024 };

/* seed_from_u64: eight words from a PCG32. */
void splitdata_rust_seed(struct splitdata_rust *random, uint64_t seed)
{
    for (int i = 0; i < 8; i++) {
        seed = seed * 6364136223846793005U + 11634580027462260723U;
        uint32_t folded = (uint32_t)(((seed >> 18) ^ seed) >> 27);
        random->key[i] = sd_rotr32(folded, (unsigned)(seed >> 59));
    }
    random->counter = 0;
    random->used = 16;
}

int splitdata_rust_seed_text(struct splitdata_rust *random, const char *text,
                             struct splitdata_error *error)
{
    uint64_t seed;
    if (!sd_unsigned_within(text, strlen(text), UINT64_MAX, &seed))
        return sd_fail(error, SPLITDATA_USAGE,
                       "seed_from_u64 takes an integer from 0 to 2**64 - 1: '%s'", text);
    splitdata_rust_seed(random, seed);
    return SPLITDATA_OK;
}

static void fill32(void *generator, uint32_t *out, size_t count)
{
    struct splitdata_rust *random = generator;
    for (; count > 0 && random->used < 16; count--)
        *out++ = random->block[random->used++];
    size_t blocks = count / 16;
    sd_kernel_best()->chacha12(out, random->key, random->counter, blocks);
    random->counter += blocks;
    out += 16 * blocks;
    if (count % 16 == 0)
        return;
    sd_kernel_best()->chacha12(random->block, random->key, random->counter++, 1);
    random->used = (unsigned)(count % 16);
    memcpy(out, random->block, random->used * sizeof *out);
}

uint32_t splitdata_rust_next32(struct splitdata_rust *random)
{
    uint32_t word;
    fill32(random, &word, 1);
    return word;
}

void splitdata_rust08_shuffle(struct splitdata_rust *random, void *items, uint64_t count,
                              size_t item_size)
{
    sd_rust08_shuffle(fill32, random, items, count, item_size);
}

void splitdata_rust09_shuffle(struct splitdata_rust *random, void *items, uint64_t count,
                              size_t item_size)
{
    sd_rust09_shuffle(fill32, random, items, count, item_size);
}

static int seed(union splitdata_random_state *state, const char *text,
                struct splitdata_error *error)
{
    return splitdata_rust_seed_text(&state->rust, text, error);
}

static void raw(union splitdata_random_state *state, uint64_t *out, size_t count)
{
    uint32_t words[WIDE];
    while (count > 0) {
        size_t here = count < WIDE ? count : WIDE;
        fill32(&state->rust, words, here);
        for (size_t i = 0; i < here; i++)
            out[i] = words[i];
        out += here;
        count -= here;
    }
}

static void shuffle(union splitdata_random_state *state, void *items, uint64_t count,
                    size_t item_size)
{
    splitdata_rust08_shuffle(&state->rust, items, count, item_size);
}

const struct splitdata_random_kind sd_rust08_kind = {
    .name = "rust@0.8",
    .about = "Rust's StdRng and slice.shuffle, rand 0.8",
    .seed_rule = "an integer from 0 to 2**64 - 1",
    .family = SPLITDATA_FAMILY_RUST,
    .word_bits = 32,
    .seed = seed,
    .raw = raw,
    .shuffle = shuffle,
    .shuffle_limit = UINT32_MAX - 1,
};

static void shuffle_09(union splitdata_random_state *state, void *items, uint64_t count,
                       size_t item_size)
{
    splitdata_rust09_shuffle(&state->rust, items, count, item_size);
}

const struct splitdata_random_kind sd_rust09_kind = {
    .name = "rust@0.9",
    .about = "Rust's StdRng and slice.shuffle, rand 0.9 (and qsv)",
    .seed_rule = "an integer from 0 to 2**64 - 1",
    .family = SPLITDATA_FAMILY_RUST,
    .word_bits = 32,
    .seed = seed,
    .raw = raw,
    .shuffle = shuffle_09,
    .shuffle_limit = UINT32_MAX - 1,
};
