/* SPDX-License-Identifier: MIT */
/*
 * JAX's permutation, cut at int(ratio * n):
 *
 *     order = jax.random.permutation(jax.random.key(seed), n)
 *
 * Rounds of a stable sort by 32 random bits a row: a key is split into the next key and that of the
 * round, and the bits of a row are the hash of its place. As many rounds as 32-bit numbers need to
 * tell n^3 values apart. The hash is Threefry2x32-20 (J. Salmon et al., SC 2011). Since JAX 0.5
 * each place is hashed for itself (jax_threefry_partitionable); before, places were hashed in
 * pairs, the first half with the second, and so were the keys.
 *
 * A seed counts modulo 2^32, unless JAX runs with jax_enable_x64. Repeat number i, from 0, has the
 * key of seed + i.
 */
#include "recipe/calls.h"
#include "recipe/head.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"
#include "base/sort.h"

#include <inttypes.h>
#include <string.h>

/* Also a result of the hash: its two words. */
struct pair {
    uint32_t first, second;
};

static inline uint32_t rotate(uint32_t word, unsigned bits)
{
    return word << bits | word >> (32 - bits);
}

static inline struct pair threefry(struct pair key, uint32_t first, uint32_t second)
{
    static const unsigned turns[2][4] = {{13, 15, 26, 6}, {17, 29, 16, 24}};
    const uint32_t keys[3] = {key.first, key.second, key.first ^ key.second ^ 0x1bd11bdaU};
    first += keys[0];
    second += keys[1];
    for (uint32_t i = 0; i < 5; i++) {
        for (uint32_t k = 0; k < 4; k++) {
            first += second;
            second = rotate(second, turns[i % 2][k]) ^ first;
        }
        first += keys[(i + 1) % 3];
        second += keys[(i + 2) % 3] + i + 1;
    }
    return (struct pair){first, second};
}

/* --- the two ways to hash places --------------------------------------------------------------
 */

/* Sets the upper halves of rows[] to the bits of their places. */
static void put_bits(uint64_t *row, uint32_t bits)
{
    *row = (uint64_t)bits << 32 | (uint32_t)*row;
}

static struct pair split_alone(struct pair *key)
{
    const struct pair round = threefry(*key, 0, 1);
    *key = threefry(*key, 0, 0);
    return round;
}

static void hash_alone(struct pair key, uint64_t *rows, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct pair hash = threefry(key, 0, i);
        put_bits(&rows[i], hash.first ^ hash.second);
    }
}

static struct pair split_pairs(struct pair *key)
{
    const struct pair even = threefry(*key, 0, 2), odd = threefry(*key, 1, 3);
    *key = (struct pair){even.first, odd.first};
    return (struct pair){even.second, odd.second};
}

static void hash_pairs(struct pair key, uint64_t *rows, uint32_t count)
{
    const uint32_t half = count / 2 + count % 2;
    for (uint32_t i = 0; i < half; i++) {
        const uint32_t other = half + i;
        const struct pair hash = threefry(key, i, other < count ? other : 0);
        put_bits(&rows[i], hash.first);
        if (other < count)
            put_bits(&rows[other], hash.second);
    }
}

struct hashing {
    struct pair (*split)(struct pair *key); /* the key of a round; *key becomes the next one */
    void (*hash)(struct pair key, uint64_t *rows, uint32_t count);
};

/* --- the permutation ------------------------------------------------------------------------- */

enum { X64 };

static const char *const x64_words[] = {"no", "yes", NULL};

static const struct sd_recipe_parameter parameters[] = {
    {.name = "x64",
     .usual = "no",
     .summary = "whether JAX runs with jax_enable_x64, where all 64 bits of a seed count",
     .kind = SD_PARAMETER_CHOICE,
     .words = x64_words},
    {0}};

/* ceil(3 * ln(n) / ln(2^32 - 1)), for n below 2^32 - 1: n^3 above 2^32 - 1, above its square. */
static unsigned rounds_of(uint32_t count)
{
    return (count > 1 ? 1U : 0U) + (count > 1625 ? 1U : 0U) + (count > 2642245 ? 1U : 0U);
}

