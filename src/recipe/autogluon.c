/* SPDX-License-Identifier: MIT */
/*
 * AutoGluon: generate_train_test_split of autogluon.core.utils, train_test_split of scikit-learn
 * with a test_size (a train_size t becomes 1.0 - t - 1e-10). With --stratify, which is
 * problem_type="multiclass":
 *
 * - classes of one row are set aside, and come last in train, in input order; sizes are of the
 * rest;
 * - where scikit-learn refuses since test has fewer rows than there are classes, the rest is split
 *   without classes;
 * - for each class that train has no row of, classes with the most rows first, random.seed(seed)
 *   and random.sample choose one of test's, which moves to the end of train. The order of two such
 *   classes with as many rows is that of an unstable sort, and is refused.
 */
#include "recipe/calls.h"
#include "recipe/python.h"
#include "recipe/sklearn.h"
#include "recipe/table.h"
#include "recipe/two.h"

#include "algorithm/holdout.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char NAME[] = "autogluon";

/* Sizes of n rows, of `all` with those set aside. Of --exact the share of test is exact. */
static int sizes_of_rest(const struct sd_sizes_asked *asked, uint64_t n, uint64_t *sizes,
                         struct splitdata_error *error)
{
    struct sd_two_sizes two;
    int status = sd_two_sizes(asked, NAME, &two, error);
    if (status != SPLITDATA_OK)
        return status;
    struct sd_size *train = &two.part[0].size, *test = &two.part[1].size;
    two.asked.n = n;
    if (asked->exact || test->kind != SD_SIZE_NONE)
        return sd_sklearn_sizes(&two.asked, sizes, error);
    if (train->kind == SD_SIZE_COUNT) {
        sizes[1] = train->count < asked->n ? asked->n - train->count : 0;
        sizes[0] = sizes[1] < n ? n - sizes[1] : 0;
    } else {
        const double share = 1.0 - sd_ratio_double(train->share) - 1e-10;
        sizes[1] = share > 0 ? (uint64_t)ceil(share * (double)n) : 0;
        sizes[0] = n - sizes[1];
    }
    return sd_sizes_check(&two.asked, sizes, error);
}

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    return sizes_of_rest(asked, asked->n, sizes, error);
}

/* --- classes --------------------------------------------------------------------------------- */

/* The rows whose class has others, with their classes numbered anew. */
struct rest {
    struct sd_plan plan;
    struct sd_codes strata;
    struct sd_cut cuts[2];
    uint32_t *code, *new_code; /* by row; by class, UINT32_MAX: it has one row */
    uint64_t *sizes;           /* by new class */
    uint64_t *aside;           /* rows of classes of one */
    uint64_t asides;
};

static void free_rest(struct rest *rest)
{
    sd_memory_free(rest->plan.items);
    sd_memory_free(rest->code);
    sd_memory_free(rest->new_code);
    sd_memory_free(rest->sizes);
    sd_memory_free(rest->aside);
}

/* Items of the rest are row numbers. */
static int make_rest(struct rest *rest, const struct sd_plan *plan, const struct sd_codes *strata,
                     struct splitdata_error *error)
{
    struct sd_memory *memory = plan->memory;
    *rest = (struct rest){.plan = {.cuts = rest->cuts, .parts = 2, .memory = memory}};
    rest->plan.items = sd_memory_take(memory, plan->count, sizeof *rest->plan.items);
    rest->code = sd_memory_take(memory, plan->count, sizeof *rest->code);
    rest->new_code = sd_memory_take(memory, strata->count, sizeof *rest->new_code);
    rest->sizes = sd_memory_take(memory, strata->count, sizeof *rest->sizes);
    rest->aside = sd_memory_take(memory, strata->count, sizeof *rest->aside);
    if (rest->plan.items == NULL || rest->code == NULL || rest->new_code == NULL ||
        rest->sizes == NULL || rest->aside == NULL)
        return sd_fail_memory(error, "the classes");
    uint32_t classes = 0;
    for (uint32_t c = 0; c < strata->count; c++) {
        rest->new_code[c] = strata->sizes[c] > 1 ? classes : UINT32_MAX;
        if (strata->sizes[c] > 1)
            rest->sizes[classes++] = strata->sizes[c];
    }
    for (uint64_t row = 0; row < plan->count; row++) {
        const uint32_t code = rest->new_code[strata->code[row]];
        if (code == UINT32_MAX) {
            rest->aside[rest->asides++] = row;
        } else {
            rest->code[rest->plan.count] = code;
            rest->plan.items[rest->plan.count++] = row;
        }
    }
    rest->strata = (struct sd_codes){.code = rest->code,
                                     .sizes = rest->sizes,
                                     .rows = rest->plan.count,
                                     .count = classes,
                                     .memory = memory};
    return SPLITDATA_OK;
}

