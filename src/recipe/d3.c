/* SPDX-License-Identifier: MIT */
/*
 * D3: shuffler(randomLcg(seed)) of d3-array and d3-random; shuffle(rows, randomLcg(seed)) of
 * simple-statistics is the same. The generator is a congruential one of 32 bits; positions from the
 * back are swapped with the product of a draw and the number of choices, the first one, too.
 */
#include "recipe/awk.h"
#include "recipe/head.h"
#include "recipe/script.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"
#include "rng/shuffle.h"

static double next(uint32_t *state)
{
    *state = *state * UINT32_C(1664525) + UINT32_C(1013904223);
    return (double)*state / 4294967296.0;
}

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    (void)count;
    for (size_t k = 0; k < window; k++)
        targets[k] = (uint64_t)(next(generator) * (double)(position - k + 1));
}

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    uint32_t *state = draw->random->state.words.word;
    (void)progress;
    if (count > INT32_MAX)
        return sd_fail(error, SPLITDATA_DATA,
                       "--like d3: its places have 31 bits, too few for so many records");
    sd_shuffle_down(draw_targets, state, items, count, item_size);
    next(state); /* for the first position, which stays */
    return SPLITDATA_OK;
}

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    (void)options;
    *random = (struct splitdata_random){0};
    return sd_seed32(text, &random->state.words.word[0], error);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_script script = {
        .read = SD_SCRIPT_JS("import {shuffler} from \"d3-array\";\n"
                             "import {randomLcg} from \"d3-random\";"),
        .drop = "rows.shift();",
        .shuffle = "shuffler(randomLcg(%s))(rows);",
        .share = SD_SCRIPT_JS_SHARE,
        .cut = SD_SCRIPT_JS_CUT,
    };
    return sd_script_print("d3", asked, code, &script, error);
}

const struct sd_recipe sd_recipe_d3 = {
    .name = "d3",
    .summary = "rows in the order of D3's shuffler(randomLcg(seed)), train first (JavaScript)",
    .call = "d3.shuffler(d3.randomLcg(SEED))(rows), cut at Math.floor(0.8 * rows.length)",
    .versions = "3.2.5 3.2.4",
    .of = "d3-array",
    .checked = "golden vectors; 60 random cases beside D3",
    .code = print_code,
    .generator = "d3",
    .seed = seed,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
