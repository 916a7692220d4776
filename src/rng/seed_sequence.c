/* SPDX-License-Identifier: MIT */
#include "rng/seed_sequence.h"

#include "splitdata/random_numpy.h"

enum { POOL = 4 };

static uint32_t hash(struct sd_seed_sequence *sequence, uint32_t value)
{
    value ^= sequence->multiplier;
    sequence->multiplier *= 0x931e8875U;
    value *= sequence->multiplier;
    return value ^ (value >> 16);
}

static uint32_t mix(uint32_t x, uint32_t y)
{
    uint32_t result = 0xca01f9ddU * x - 0x4973f715U * y;
    return result ^ (result >> 16);
}

void sd_seed_sequence_start(struct sd_seed_sequence *sequence)
{
    *sequence = (struct sd_seed_sequence){.multiplier = 0x43b0d7e5U};
}

static void stir(struct sd_seed_sequence *sequence)
{
    for (int from = 0; from < POOL; from++) {
        for (int to = 0; to < POOL; to++) {
            if (from != to)
                sequence->pool[to] = mix(sequence->pool[to], hash(sequence, sequence->pool[from]));
        }
    }
}

/* The first four words fill the pool, which is then mixed; each later word is mixed into all
 * four. */
void sd_seed_sequence_add(struct sd_seed_sequence *sequence, const uint32_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (sequence->words < POOL) {
            sequence->pool[sequence->words++] = hash(sequence, words[i]);
            if (sequence->words == POOL)
                stir(sequence);
            continue;
        }
        for (int to = 0; to < POOL; to++)
            sequence->pool[to] = mix(sequence->pool[to], hash(sequence, words[i]));
    }
}

void sd_seed_sequence_finish(struct sd_seed_sequence *sequence)
{
    static const uint32_t zero = 0;
    while (sequence->words < POOL)
        sd_seed_sequence_add(sequence, &zero, 1);
}

static uint32_t next_word(const struct sd_seed_sequence *sequence, size_t index,
                          uint32_t *multiplier)
{
    uint32_t value = sequence->pool[index % POOL] ^ *multiplier;
    *multiplier *= 0x58f38dedU;
    value *= *multiplier;
    return value ^ (value >> 16);
}

static const uint32_t first_multiplier = 0x8b51f9ddU;

void sd_seed_sequence_generate32(const struct sd_seed_sequence *sequence, uint32_t *out,
                                 size_t count)
{
    uint32_t multiplier = first_multiplier;
    for (size_t i = 0; i < count; i++)
        out[i] = next_word(sequence, i, &multiplier);
}

void sd_seed_sequence_generate64(const struct sd_seed_sequence *sequence, uint64_t *out,
                                 size_t count)
{
    uint32_t multiplier = first_multiplier;
    for (size_t i = 0; i < count; i++) {
        uint64_t low = next_word(sequence, 2 * i, &multiplier);
        out[i] = low | (uint64_t)next_word(sequence, 2 * i + 1, &multiplier) << 32;
    }
}

void splitdata_numpy_seed_sequence(const uint32_t *entropy, size_t count, uint32_t *out,
                                   size_t words)
{
    struct sd_seed_sequence sequence;
    sd_seed_sequence_start(&sequence);
    sd_seed_sequence_add(&sequence, entropy, count);
    sd_seed_sequence_finish(&sequence);
    sd_seed_sequence_generate32(&sequence, out, words);
}
