/* SPDX-License-Identifier: MIT */
/*
 * Octave: rand("twister", seed); order = randperm(n). The generator is Python's, MT19937 seeded by
 * an array of one word; a double for each position from the front chooses one of those from it on.
 */
#include "recipe/awk.h"
#include "recipe/head.h"
#include "recipe/script.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"
#include "rng/mt19937.h"
#include "rng/shuffle.h"

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    for (size_t k = 0; k < window; k++) {
        const uint64_t place = position + k;
        targets[k] = place + (uint64_t)(sd_mt19937_double(generator) * (double)(count - place));
    }
}

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    (void)progress;
    (void)error;
    sd_shuffle_up(draw_targets, &draw->random->state.cpp.twister, items, count, item_size);
    return SPLITDATA_OK;
}

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    uint32_t value = 0;
    (void)options;
    int status = sd_seed32(text, &value, error);
    *random = (struct splitdata_random){0};
    sd_mt19937_init_array(&random->state.cpp.twister, &value, 1);
    return status;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_script script = {
        .read = "rows = strsplit(regexprep(fileread(%s), \"\\n$\", \"\"), \"\\n\");",
        .quoting = SD_QUOTED_SQL,
        .drop = "rows(1) = [];",
        .shuffle = "rand(\"twister\", %s);\n"
                   "rows = rows(randperm(numel(rows)));",
        .share = "floor(%s * numel(rows))",
        .cut = "k = %s;\n"
               "train = rows(1:k);\n"
               "test = rows(k + 1:end);",
    };
    return sd_script_print("octave", asked, code, &script, error);
}

const struct sd_recipe sd_recipe_octave = {
    .name = "octave",
    .summary = "rows in the order of Octave's randperm(n), train first",
    .call = "rand(\"twister\", SEED); order = randperm(n), cut at floor(0.8 * n)",
    .versions = "7.3.0",
    .of = "Octave",
    .checked = "golden vectors; 60 random cases beside Octave",
    .code = print_code,
    .generator = "octave",
    .seed = seed,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