/* The rest by classes or, where test has too few rows for that, without. */
static int split_rest(struct rest *rest, const struct sd_sizes_asked *asked,
                      const struct sd_draw *draw, struct splitdata_error *error)
{
    uint64_t sizes[2] = {0};
    struct sd_stratified stratified = {.strata = &rest->strata};
    int status = rest->plan.count == 0
                     ? sd_fail(error, SPLITDATA_DATA,
                               "every class has 1 record, and AutoGluon keeps such in train")
                     : sizes_of_rest(asked, rest->plan.count, sizes, error);
    if (status != SPLITDATA_OK)
        return status;
    if (sizes[1] >= rest->strata.count)
        return sd_stratified(&rest->plan, &stratified, sizes, draw, error);
    status =
        sd_draw_permute(draw, rest->plan.items, rest->plan.count, sizeof *rest->plan.items, error);
    if (status == SPLITDATA_OK)
        sd_cut_last_part_first(&rest->plan, sizes);
    return status;
}

/* A record without a class has no place. */
static int order_classes(const struct sd_recipe_options *options,
                         const struct sd_recipe_class *classes, uint32_t count, bool numbers,
                         uint32_t *order, struct splitdata_error *error)
{
    (void)options;
    (void)numbers;
    return sd_two_order_classes(NAME, classes, count, order, error);
}

/* --- classes that train lacks ---------------------------------------------------------------- */

struct lacking {
    uint64_t rows; /* 0: train has some */
    uint32_t class;
};

static int by_rows(const void *left, const void *right)
{
    const uint64_t a = ((const struct lacking *)left)->rows;
    const uint64_t b = ((const struct lacking *)right)->rows;
    return (a < b) - (a > b);
}

/* The classes that train lacks, in front and in AutoGluon's order; *count: how many. */
static int find_lacking(const struct rest *rest, const struct sd_codes *strata,
                        struct lacking *lacking, uint32_t *count, struct splitdata_error *error)
{
    for (uint32_t c = 0; c < strata->count; c++)
        lacking[c] = (struct lacking){strata->sizes[c], c};
    for (uint64_t i = rest->cuts[0].begin; i < rest->cuts[0].end; i++)
        lacking[strata->code[rest->plan.items[i]]].rows = 0;
    for (uint64_t i = 0; i < rest->asides; i++)
        lacking[strata->code[rest->aside[i]]].rows = 0;
    qsort(lacking, strata->count, sizeof *lacking, by_rows);
    for (*count = 0; *count < strata->count && lacking[*count].rows != 0; ++*count) {
        if (*count != 0 && lacking[*count].rows == lacking[*count - 1].rows)
            return sd_fail(error, SPLITDATA_DATA,
                           "train would lack classes of %" PRIu64
                           " records each, and AutoGluon chooses records of them in an order that "
                           "depends on the processor (choose other sizes)",
                           lacking[*count].rows);
    }
    return SPLITDATA_OK;
}

/* Moves a row of each class that train lacks from test to `moved`. */
static int move_rows(struct rest *rest, const struct sd_codes *strata,
                     const struct lacking *lacking, uint32_t count, uint32_t seed, uint64_t *moved,
                     struct splitdata_error *error)
{
    struct splitdata_python random;
    struct sd_cut *test = &rest->cuts[1];
    uint64_t *items = rest->plan.items;
    splitdata_python_seed(&random, &seed, seed != 0);
    for (uint32_t k = 0; k < count; k++) {
        uint64_t place = 0, kept = test->begin;
        for (uint64_t i = test->begin; i < test->end; i++)
            place += strata->code[items[i]] == lacking[k].class;
        if (place == 0)
            return sd_fail(error, SPLITDATA_DATA,
                           "Not enough data to split data into train and val without dropping "
                           "classes (choose other sizes)");
        place = splitdata_python_randbelow(&random, place);
        for (uint64_t i = test->begin; i < test->end; i++) {
            if (strata->code[items[i]] == lacking[k].class && place-- == 0)
                moved[k] = items[i];
            else
                items[kept++] = items[i];
        }
        test->end = kept;
    }
    return SPLITDATA_OK;
}

/* --- all of it ------------------------------------------------------------------------------- */

/* Train, the rows set aside, those moved; then test. */
static void gather(struct sd_plan *plan, const struct rest *rest, const uint64_t *original,
                   const uint64_t *moved, uint64_t moves)
{
    uint64_t at = 0;
    for (uint64_t i = rest->cuts[0].begin; i < rest->cuts[0].end; i++)
        plan->items[at++] = original[rest->plan.items[i]];
    for (uint64_t i = 0; i < rest->asides; i++)
        plan->items[at++] = original[rest->aside[i]];
    for (uint64_t i = 0; i < moves; i++)
        plan->items[at++] = original[moved[i]];
    plan->cuts[0] = (struct sd_cut){0, at};
    for (uint64_t i = rest->cuts[1].begin; i < rest->cuts[1].end; i++)
        plan->items[at++] = original[rest->plan.items[i]];
    plan->cuts[1] = (struct sd_cut){plan->cuts[0].end, at};
}

