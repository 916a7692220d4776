/* SPDX-License-Identifier: MIT */
/* Rust's StdRng: ChaCha with 12 rounds (D. Bernstein), and the shuffles of rand 0.8 and 0.9. */
#include "rng/table.h"

#include "base/error.h"
#include "rng/bits.h"
#include "rng/kernel.h"
#include "rng/seed_text.h"
#include "rng/shuffle.h"

#include <string.h>

enum { WIDE = 1024 };

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

static void fill32(struct splitdata_rust *random, uint32_t *out, size_t count)
{
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

/* rand 0.8: a word times m; the low half must lie in the largest zone that m divides evenly, up to
 * a power of two. As many words as there are places, whose m all have the same number of bits;
 * returns how many places got their targets. What becomes of a word depends on how many were taken
 * before, but not on when that is known: both cases of every second word are computed. */
static size_t take_08(uint64_t *targets, const uint32_t *words, size_t count, uint32_t m)
{
    unsigned shift = 32 - sd_bit_length(m);
    size_t taken = 0, i = 0;
    for (; i + 2 <= count; i += 2) {
        uint64_t first = (uint64_t)words[i] * m;
        uint64_t second = (uint64_t)words[i + 1] * m;
        uint64_t lower = (uint64_t)words[i + 1] * (m - 1);
        uint32_t takes_first = (uint32_t)first < m << shift;
        uint32_t takes_second = (uint32_t)second < m << shift;
        uint32_t takes_lower = (uint32_t)lower < (m - 1) << shift;
        targets[taken] = first >> 32;
        taken += takes_first;
        targets[taken] = (second ^ ((second ^ lower) & (0U - (uint64_t)takes_first))) >> 32;
        takes_second ^= (takes_second ^ takes_lower) & takes_first;
        taken += takes_second;
        m -= takes_first + takes_second;
    }
    if (i < count) {
        uint64_t last = (uint64_t)words[i] * m;
        targets[taken] = last >> 32;
        taken += (uint32_t)last < m << shift;
    }
    return taken;
}

static void draw_08(void *generator, uint64_t *targets, size_t window, uint64_t place,
                    uint64_t count)
{
    (void)count;
    uint32_t words[SD_WINDOW];
    for (size_t done = 0; done < window;) {
        uint32_t m = (uint32_t)(place - done + 1);
        size_t batch = m - ((uint32_t)1 << (sd_bit_length(m) - 1)) + 1;
        if (batch > window - done)
            batch = window - done;
        fill32(generator, words, batch);
        done += take_08(targets + done, words, batch, m);
    }
}

void splitdata_rust08_shuffle(struct splitdata_rust *random, void *items, uint64_t count,
                              size_t item_size)
{
    sd_shuffle_down(draw_08, random, items, count, item_size);
}

/* rand 0.9 takes its words one by one; here they are drawn ahead, never more than will be taken. */
struct reader {
    struct splitdata_rust *random;
    uint32_t words[SD_WINDOW];
    size_t next, have;
    uint32_t digits; /* what is left of the last word, a number of mixed radix, */
    uint32_t places; /* and for how many places */
};

static uint32_t next_word(struct reader *reader, size_t sure)
{
    if (reader->next == reader->have) {
        reader->have = sure < SD_WINDOW ? sure : SD_WINDOW;
        fill32(reader->random, reader->words, reader->have);
        reader->next = 0;
    }
    return reader->words[reader->next++];
}

/* A word times m, corrected by a second one where that can matter. At least `sure` words will be
 * taken, this one included. */
static uint32_t canon(struct reader *reader, uint32_t m, size_t sure)
{
    uint64_t product = (uint64_t)next_word(reader, sure) * m;
    uint32_t high = (uint32_t)(product >> 32), low = (uint32_t)product;
    if (low > 0U - m) {
        uint64_t more = (uint64_t)next_word(reader, sure) * m >> 32;
        high += low + more > UINT32_MAX;
    }
    return high;
}

/* One draw serves as many places as fit 32 bits: a number of mixed radix, whose digits for place i
 * are below i + 1. */
static uint64_t next_digit(struct reader *reader, uint32_t place)
{
    uint32_t radix = place + 1;
    if (place == 0)
        return 0;
    if (reader->places == 0) {
        uint32_t bound = radix, next = radix + 1;
        while ((uint64_t)bound * next <= UINT32_MAX)
            bound *= next++;
        reader->digits = canon(reader, bound, 1);
        reader->places = next - radix;
    }
    if (--reader->places == 0)
        return reader->digits;
    uint32_t digit = reader->digits % radix;
    reader->digits /= radix;
    return digit;
}

static void draw_09(void *generator, uint64_t *targets, size_t window, uint64_t place,
                    uint64_t count)
{
    (void)count;
    struct reader *reader = generator;
    size_t k = 0;
    for (; k < window && (place + k <= UINT16_MAX || reader->places > 0); k++)
        targets[k] = next_digit(reader, (uint32_t)(place + k));
    for (; k < window; k++) /* beyond 2^16 every place has a word of its own */
        targets[k] = canon(reader, (uint32_t)(place + k) + 1, window - k);
}

void splitdata_rust09_shuffle(struct splitdata_rust *random, void *items, uint64_t count,
                              size_t item_size)
{
    struct reader reader;
    reader.random = random;
    reader.next = 0;
    reader.have = 0;
    reader.places = 0;
    sd_shuffle_up(draw_09, &reader, items, count, item_size);
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
