/* SPDX-License-Identifier: MIT */
/*
 * seedrandom of JavaScript, by which scripts shuffle from the back:
 *
 *     const random = seedrandom(seed);
 *     for (let i = rows.length - 1; i > 0; i--) swap(i, Math.floor(random() * (i + 1)));
 *
 * D3's shuffler(seedrandom(seed)) and knuth-shuffle-seeded's shuffle(rows, seed) give the same. A
 * number and its digits as a text are two seeds.
 *
 * shuffle-seed's shuffle(rows, seed) takes rows out of what is left, which keeps its order; it
 * knows the seed 0 as the text "none".
 */
#include "recipe/arc4.h"
#include "recipe/head.h"
#include "recipe/script.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"
#include "rng/shuffle.h"

#include <string.h>

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    struct sd_js_seed seed;
    (void)options;
    int status = sd_js_seed_read(&seed, text, error);
    *random = (struct splitdata_random){0};
    if (status == SPLITDATA_OK)
        sd_arc4_seed(random, &seed);
    return status;
}

/* --- from the back --------------------------------------------------------------------------- */

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    (void)count;
    for (size_t k = 0; k < window; k++)
        targets[k] = (uint64_t)(sd_arc4_next(generator) * (double)(position - k + 1));
}

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    int status = sd_js_check_count("seedrandom", count, error);
    if (status == SPLITDATA_OK)
        sd_shuffle_down_followed(draw_targets, &draw->random->state.words, items, count, item_size,
                                 progress);
    return status;
}

/* `script`, whose seed is written in. */
static int print(const char *recipe, const struct sd_code_asked *asked, struct sd_code *code,
                 const struct sd_script *script, struct splitdata_error *error)
{
    struct sd_script written = *script;
    struct sd_js_seed seed = {0};
    int status = asked->seed != NULL ? sd_js_seed_read(&seed, asked->seed, error) : SPLITDATA_OK;
    if (status != SPLITDATA_OK)
        return status;
    if (asked->seed != NULL)
        written.seed = sd_js_seed_literal(&seed, code);
    return sd_script_print(recipe, asked, code, &written, error);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_script script = {
        .read = SD_SCRIPT_JS("import seedrandom from \"seedrandom\";"),
        .drop = "rows.shift();",
        .shuffle = "const random = seedrandom(%s);\n"
                   "for (let i = rows.length - 1; i > 0; i--) {\n"
                   "  const j = Math.floor(random() * (i + 1));\n"
                   "  [rows[i], rows[j]] = [rows[j], rows[i]];\n"
                   "}",
        .share = SD_SCRIPT_JS_SHARE,
        .cut = SD_SCRIPT_JS_CUT,
    };
    return print("seedrandom", asked, code, &script, error);
}

const struct sd_recipe sd_recipe_seedrandom = {
    .name = "seedrandom",
    .summary = "rows shuffled from the back by seedrandom(seed), train first (JavaScript)",
    .call = "random = seedrandom(SEED); for i from the last to 1: swap i and Math.floor(random() * "
            "(i + 1)); cut at Math.floor(0.8 * rows.length)",
    .versions = "3.0.5",
    .of = "seedrandom",
    .checked = "golden vectors; 60 random cases beside seedrandom and knuth-shuffle-seeded",
    .code = print_code,
    .generator = "seedrandom",
    .seed = seed,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};

/* --- shuffle-seed ---------------------------------------------------------------------------- */

/* The places that are left: a bit for each, and a tree of sums of the bits of words. */
struct left {
    uint64_t *word;
    uint32_t *sum; /* sum[1] is of all; sum[2 * i] and sum[2 * i + 1] make sum[i] */
    uint64_t leaves;
};

static void set_up(struct left *left, uint64_t count)
{
    for (uint64_t w = 0; w < left->leaves; w++) {
        const uint64_t rest = count > 64 * w ? count - 64 * w : 0;
        left->word[w] = rest >= 64 ? UINT64_MAX : (UINT64_C(1) << rest) - 1;
        left->sum[left->leaves + w] = rest < 64 ? (uint32_t)rest : 64;
    }
    for (uint64_t i = left->leaves - 1; i > 0; i--)
        left->sum[i] = left->sum[2 * i] + left->sum[2 * i + 1];
}