static void count_classes(const struct rest *rest, const struct sd_codes *strata,
                          const uint64_t *moved, uint64_t moves, uint64_t *rows)
{
    memset(rows, 0, (size_t)strata->count * 2 * sizeof *rows);
    for (size_t p = 0; p < 2; p++) {
        for (uint64_t i = rest->cuts[p].begin; i < rest->cuts[p].end; i++)
            rows[p * strata->count + strata->code[rest->plan.items[i]]]++;
    }
    for (uint64_t i = 0; i < rest->asides; i++)
        rows[strata->code[rest->aside[i]]]++;
    for (uint64_t i = 0; i < moves; i++)
        rows[strata->code[moved[i]]]++;
}

static int assign_strata(struct sd_plan *plan, struct sd_stratified *stratified,
                         const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                         struct splitdata_error *error)
{
    const struct sd_codes *strata = stratified->strata;
    struct rest rest;
    struct sd_two_call call;
    uint32_t moves = 0;
    int status = sd_two_call(&call, draw, error);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t *original = sd_memory_take(plan->memory, plan->count, sizeof *original);
    uint64_t *moved = sd_memory_take(plan->memory, strata->count, sizeof *moved);
    struct lacking *lacking = sd_memory_take(plan->memory, strata->count, sizeof *lacking);
    status = make_rest(&rest, plan, strata, error);
    if (status == SPLITDATA_OK && (original == NULL || moved == NULL || lacking == NULL))
        status = sd_fail_memory(error, "the order of the records");
    if (status == SPLITDATA_OK)
        status = split_rest(&rest, asked, &call.draw, error);
    if (status == SPLITDATA_OK)
        status = find_lacking(&rest, strata, lacking, &moves, error);
    if (status == SPLITDATA_OK)
        status = move_rows(&rest, strata, lacking, moves, call.seed, moved, error);
    if (status == SPLITDATA_OK) {
        memcpy(original, plan->items, (size_t)plan->count * sizeof *original);
        gather(plan, &rest, original, moved, moves);
        if (stratified->rows != NULL)
            count_classes(&rest, strata, moved, moves, stratified->rows);
        if (plan->cuts[1].begin == plan->cuts[1].end)
            status = sd_fail(error, SPLITDATA_DATA,
                             "test would be empty: its records went to train, which had none of "
                             "their class (choose other sizes)");
    }
    free_rest(&rest);
    sd_memory_free(original);
    sd_memory_free(moved);
    sd_memory_free(lacking);
    return status;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_calls_code lines = {
        .imports = "from autogluon.core.utils.utils import generate_train_test_split",
        .lines = "rows = pd.DataFrame({\"row\": range(n)}, index=df.index)\n"
                 "parts = generate_train_test_split(rows, {y}, {type}{sizes}, "
                 "random_state={seed})[:2]\n"
                 "parts = [part[\"row\"].tolist() for part in parts]",
        .whole = true,
    };
    const char *column = "rows[\"row\"]";
    const char *sizes = sd_two_sizes_text(asked, code, NAME, "train_size", "test_size", error);
    if (sizes == NULL)
        return (int)error->status;
    if (asked->kind == SD_SPLIT_ROWS_IN_ORDER)
        return sd_code_refuse(NAME, "--no-shuffle", error);
    if (asked->options->stratify != NULL) {
        int status = sd_python_columns(code, asked->options->stratify, &column, error);
        if (status == SPLITDATA_OK && strncmp(column, "df[[", 4) == 0)
            status = sd_code_refuse(NAME, "classes of several columns", error);
        if (status != SPLITDATA_OK)
            return status;
    }
    const struct sd_code_word words[] = {
        {"y", column},
        {"type", asked->options->stratify != NULL ? "\"multiclass\"" : "\"regression\""},
        {"sizes", sizes},
        {NULL, NULL}};
    return sd_calls_print(asked, code, &lines, words, error);
}

const struct sd_recipe sd_recipe_autogluon = {
    .name = "autogluon",
    .summary = "AutoGluon's generate_train_test_split; of classes with --stratify",
    .call = "generate_train_test_split(X, y, problem_type, train_size=0.8, random_state=SEED)",
    .versions = "1.6.3",
    .of = "AutoGluon",
    .checked = "golden vectors; beside AutoGluon itself",
    .code = print_code,
    .generator = "qsv-faster",
    .seed = sd_two_seed,
    .sizes = sizes_of,
    .permute = sd_two_permute,
    .cut = sd_cut_last_part_first,
    .order_classes = order_classes,
    .assign_strata = assign_strata,
};
