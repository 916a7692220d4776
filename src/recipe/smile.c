/* SPDX-License-Identifier: MIT */
/*
 * Smile: MathEx.setSeed(seed), MathEx.permutate(n) and CrossValidation.of(n, k). The generator is
 * MT19937 with nextInt(n) as in java.util.Random, by the upper 31 bits of a word. Folds are runs of
 * n / k items of the permutation; the last one has the rest, too.
 */
#include "recipe/head.h"
#include "recipe/java_code.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"
#include "rng/java_rule.h"
#include "rng/mt19937.h"
#include "rng/seed_text.h"

#include <inttypes.h>
#include <string.h>

/* The twister takes the seed's remainder, which has the seed's sign. */
static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    int64_t number;
    (void)options;
    if (!sd_integer_within(text, strlen(text), INT64_MIN, INT64_MAX, &number))
        return sd_fail(error, SPLITDATA_USAGE,
                       "MathEx.setSeed takes an integer from -2**63 to 2**63 - 1: '%s'", text);
    int status = splitdata_random_init(random, "libstdc++", "0", error);
    sd_mt19937_init(&random->state.cpp.twister, (uint32_t)(int32_t)(number % INT32_MAX));
    return status;
}

/* Positions from the front; each is swapped with one of those from it on. */
static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    for (size_t k = 0; k < window; k++) {
        const uint64_t left = count - position - k;
        targets[k] = position + k + sd_java_below(sd_mt19937_java31, generator, (uint32_t)left);
    }
}

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    (void)progress;
    int status = sd_java_check_count(count, "smile", error);
    if (status != SPLITDATA_OK)
        return status;
    sd_shuffle_up(draw_targets, &draw->random->state.cpp.twister, items, count, item_size);
    return SPLITDATA_OK;
}

static int fold_rows(struct sd_folds *folds, const struct sd_draw *draw,
                     struct splitdata_error *error)
{
    const uint64_t n = folds->rows, chunk = n / folds->count;
    if (n > INT32_MAX || chunk == 0)
        return sd_fail(error, SPLITDATA_DATA,
                       "--folds %" PRIu32 ": Smile makes 2 to n of n records, and n is %" PRIu64,
                       folds->count, n);
    if (draw == NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--no-shuffle: CrossValidation.of of Smile always permutes");
    uint32_t *order = sd_memory_take(folds->memory, n, sizeof *order);
    int status = order != NULL ? sd_draw_permutation(draw, order, (uint32_t)n, error)
                               : sd_fail_memory(error, "the folds");
    for (uint64_t i = 0; status == SPLITDATA_OK && i < n; i++) {
        const uint64_t fold = i / chunk;
        folds->fold_of[order[i]] = fold < folds->count ? (uint32_t)fold : folds->count - 1;
    }
    sd_memory_free(order);
    return status;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_java_code lines = {
        .imports = "import smile.math.MathEx;\nimport smile.validation.CrossValidation;",
        .seed = "MathEx.setSeed(%s);",
        .shuffle = "List<Integer> order = IntStream.of(MathEx.permutate(n)).boxed().toList();",
        .folds = "var folds = CrossValidation.of(n, %s); // of row numbers from 0: train, test",
    };
    return sd_java_print(asked, code, &lines, error);
}

const struct sd_recipe sd_recipe_smile = {
    .name = "smile",
    .summary = "rows in the order of Smile's MathEx.permutate, train first; folds of "
               "CrossValidation",
    .call = "MathEx.setSeed(SEED); order = MathEx.permutate(n), cut at (int) (0.8 * n); "
            "CrossValidation.of(n, k)",
    .versions = "3.1.1",
    .of = "Smile",
    .checked = "golden vectors; 300 random cases beside Smile",
    .code = print_code,
    .generator = "libstdc++",
    .seed = seed,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
    .fold_rows = fold_rows,
};
