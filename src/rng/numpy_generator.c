/* SPDX-License-Identifier: MIT */
/* numpy.random.Generator: seeds, words, integers and permutations. */
#include "splitdata/random.h"

#include "base/error.h"
#include "rng/bit_generator.h"
#include "rng/mt19937.h"
#include "rng/numpy_generator.h"
#include "rng/seed_text.h"

#include <string.h>

/* In the order of enum splitdata_bit_generator. */
static const struct sd_bit_generator *const bit_generators[] = {
    &sd_pcg64, &sd_pcg64dxsm, &sd_philox, &sd_sfc64, &sd_numpy_mt19937,
};

static void start(struct splitdata_numpy_generator *random, enum splitdata_bit_generator kind,
                  struct sd_seed_sequence *sequence)
{
    sd_seed_sequence_finish(sequence);
    random->kind = kind;
    random->half = 0;
    random->has_half = 0;
    bit_generators[kind]->seed(random, sequence);
}

void splitdata_numpy_generator_seed_array(struct splitdata_numpy_generator *random,
                                          enum splitdata_bit_generator kind,
                                          const uint32_t *entropy, size_t count)
{
    struct sd_seed_sequence sequence;
    sd_seed_sequence_start(&sequence);
    sd_seed_sequence_add(&sequence, entropy, count);
    start(random, kind, &sequence);
}

void splitdata_numpy_generator_seed(struct splitdata_numpy_generator *random,
                                    enum splitdata_bit_generator kind, uint64_t seed)
{
    uint32_t words[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    splitdata_numpy_generator_seed_array(random, kind, words, words[1] != 0 ? 2 : 1);
}

static int add_words(void *context, const uint32_t *words, size_t count,
                     struct splitdata_error *error)
{
    (void)error;
    static const uint32_t zero = 0;
    sd_seed_sequence_add(context, count > 0 ? words : &zero, count > 0 ? count : 1);
    return SPLITDATA_OK;
}

int splitdata_numpy_generator_seed_text(struct splitdata_numpy_generator *random,
                                        enum splitdata_bit_generator kind, const char *text,
                                        struct splitdata_error *error)
{
    struct sd_seed_sequence sequence;
    sd_seed_sequence_start(&sequence);
    const char *at = text;
    do {
        size_t length = strcspn(at, ",");
        if (!sd_is_integer(at, length) || at[0] == '-')
            return sd_fail(error, SPLITDATA_USAGE,
                           "expected a non-negative integer, or a comma list of such: '%s'", text);
        int status = sd_integer_words(at, length, add_words, &sequence, error);
        if (status != SPLITDATA_OK)
            return status;
        at += length + (at[length] == ',');
    } while (*at != '\0');
    start(random, kind, &sequence);
    return SPLITDATA_OK;
}

uint64_t splitdata_numpy_generator_next64(struct splitdata_numpy_generator *random)
{
    uint64_t word;
    bit_generators[random->kind]->fill64(random, &word, 1);
    return word;
}

/* A 64-bit word gives its low half first; the high half is kept for the next 32-bit draw, whatever
 * else is drawn in between. MT19937 produces 32 bits at a time. */
uint32_t splitdata_numpy_generator_next32(struct splitdata_numpy_generator *random)
{
    if (random->kind == SPLITDATA_MT19937)
        return sd_mt19937_next32(&random->state.twister);
    if (random->has_half) {
        random->has_half = 0;
        return random->half;
    }
    uint64_t word = splitdata_numpy_generator_next64(random);
    random->has_half = 1;
    random->half = (uint32_t)(word >> 32);
    return (uint32_t)word;
}

void sd_numpy_generator_fill32(void *generator, uint32_t *out, size_t count)
{
    struct splitdata_numpy_generator *random = generator;
    if (random->kind == SPLITDATA_MT19937) {
        sd_mt19937_fill(&random->state.twister, out, count);
        return;
    }
    if (count > 0 && random->has_half) {
        *out++ = splitdata_numpy_generator_next32(random);
        count--;
    }
    uint64_t words[256];
    while (count >= 2) {
        size_t pairs = count / 2 < 256 ? count / 2 : 256;
        bit_generators[random->kind]->fill64(random, words, pairs);
        for (size_t i = 0; i < pairs; i++) {
            out[2 * i] = (uint32_t)words[i];
            out[2 * i + 1] = (uint32_t)(words[i] >> 32);
        }
        out += 2 * pairs;
        count -= 2 * pairs;
    }
    if (count > 0)
        *out = splitdata_numpy_generator_next32(random);
}

void splitdata_numpy_generator_raw_fill(struct splitdata_numpy_generator *random, uint64_t *out,
                                        size_t count)
{
    if (random->kind == SPLITDATA_MT19937)
        sd_mt19937_fill_wide(&random->state.twister, out, count);
    else
        bit_generators[random->kind]->fill64(random, out, count);
}

uint64_t splitdata_numpy_generator_raw(struct splitdata_numpy_generator *random)
{
    uint64_t word;
    splitdata_numpy_generator_raw_fill(random, &word, 1);
    return word;
}
