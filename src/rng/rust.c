/* SPDX-License-Identifier: MIT */
/* Rust's StdRng: ChaCha with 12 rounds (D. Bernstein), and the shuffles of rand 0.8 and 0.9. */
#include "rng/table.h"

#include "base/error.h"
#include "rng/bits.h"
#include "rng/seed_text.h"
#include "rng/shuffle.h"

#include <string.h>

/* seed_from_u64: the eight words of a PCG32. */
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

static inline void quarter_round(uint32_t *a, uint32_t *b, uint32_t *c, uint32_t *d)
{
    *a += *b;
    *d = sd_rotl32(*d ^ *a, 16);
    *c += *d;
    *b = sd_rotl32(*b ^ *c, 12);
    *a += *b;
    *d = sd_rotl32(*d ^ *a, 8);
    *c += *d;
    *b = sd_rotl32(*b ^ *c, 7);
}

/* The columns of the 4 x 4 words, then the diagonals. */
static inline void double_round(uint32_t x[16])
{
    quarter_round(&x[0], &x[4], &x[8], &x[12]);
    quarter_round(&x[1], &x[5], &x[9], &x[13]);
    quarter_round(&x[2], &x[6], &x[10], &x[14]);
    quarter_round(&x[3], &x[7], &x[11], &x[15]);
    quarter_round(&x[0], &x[5], &x[10], &x[15]);
    quarter_round(&x[1], &x[6], &x[11], &x[12]);
    quarter_round(&x[2], &x[7], &x[8], &x[13]);
    quarter_round(&x[3], &x[4], &x[9], &x[14]);
}

static void next_block(struct splitdata_rust *random)
{
    /* "expand 32-byte k" in words */
    uint32_t start[16] = {0x61707865U, 0x3320646eU, 0x79622d32U, 0x6b206574U}, x[16];
    memcpy(start + 4, random->key, sizeof random->key);
    start[12] = (uint32_t)random->counter;
    start[13] = (uint32_t)(random->counter >> 32);
    memcpy(x, start, sizeof x);
    for (int round = 0; round < 12; round += 2)
        double_round(x);
    for (int i = 0; i < 16; i++)
        random->block[i] = x[i] + start[i];
    random->counter++;
    random->used = 0;
}

uint32_t splitdata_rust_next32(struct splitdata_rust *random)
{
    if (random->used == 16)
        next_block(random);
    return random->block[random->used++];
}

/* rand 0.8: a word times m; the low half must lie in the largest zone that m divides evenly, up to
 * a power of two. */
static void draw_08(void *generator, uint64_t *targets, size_t window, uint64_t place,
                    uint64_t count)
{
    (void)count;
    for (size_t k = 0; k < window; k++) {
        uint32_t m = (uint32_t)(place - k + 1);
        uint32_t zone = (m << (32 - sd_bit_length(m))) - 1;
        uint64_t product;
        do {
            product = (uint64_t)splitdata_rust_next32(generator) * m;
        } while ((uint32_t)product > zone);
        targets[k] = product >> 32;
    }
}

void splitdata_rust08_shuffle(struct splitdata_rust *random, void *items, uint64_t count,
                              size_t item_size)
{
    sd_shuffle_down(draw_08, random, items, count, item_size);
}

/* rand 0.9: a word times m, corrected by a second one where that can matter. */
static uint32_t canon(struct splitdata_rust *random, uint32_t m)
{
    uint64_t product = (uint64_t)splitdata_rust_next32(random) * m;
    uint32_t high = (uint32_t)(product >> 32), low = (uint32_t)product;
    if (low > 0U - m) {
        uint64_t more = (uint64_t)splitdata_rust_next32(random) * m >> 32;
        high += low + more > UINT32_MAX;
    }
    return high;
}

/* One draw serves as many places as fit 32 bits: a number of mixed radix, whose digits for place i
 * are below i + 1. */
struct chunk {
    struct splitdata_rust *random;
    uint32_t value;
    uint32_t left; /* digits of value */
};

static uint64_t next_digit(struct chunk *chunk, uint32_t place)
{
    uint32_t radix = place + 1;
    if (place == 0)
        return 0;
    if (chunk->left == 0) {
        uint32_t bound = radix, next = radix + 1;
        while ((uint64_t)bound * next <= UINT32_MAX)
            bound *= next++;
        chunk->value = canon(chunk->random, bound);
        chunk->left = next - radix;
    }
    if (--chunk->left == 0)
        return chunk->value;
    uint32_t digit = chunk->value % radix;
    chunk->value /= radix;
    return digit;
}

static void draw_09(void *generator, uint64_t *targets, size_t window, uint64_t place,
                    uint64_t count)
{
    (void)count;
    for (size_t k = 0; k < window; k++)
        targets[k] = next_digit(generator, (uint32_t)(place + k));
}

void splitdata_rust09_shuffle(struct splitdata_rust *random, void *items, uint64_t count,
                              size_t item_size)
{
    struct chunk chunk = {.random = random};
    sd_shuffle_up(draw_09, &chunk, items, count, item_size);
}

static int seed(union splitdata_random_state *state, const char *text,
                struct splitdata_error *error)
{
    return splitdata_rust_seed_text(&state->rust, text, error);
}

static void raw(union splitdata_random_state *state, uint64_t *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        out[i] = splitdata_rust_next32(&state->rust);
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