/* The bit of this rank among those that are set: the byte by the sums of bits up to each, then bit
 * after bit. */
static unsigned select_bit(uint64_t word, uint64_t rank)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t bits = word - (word >> 1 & UINT64_C(0x5555555555555555));
    bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
    bits = ((bits + (bits >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f)) * ones;
    unsigned at = 0;
    while ((bits >> at & 255) <= rank)
        at += 8;
    rank -= at != 0 ? bits >> (at - 8) & 255 : 0;
    for (uint64_t byte = word >> at & 255;; byte >>= 1, at++) {
        if ((byte & 1) != 0 && rank-- == 0)
            return at;
    }
}

/* Takes out the place with this rank. */
static uint64_t take(struct left *left, uint64_t rank)
{
    uint64_t node = 1;
    left->sum[1]--;
    while (node < left->leaves) {
        node *= 2;
        if (rank >= left->sum[node]) {
            rank -= left->sum[node];
            node++;
        }
        left->sum[node]--;
    }
    const uint64_t w = node - left->leaves;
    const unsigned bit = select_bit(left->word[w], rank);
    left->word[w] &= ~(UINT64_C(1) << bit);
    return 64 * w + bit;
}

static int permute_taken(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                         const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    struct left left = {.leaves = 1};
    (void)progress;
    int status = sd_js_check_count("shuffle-seed", count, error);
    if (status != SPLITDATA_OK)
        return status;
    while (64 * left.leaves < count)
        left.leaves *= 2;
    left.word = sd_memory_take(draw->memory, left.leaves, sizeof *left.word);
    left.sum = sd_memory_take(draw->memory, 2 * left.leaves, sizeof *left.sum);
    unsigned char *before = sd_memory_take(draw->memory, count, item_size);
    if (left.word == NULL || left.sum == NULL || before == NULL) {
        status = sd_fail_memory(error, "the order of the records");
    } else {
        memcpy(before, items, (size_t)count * item_size);
        set_up(&left, count);
        for (uint64_t i = 0; i < count; i++) {
            const double drawn = sd_arc4_next(&draw->random->state.words);
            const uint64_t place = take(&left, (uint64_t)(drawn * (double)(count - i)));
            memcpy((unsigned char *)items + i * item_size, before + place * item_size, item_size);
        }
    }
    sd_memory_free(left.word);
    sd_memory_free(left.sum);
    sd_memory_free(before);
    return status;
}

static int seed_taken(struct splitdata_random *random, const char *text,
                      const struct sd_recipe_options *options, struct splitdata_error *error)
{
    struct sd_js_seed seed;
    (void)options;
    int status = sd_js_seed_read(&seed, text, error);
    *random = (struct splitdata_random){0};
    if (status == SPLITDATA_OK && (seed.text[0] == '\0' || (seed.number && seed.text[0] == '0')))
        seed = (struct sd_js_seed){.text = "none"};
    if (status == SPLITDATA_OK)
        sd_arc4_seed(random, &seed);
    return status;
}

static int print_taken(const struct sd_code_asked *asked, struct sd_code *code,
                       struct splitdata_error *error)
{
    static const struct sd_script script = {
        .read = SD_SCRIPT_JS("import shuffleSeed from \"shuffle-seed\";"),
        .drop = "rows.shift();",
        .shuffle = "const order = shuffleSeed.shuffle(rows, %s);",
        .share = "Math.floor(%s * order.length)",
        .cut = "const k = %s;\n"
               "const train = order.slice(0, k), test = order.slice(k);",
    };
    return print("shuffle-seed", asked, code, &script, error);
}

const struct sd_recipe sd_recipe_shuffle_seed = {
    .name = "shuffle-seed",
    .summary = "rows in the order of shuffle-seed's shuffle(rows, seed), train first (JavaScript)",
    .call = "shuffle(rows, SEED) of shuffle-seed, cut at Math.floor(0.8 * rows.length)",
    .versions = "1.1.6",
    .of = "shuffle-seed",
    .checked = "golden vectors; 60 random cases beside shuffle-seed",
    .nearest = "seedrandom",
    .code = print_taken,
    .generator = "shuffle-seed",
    .seed = seed_taken,
    .once = true,
    .sizes = sd_head_sizes,
    .permute = permute_taken,
    .cut = sd_cut_first_part_first,
};
