/* SPDX-License-Identifier: MIT */
/*
 * tf.data: a data set shuffled once, then cut.
 *
 *     data = data.shuffle(buffer, seed=seed, reshuffle_each_iteration=False)
 *     train, test = data.take(k), data.skip(k), k = int(ratio * n)
 *
 * Without reshuffle_each_iteration=False each pass has another order, so that rows of test are
 * trained on: there is no split to reproduce.
 *
 * Philox (rng/philox4x32.h), whose key is the global seed, or 87654321 if
 * tf.random.set_seed was not called, and whose counter has the seed in its upper half; both modulo
 * 2^31 - 1. A ring of at most `buffer` rows: a draw modulo the rows that it holds is the place
 * after its first one whose row is next; the first row moves there, and the next row of the input
 * is appended. (tensorflow/core/kernels/data/shuffle_dataset_op.cc.)
 */
#include "recipe/tensorflow_data.h"

#include "recipe/calls.h"
#include "recipe/head.h"

#include "rng/philox4x32.h"
#include "rng/shuffle.h"

#include <inttypes.h>
#include <string.h>

enum { BUCKETS, BUFFER, GLOBAL };

#define MODULUS INT64_C(2147483647)

/* --- Philox ---------------------------------------------------------------------------------- */

struct philox {
    uint32_t counter[4], key[2], words[4];
    unsigned used;
};

static void make_words(struct philox *philox)
{
    memcpy(philox->words, philox->counter, sizeof philox->words);
    sd_philox4x32(philox->words, philox->key[0], philox->key[1]);
    for (int i = 0; i < 4 && ++philox->counter[i] == 0; i++)
        continue;
    philox->used = 0;
}

static uint32_t next_word(struct philox *philox)
{
    if (philox->used == 4)
        make_words(philox);
    return philox->words[philox->used++];
}

static uint64_t modulo(int64_t seed)
{
    return (uint64_t)((seed % MODULUS + MODULUS) % MODULUS);
}

static void seed_philox(struct philox *philox, const struct sd_draw *draw)
{
    const struct sd_recipe_value *global = &draw->options->value[GLOBAL];
    const uint64_t key = global->text != NULL ? modulo((int64_t)global->number) : 87654321;
    uint64_t seed = modulo((int64_t)sd_calls_next(draw));
    if (key == 0 && seed == 0)
        seed = MODULUS;
    *philox = (struct philox){.key = {(uint32_t)key}, .counter = {0, 0, (uint32_t)seed}, .used = 4};
}

/* --- the shuffle ----------------------------------------------------------------------------- */

/* With a ring of all rows the first row's place is the next one of the order: a shuffle in place.
 */
static void draw_targets(void *philox, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    for (size_t k = 0; k < window; k++)
        targets[k] = position + k + next_word(philox) % (count - position - k);
}

/* The items of the ring are `ring`; those in `items` that are not yet in it begin at `read`. An
 * item that leaves goes to a place in `items` that was read before. */
static void shuffle(struct philox *philox, unsigned char *items, uint64_t count, size_t size,
                    unsigned char *ring, uint64_t buffer)
{
    uint64_t front = 0, held = buffer, read = buffer;
    memcpy(ring, items, (size_t)buffer * size);
    for (uint64_t written = 0; held > 0; written++) {
        const uint64_t place = (front + next_word(philox) % held) % buffer;
        memcpy(items + (size_t)written * size, ring + (size_t)place * size, size);
        memmove(ring + (size_t)place * size, ring + (size_t)front * size, size);
        if (read < count)
            memcpy(ring + (size_t)front * size, items + (size_t)read++ * size, size);
        else
            held--;
        front = front + 1 < buffer ? front + 1 : 0;
    }
}

int sd_tensorflow_permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                          const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    const struct sd_recipe_value *given = &draw->options->value[BUFFER];
    const uint64_t buffer = given->text != NULL && given->number < count ? given->number : count;
    struct philox philox;
    (void)progress;
    seed_philox(&philox, draw);
    if (buffer == count) {
        sd_shuffle_up(draw_targets, &philox, items, count, item_size);
        return SPLITDATA_OK;
    }
    unsigned char *ring = sd_memory_take(draw->memory, buffer, item_size);
    if (ring == NULL)
        return sd_fail_memory(error, "the shuffle's buffer");
    shuffle(&philox, items, count, item_size, ring, buffer);
    sd_memory_free(ring);
    return SPLITDATA_OK;
}

int sd_tensorflow_sizes(const struct sd_sizes_asked *asked, uint64_t *sizes,
                        struct splitdata_error *error)
{
    if (asked->options != NULL && asked->options->value[BUCKETS].number != 100)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like tensorflow,buckets=: is for --hash COL (tf.data has buffer=)");
    return sd_head_sizes(asked, sizes, error);
}

int sd_tensorflow_seed(struct splitdata_random *random, const char *text,
                       const struct sd_recipe_options *options, struct splitdata_error *error)
{
    (void)options;
    return sd_calls_seed_text(random, text, INT64_MIN, INT64_MAX, error);
}

int sd_tensorflow_data_code(const struct sd_code_asked *asked, struct sd_code *code,
                            struct splitdata_error *error)
{
    static const struct sd_calls_code plain = {
        .imports = "import tensorflow as tf",
        .lines = "data = tf.data.Dataset.range(n)\n"
                 "data = data.shuffle({buffer}, seed={seed}, reshuffle_each_iteration=False)\n"
                 "order = [int(row) for row in data]",
    };
    static const struct sd_calls_code seeded = {
        .imports = "import tensorflow as tf",
        .lines = "tf.random.set_seed({global})\n"
                 "data = tf.data.Dataset.range(n)\n"
                 "data = data.shuffle({buffer}, seed={seed}, reshuffle_each_iteration=False)\n"
                 "order = [int(row) for row in data]",
    };
    const struct sd_recipe_value *value = asked->parameters->value;
    const struct sd_code_word words[] = {
        {"buffer", value[BUFFER].text != NULL ? value[BUFFER].text : "n"},
        {"global", value[GLOBAL].text},
        {NULL, NULL}};
    return sd_calls_print(asked, code, value[GLOBAL].text != NULL ? &seeded : &plain, words, error);
}