static int permute_by(const struct hashing *hashing, const struct sd_draw *draw, void *items,
                      uint64_t count, size_t size, struct splitdata_error *error)
{
    const uint64_t seed = sd_calls_next(draw);
    const bool x64 = draw->options->value[X64].number != 0;
    struct pair key = {x64 ? (uint32_t)(seed >> 32) : 0, (uint32_t)seed};
    if (count > INT32_MAX)
        return sd_fail(error, SPLITDATA_DATA,
                       "--like %s: its arrays have room for 2**31 - 1 records, not %" PRIu64, "jax",
                       count);
    unsigned char *bytes = items;
    uint64_t *rows = sd_memory_take(draw->memory, count, sizeof *rows);
    unsigned char *spare =
        sd_memory_take(draw->memory, count, size > sizeof *rows ? size : sizeof *rows);
    if (rows == NULL || spare == NULL) {
        sd_memory_free(rows);
        sd_memory_free(spare);
        return sd_fail_memory(error, "the order of the rows");
    }
    for (uint64_t i = 0; i < count; i++)
        rows[i] = i;
    for (unsigned left = rounds_of((uint32_t)count); left > 0; left--) {
        hashing->hash(hashing->split(&key), rows, (uint32_t)count);
        sd_sort_numbers(rows, (uint64_t *)(void *)spare, count, 32);
    }
    memcpy(spare, bytes, (size_t)count * size);
    for (uint64_t i = 0; i < count; i++)
        memcpy(bytes + i * size, spare + (size_t)(uint32_t)rows[i] * size, size);
    sd_memory_free(rows);
    sd_memory_free(spare);
    return SPLITDATA_OK;
}

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    static const struct hashing alone = {split_alone, hash_alone};
    (void)progress;
    return permute_by(&alone, draw, items, count, size, error);
}

static int permute_0_4(const struct sd_draw *draw, void *items, uint64_t count, size_t size,
                       const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    static const struct hashing pairs = {split_pairs, hash_pairs};
    (void)progress;
    return permute_by(&pairs, draw, items, count, size, error);
}

static int seed_jax(struct splitdata_random *random, const char *text,
                    const struct sd_recipe_options *options, struct splitdata_error *error)
{
    (void)options;
    return sd_calls_seed_text(random, text, INT64_MIN, INT64_MAX, error);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const char lines[] = "order = np.asarray(jax.random.permutation(jax.random."
                                "key({seed}), n))";
    static const struct sd_calls_code calls[] = {
        {.imports = "import jax", .lines = lines},
        {.imports = "import jax\njax.config.update(\"jax_enable_x64\", True)", .lines = lines}};
    return sd_calls_print(asked, code, &calls[asked->parameters->value[X64].number], NULL, error);
}

const struct sd_recipe sd_recipe_jax = {
    .name = "jax",
    .summary = "rows in the order of JAX's random.permutation(key(seed), n), train first",
    .call = "order = jax.random.permutation(jax.random.key(SEED), n); train, test = order[:k], "
            "order[k:], k = int(0.8 * n)",
    .versions = "0.12.0.1",
    .of = "JAX",
    .checked = "golden vectors; beside JAX itself",
    .conditions = "JAX's default generator, threefry2x32",
    .parameters = parameters,
    .code = print_code,
    .generator = "qsv-faster",
    .seed = seed_jax,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};

const struct sd_recipe sd_recipe_jax_0_4 = {
    .name = "jax@0.4",
    .summary = "the same before JAX 0.5",
    .call = "jax.random.permutation(jax.random.key(SEED), n) before JAX 0.5, or with "
            "jax_threefry_partitionable=False",
    .versions = "0.4.38",
    .of = "JAX",
    .checked = "golden vectors; beside JAX itself",
    .conditions = "JAX's default generator, threefry2x32",
    .parameters = parameters,
    .code = print_code,
    .generator = "qsv-faster",
    .seed = seed_jax,
    .sizes = sd_head_sizes,
    .permute = permute_0_4,
    .cut = sd_cut_first_part_first,
};
