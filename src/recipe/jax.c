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

struct key {
    uint32_t first, second;
};

/* So many counters are hashed side by side, as two arrays of words. */
enum { LANES = 16 };

struct lanes {
    uint32_t first[LANES], second[LANES];
};

static inline uint32_t rotate(uint32_t word, unsigned bits)
{
    return word << bits | word >> (32 - bits);
}

/* Hashes the counters in place. */
static void threefry(struct key key, struct lanes *lanes)
{
    static const unsigned turns[2][4] = {{13, 15, 26, 6}, {17, 29, 16, 24}};
    const uint32_t keys[3] = {key.first, key.second, key.first ^ key.second ^ 0x1bd11bdaU};
    struct lanes now = *lanes;
    for (size_t l = 0; l < LANES; l++) {
        now.first[l] += keys[0];
        now.second[l] += keys[1];
    }
    for (uint32_t i = 0; i < 5; i++) {
        for (size_t k = 0; k < 4; k++) {
            const unsigned turn = turns[i % 2][k];
            for (size_t l = 0; l < LANES; l++) {
                now.first[l] += now.second[l];
                now.second[l] = rotate(now.second[l], turn) ^ now.first[l];
            }
        }
        for (size_t l = 0; l < LANES; l++) {
            now.first[l] += keys[(i + 1) % 3];
            now.second[l] += keys[(i + 2) % 3] + i + 1;
        }
    }
    *lanes = now;
}

/* --- the two ways to hash places -------------------------------------------------------------- */

/* Sets the upper half of rows[i] to the bits of its place. */
static void put_bits(uint64_t *rows, uint32_t i, uint32_t bits)
{
    rows[i] = (uint64_t)bits << 32 | (uint32_t)rows[i];
}

static struct key split_alone(struct key *key)
{
    struct lanes hash = {.second = {0, 1}};
    threefry(*key, &hash);
    *key = (struct key){hash.first[0], hash.second[0]};
    return (struct key){hash.first[1], hash.second[1]};
}

static void hash_alone(struct key key, uint64_t *rows, uint32_t count)
{
    struct lanes hash;
    for (uint32_t begin = 0; begin < count; begin += LANES) {
        for (uint32_t l = 0; l < LANES; l++) {
            hash.first[l] = 0;
            hash.second[l] = begin + l;
        }
        threefry(key, &hash);
        for (uint32_t l = 0; l < LANES && begin + l < count; l++)
            put_bits(rows, begin + l, hash.first[l] ^ hash.second[l]);
    }
}

static struct key split_pairs(struct key *key)
{
    struct lanes hash = {.first = {0, 1}, .second = {2, 3}};
    threefry(*key, &hash);
    *key = (struct key){hash.first[0], hash.first[1]};
    return (struct key){hash.second[0], hash.second[1]};
}

static void hash_pairs(struct key key, uint64_t *rows, uint32_t count)
{
    const uint32_t half = count / 2 + count % 2;
    struct lanes hash;
    for (uint32_t begin = 0; begin < half; begin += LANES) {
        for (uint32_t l = 0; l < LANES; l++) {
            hash.first[l] = begin + l;
            hash.second[l] = half + begin + l < count ? half + begin + l : 0;
        }
        threefry(key, &hash);
        for (uint32_t l = 0; l < LANES && begin + l < half; l++) {
            put_bits(rows, begin + l, hash.first[l]);
            if (half + begin + l < count)
                put_bits(rows, half + begin + l, hash.second[l]);
        }
    }
}

struct hashing {
    struct key (*split)(struct key *key); /* the key of a round; *key becomes the next one */
    void (*hash)(struct key key, uint64_t *rows, uint32_t count);
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

/* Item i becomes the one whose number is the lower half of rows[i]. Items of records have 8 or 16
 * bytes, for which no function is called. */
static void gather(unsigned char *to, const unsigned char *from, const uint64_t *rows,
                   uint64_t count, size_t size)
{
    for (uint64_t i = 0; i < count; i++) {
        const unsigned char *item = from + (size_t)(uint32_t)rows[i] * size;
        if (size == 8)
            memcpy(to + i * 8, item, 8);
        else if (size == 16)
            memcpy(to + i * 16, item, 16);
        else
            memcpy(to + i * size, item, size);
    }
}

static int permute_by(const struct hashing *hashing, const struct sd_draw *draw, void *items,
                      uint64_t count, size_t size, struct splitdata_error *error)
{
    const uint64_t seed = sd_calls_next(draw);
    const bool x64 = draw->options->value[X64].number != 0;
    struct key key = {x64 ? (uint32_t)(seed >> 32) : 0, (uint32_t)seed};
    if (count > INT32_MAX)
        return sd_fail(error, SPLITDATA_DATA,
                       "--like %s: its arrays have room for 2**31 - 1 records, not %" PRIu64, "jax",
                       count);
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
    memcpy(spare, items, (size_t)count * size);
    gather(items, spare, rows, count, size);
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
