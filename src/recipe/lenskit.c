/* SPDX-License-Identifier: MIT */
/*
 * LensKit: sample_records(data, size, rng=seed) takes default_rng(seed).choice(n, size,
 * replace=False) for test, and crossfold_records(data, k, rng=seed) cuts a permutation by
 * array_split. Both sides keep the order of the data, which LensKit sorts by user and item. A
 * repeat is the next of repeats=, disjoint=False.
 */
#include "recipe/calls.h"
#include "recipe/head.h"
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "algorithm/distribute.h"
#include "algorithm/folds.h"

#include <inttypes.h>

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    if (asked->parts != 2)
        return sd_fail(error, SPLITDATA_USAGE, "--like lenskit: makes 2 parts, not %zu",
                       asked->parts);
    int status = sd_head_sizes(asked, sizes, error);
    if (status == SPLITDATA_OK && !asked->exact && sizes[0] + sizes[1] != asked->n)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like lenskit: train is all that is not in test (name one size)");
    return status;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    uint64_t sizes[2] = {0};
    int status = sizes_of(asked, sizes, error);
    if (status != SPLITDATA_OK)
        return status;
    struct splitdata_choice choice = {.population = plan->count, .size = sizes[1]};
    uint64_t *test = sd_memory_take(draw->memory, sizes[1], sizeof *test);
    uint32_t *part_of = sd_memory_take(draw->memory, plan->count, sizeof *part_of);
    choice.work =
        sd_memory_take(draw->memory, splitdata_numpy_generator_choice_work(&choice) + 1, 1);
    if (test == NULL || part_of == NULL || choice.work == NULL)
        status = sd_fail_memory(error, "the sample");
    if (status == SPLITDATA_OK)
        status = splitdata_numpy_generator_choice(&draw->random->state.numpy_generator, &choice,
                                                  test, error);
    for (uint64_t i = 0; status == SPLITDATA_OK && i < plan->count; i++)
        part_of[i] = 0;
    for (uint64_t i = 0; status == SPLITDATA_OK && i < sizes[1]; i++)
        part_of[test[i]] = 1;
    if (status == SPLITDATA_OK)
        status = sd_distribute(plan, part_of, error);
    sd_memory_free(test);
    sd_memory_free(part_of);
    sd_memory_free(choice.work);
    return status;
}

static int fold_rows(struct sd_folds *folds, const struct sd_draw *draw,
                     struct splitdata_error *error)
{
    if (draw == NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like lenskit: its folds are always shuffled (leave --no-shuffle out)");
    return sd_fold_rows(folds, draw, error);
}

/* The number of test's rows, an expression of n. */
static const char *test_size(const struct sd_code_asked *asked, struct sd_code *code)
{
    const struct sd_size *train = &asked->part[0].size, *test = &asked->part[1].size;
    struct sd_text text = {0};
    bool made = false;
    if (test->kind == SD_SIZE_COUNT)
        return sd_code_size(code, test);
    if (train->kind == SD_SIZE_SHARE)
        made = sd_text_format(&text, "n - int(%s * n)", sd_code_size(code, train));
    else
        made = sd_text_format(&text, "n - %s", sd_code_size(code, train));
    return sd_code_keep(code, &text, made);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const struct splitdata_options *o = asked->options;
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test, .exact = true};
    uint64_t ignored[2];
    int status = o->folds == 0 ? sizes_of(&sizes, ignored, error) : SPLITDATA_OK;
    if (status != SPLITDATA_OK)
        return status;
    const char *seed = sd_python_seed(code, asked->seed);
    const char *call = o->folds != 0 ? "crossfold_records" : "sample_records";
    if (o->repeats != 0)
        sd_code_line(code, "import numpy as np");
    sd_code_line(code, "from lenskit.data import from_interactions_df");
    sd_code_line(code, "from lenskit.splitting import %s", call);
    status = sd_python_read(asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "n = len(df)");
    sd_code_line(code, "rows = pd.DataFrame({\"user_id\": range(n), \"item_id\": 0})  # a user for "
                       "each row");
    sd_code_line(code, "data = from_interactions_df(rows)");
    sd_code_line(code, "def rows_of(split):");
    sd_code_line(code, "    test = sorted(split.test_df[\"user_id\"].astype(int))");
    sd_code_line(code, "    return df.drop(df.index[test]), df.iloc[test]");
    if (o->repeats != 0 && o->folds != 0) {
        sd_code_line(code, "random = np.random.default_rng(%s)", seed);
        sd_code_line(code,
                     "repeats = [[rows_of(split) for split in crossfold_records(data, %" PRIu64
                     ", rng=random)] for _ in range(%" PRIu64 ")]",
                     (uint64_t)o->folds, o->repeats);
        sd_code_line(code, "folds = [fold for folds in repeats for fold in folds]");
    } else if (o->repeats != 0) {
        sd_code_line(code,
                     "repeats = [rows_of(split) for split in sample_records(data, %s, "
                     "repeats=%" PRIu64 ", disjoint=False, rng=%s)]",
                     test_size(asked, code), o->repeats, seed);
    } else if (o->folds != 0) {
        sd_code_line(code,
                     "folds = [rows_of(split) for split in crossfold_records(data, %" PRIu64
                     ", rng=%s)]",
                     (uint64_t)o->folds, seed);
    } else {
        sd_code_line(code, "%s = rows_of(sample_records(data, %s, rng=%s))",
                     sd_python_parts(asked, code), test_size(asked, code), seed);
    }
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_lenskit = {
    .name = "lenskit",
    .summary = "LensKit's sample_records, a sample for test, and its crossfold_records",
    .call = "lenskit.splitting.sample_records(data, size, rng=SEED), size = n - int(0.8 * n)",
    .versions = "2025.8.1",
    .of = "LensKit",
    .checked = "golden vectors; beside LensKit itself",
    .conditions = "the records are in LensKit's order, by user and then by item",
    .code = print_code,
    .generator = "numpy-pcg64",
    .sizes = sizes_of,
    .permute = sd_permute_numpy_generator,
    .assign = assign,
    .fold_rows = fold_rows,
};
