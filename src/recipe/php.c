/* SPDX-License-Identifier: MIT */
/*
 * PHP since 7.1: mt_srand(seed); shuffle($rows). The generator is MT19937; positions from the back
 * are swapped with mt_rand's number of a range: the low bits of a word for a power of two, or else
 * its remainder, words above the last multiple being drawn again.
 */
#include "recipe/php.h"

#include "recipe/awk.h"
#include "recipe/head.h"
#include "recipe/script.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"
#include "rng/mt19937.h"
#include "rng/shuffle.h"

#include <inttypes.h>

static uint32_t below(struct splitdata_mt19937 *twister, uint32_t n)
{
    uint32_t word = sd_mt19937_next32(twister);
    if ((n & (n - 1)) == 0)
        return word & (n - 1);
    const uint32_t last = UINT32_MAX - UINT32_MAX % n - 1;
    while (word > last)
        word = sd_mt19937_next32(twister);
    return word % n;
}

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    (void)count;
    for (size_t k = 0; k < window; k++)
        targets[k] = below(generator, (uint32_t)(position - k + 1));
}

int sd_php_permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    if (count > INT32_MAX)
        return sd_fail(
            error, SPLITDATA_DATA,
            "the shuffle of PHP and random-js takes at most 2**31 - 1 records, not %" PRIu64,
            count);
    sd_shuffle_down_followed(draw_targets, &draw->random->state.cpp.twister, items, count,
                             item_size, progress);
    return SPLITDATA_OK;
}

int sd_php_seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    uint32_t value = 0;
    (void)options;
    int status = sd_seed32(text, &value, error);
    *random = (struct splitdata_random){0};
    sd_mt19937_init(&random->state.cpp.twister, value);
    return status;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_script script = {
        .read = "<?php\n$rows = file(%s, FILE_IGNORE_NEW_LINES);",
        .quoting = SD_QUOTED_PLAIN,
        .drop = "array_shift($rows);",
        .shuffle = "mt_srand(%s);\nshuffle($rows);",
        .share = "(int) (%s * count($rows))",
        .cut = "$k = %s;\n"
               "$train = array_slice($rows, 0, $k);\n"
               "$test = array_slice($rows, $k);",
    };
    return sd_script_print("php", asked, code, &script, error);
}

const struct sd_recipe sd_recipe_php = {
    .name = "php",
    .summary = "rows in the order of PHP's shuffle after mt_srand(seed), train first",
    .call = "mt_srand(SEED); shuffle($rows); the first (int) (0.8 * count($rows)) are train",
    .versions = "8.2.36",
    .of = "PHP",
    .checked = "golden vectors; 60 random cases beside PHP",
    .code = print_code,
    .generator = "php",
    .seed = sd_php_seed,
    .sizes = sd_head_sizes,
    .permute = sd_php_permute,
    .cut = sd_cut_first_part_first,
};
