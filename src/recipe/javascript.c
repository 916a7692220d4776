/* SPDX-License-Identifier: MIT */
/*
 * JavaScript's packages that shuffle with MT19937: Chance, whose shuffle takes rows out and puts
 * the last one into the gap; Faker, whose helpers.shuffle is Python's from doubles of 53 bits; and
 * random-js, which draws as PHP does.
 */
#include "recipe/arc4.h"
#include "recipe/head.h"
#include "recipe/php.h"
#include "recipe/script.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"
#include "rng/mt19937.h"
#include "rng/shuffle.h"

/* --- Chance ---------------------------------------------------------------------------------- */

static double next32(void *generator)
{
    return (double)sd_mt19937_next32(generator) * (1.0 / 4294967296.0);
}

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    (void)count;
    for (size_t k = 0; k < window; k++)
        targets[k] = (uint64_t)(next32(generator) * (double)(position - k + 1));
}

/* What a shuffle from the back puts at the end comes first. */
static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    struct splitdata_mt19937 *twister = &draw->random->state.cpp.twister;
    (void)progress;
    int status = sd_js_check_count("chance", count, error);
    if (status == SPLITDATA_OK) {
        sd_shuffle_down(draw_targets, twister, items, count, item_size);
        sd_reverse(items, count, item_size);
        sd_mt19937_next32(twister); /* for the last one */
    }
    return status;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_script script = {
        .read = SD_SCRIPT_JS("import Chance from \"chance\";"),
        .drop = "rows.shift();",
        .shuffle = "const order = new Chance(%s).shuffle(rows);",
        .share = "Math.floor(%s * order.length)",
        .cut = "const k = %s;\n"
               "const train = order.slice(0, k), test = order.slice(k);",
    };
    return sd_script_print("chance", asked, code, &script, error);
}

const struct sd_recipe sd_recipe_chance = {
    .name = "chance",
    .summary = "rows in the order of Chance's shuffle, train first (JavaScript)",
    .call = "new Chance(SEED).shuffle(rows), cut at Math.floor(0.8 * rows.length)",
    .versions = "1.1.13",
    .of = "Chance",
    .checked = "golden vectors; 60 random cases beside Chance",
    .code = print_code,
    .generator = "chance",
    .seed = sd_php_seed,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};

/* --- Faker ----------------------------------------------------------------------------------- */

static void draw_faker_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                               uint64_t count)
{
    (void)count;
    for (size_t k = 0; k < window; k++)
        targets[k] = (uint64_t)(sd_mt19937_double(generator) * (double)(position - k + 1));
}

static int permute_faker(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                         const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    int status = sd_js_check_count("faker", count, error);
    if (status == SPLITDATA_OK)
        sd_shuffle_down_followed(draw_faker_targets, &draw->random->state.cpp.twister, items, count,
                                 item_size, progress);
    return status;
}

static int print_faker(const struct sd_code_asked *asked, struct sd_code *code,
                       struct splitdata_error *error)
{
    static const struct sd_script script = {
        .read = SD_SCRIPT_JS("import {faker} from \"@faker-js/faker\";"),
        .drop = "rows.shift();",
        .shuffle = "faker.seed(%s);\n"
                   "const order = faker.helpers.shuffle(rows);",
        .share = "Math.floor(%s * order.length)",
        .cut = "const k = %s;\n"
               "const train = order.slice(0, k), test = order.slice(k);",
    };
    return sd_script_print("faker", asked, code, &script, error);
}

const struct sd_recipe sd_recipe_faker = {
    .name = "faker",
    .summary = "rows in the order of Faker's helpers.shuffle, train first (JavaScript)",
    .call = "faker.seed(SEED); faker.helpers.shuffle(rows), cut at Math.floor(0.8 * rows.length)",
    .versions = "10.6.0",
    .of = "@faker-js/faker",
    .checked = "golden vectors; 60 random cases beside Faker",
    .code = print_faker,
    .generator = "faker",
    .seed = sd_php_seed,
    .sizes = sd_head_sizes,
    .permute = permute_faker,
    .cut = sd_cut_first_part_first,
};

/* --- random-js ------------------------------------------------------------------------------- */

static int print_random_js(const struct sd_code_asked *asked, struct sd_code *code,
                           struct splitdata_error *error)
{
    static const struct sd_script script = {
        .read = SD_SCRIPT_JS("import {MersenneTwister19937, shuffle} from \"random-js\";"),
        .drop = "rows.shift();",
        .shuffle = "shuffle(MersenneTwister19937.seed(%s), rows);",
        .share = SD_SCRIPT_JS_SHARE,
        .cut = SD_SCRIPT_JS_CUT,
    };
    return sd_script_print("random-js", asked, code, &script, error);
}

const struct sd_recipe sd_recipe_random_js = {
    .name = "random-js",
    .summary = "rows in the order of random-js' shuffle, train first (JavaScript)",
    .call = "shuffle(MersenneTwister19937.seed(SEED), rows), cut at Math.floor(0.8 * rows.length)",
    .versions = "2.1.0",
    .of = "random-js",
    .checked = "golden vectors; 60 random cases beside random-js",
    .code = print_random_js,
    .generator = "random-js",
    .seed = sd_php_seed,
    .sizes = sd_head_sizes,
    .permute = sd_php_permute,
    .cut = sd_cut_first_part_first,
};
