/* SPDX-License-Identifier: MIT */
/*
 * Libraries of automatic learning that split by calls of scikit-learn:
 *
 *     pycaret    train_test_split(train_size=t, random_state=session_id): test is the rest
 *     mljar      train_test_split(train_size=t, test_size=1.0 - t, random_state=seed + repeat), and
 *                KFold or StratifiedKFold(k, shuffle=True, random_state=seed + repeat)
 *
 * 1.0 - t is a difference of doubles: with t = 0.7 it is above 0.3, and of 10 rows test would have
 * 4, which is one too many.
 */
#include "recipe/calls.h"
#include "recipe/python.h"
#include "recipe/sklearn.h"
#include "recipe/table.h"
#include "recipe/two.h"

#include "algorithm/holdout.h"

#include <inttypes.h>
#include <math.h>

static int stratified(struct sd_plan *plan, struct sd_stratified *strata, const uint64_t *sizes,
                      const struct sd_draw *draw, struct splitdata_error *error)
{
    struct sd_two_call call;
    int status = sd_two_call(&call, draw, error);
    return status == SPLITDATA_OK ? sd_stratified(plan, strata, sizes, &call.draw, error) : status;
}

/* Train's share, which is all that the libraries take. */
static int share_of(const struct sd_sizes_asked *asked, const char *name, double *share,
                    struct splitdata_error *error)
{
    struct sd_two_sizes two;
    int status = sd_two_sizes(asked, name, &two, error);
    if (status != SPLITDATA_OK)
        return status;
    if (two.part[0].size.kind != SD_SIZE_SHARE || two.part[1].size.kind != SD_SIZE_NONE)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like %s: takes the share of train alone, and test is the rest (--ratio)",
                       name);
    *share = sd_ratio_double(two.part[0].size.share);
    return SPLITDATA_OK;
}

/* --- pycaret --------------------------------------------------------------------------------- */

static int pycaret_sizes(const struct sd_sizes_asked *asked, uint64_t *sizes,
                         struct splitdata_error *error)
{
    double share = 0;
    int status = share_of(asked, "pycaret", &share, error);
    if (status != SPLITDATA_OK)
        return status;
    sizes[0] = (uint64_t)(share * (double)asked->n);
    sizes[1] = asked->n - sizes[0];
    return sd_sizes_check(asked, sizes, error);
}

/* train_test_split of all rows, with these sizes. */
static int print_split(const struct sd_code_asked *asked, struct sd_code *code, const char *sizes,
                       struct splitdata_error *error)
{
    const struct sd_calls_code lines = {
        .imports = "from sklearn.model_selection import train_test_split",
        .lines = asked->seed != NULL ? "parts = train_test_split(range(n), {sizes}, "
                                       "random_state={seed}{stratify}{strata})"
                                     : "parts = train_test_split(range(n), {sizes}, shuffle=False)",
        .whole = true};
    struct sd_code_asked by = *asked;
    const char *strata = NULL;
    by.kind = SD_SPLIT_ROWS; /* the lines say whether it shuffles */
    if (asked->options->stratify != NULL &&
        sd_python_columns(code, asked->options->stratify, &strata, error) != SPLITDATA_OK)
        return (int)error->status;
    const struct sd_code_word words[] = {{"sizes", sizes},
                                         {"stratify", strata != NULL ? ", stratify=" : ""},
                                         {"strata", strata != NULL ? strata : ""},
                                         {NULL, NULL}};
    return sd_calls_print(&by, code, &lines, words, error);
}

static int print_pycaret(const struct sd_code_asked *asked, struct sd_code *code,
                         struct splitdata_error *error)
{
    const struct sd_sizes_asked of = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    struct sd_text text = {0};
    double share = 0;
    int status = share_of(&of, "pycaret", &share, error);
    if (status != SPLITDATA_OK)
        return status;
    bool made = sd_text_format(&text, "train_size=%s", sd_code_size(code, &asked->part[0].size));
    return print_split(asked, code, sd_code_keep(code, &text, made), error);
}

static int pycaret_classes(const struct sd_recipe_options *options,
                           const struct sd_recipe_class *classes, uint32_t count, bool numbers,
                           uint32_t *order, struct splitdata_error *error)
{
    (void)options;
    (void)numbers;
    return sd_two_order_classes("pycaret", classes, count, order, error);
}

const struct sd_recipe sd_recipe_pycaret = {
    .name = "pycaret",
    .summary = "PyCaret's setup, train and test; of classes with --stratify",
    .call = "pycaret.classification.setup(df, target=\"y\", train_size=0.8, session_id=SEED)",
    .versions = "3.3.2",
    .of = "PyCaret",
    .checked = "golden vectors; beside PyCaret's own function",
    .code = print_pycaret,
    .generator = "qsv-faster",
    .seed = sd_two_seed,
    .sizes = pycaret_sizes,
    .permute = sd_two_permute,
    .cut = sd_cut_last_part_first,
    .order_classes = pycaret_classes,
    .stratified = stratified,
};

/* --- mljar ----------------------------------------------------------------------------------- */

static int mljar_sizes(const struct sd_sizes_asked *asked, uint64_t *sizes,
                       struct splitdata_error *error)
{
    double share = 0;
    int status = share_of(asked, "mljar", &share, error);
    if (status != SPLITDATA_OK)
        return status;
    sizes[0] = (uint64_t)(share * (double)asked->n);
    sizes[1] = (uint64_t)ceil((1.0 - share) * (double)asked->n);
    return sd_sizes_check(asked, sizes, error);
}

static int fold_rows(struct sd_folds *folds, const struct sd_draw *draw,
                     struct splitdata_error *error)
{
    struct sd_two_call call;
    int status = draw != NULL ? sd_two_call(&call, draw, error) : SPLITDATA_OK;
    return status == SPLITDATA_OK ? sd_fold_rows(folds, draw != NULL ? &call.draw : NULL, error)
                                  : status;
}

static int fold_strata(struct sd_folds *folds, const struct sd_codes *strata,
                       const struct sd_draw *draw, struct splitdata_error *error)
{
    struct sd_two_call call;
    int status = draw != NULL ? sd_two_call(&call, draw, error) : SPLITDATA_OK;
    return status == SPLITDATA_OK
               ? sd_fold_strata(folds, strata, draw != NULL ? &call.draw : NULL, error)
               : status;
}

static int print_folds(const struct sd_code_asked *asked, struct sd_code *code,
                       struct splitdata_error *error)
{
    const char *strata = NULL;
    struct sd_text count = {0};
    if (asked->options->stratify != NULL &&
        sd_python_columns(code, asked->options->stratify, &strata, error) != SPLITDATA_OK)
        return (int)error->status;
    const struct sd_calls_code lines = {
        .imports = strata != NULL ? "from sklearn.model_selection import StratifiedKFold"
                                  : "from sklearn.model_selection import KFold",
        .lines = asked->seed != NULL
                     ? "splitter = {class}({count}, shuffle=True, random_state={seed})\n"
                       "tests = [test for _, test in splitter.split(df{comma}{strata})]"
                     : "splitter = {class}({count})\n"
                       "tests = [test for _, test in splitter.split(df{comma}{strata})]",
        .whole = true};
    bool made = sd_text_format(&count, "%" PRIu64, (uint64_t)asked->options->folds);
    const struct sd_code_word words[] = {{"class", strata != NULL ? "StratifiedKFold" : "KFold"},
                                         {"count", sd_code_keep(code, &count, made)},
                                         {"comma", strata != NULL ? ", " : ""},
                                         {"strata", strata != NULL ? strata : ""},
                                         {NULL, NULL}};
    return sd_calls_print(asked, code, &lines, words, error);
}

static int print_mljar(const struct sd_code_asked *asked, struct sd_code *code,
                       struct splitdata_error *error)
{
    const struct sd_sizes_asked of = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    struct sd_text text = {0};
    double share = 0;
    if (asked->options->folds != 0)
        return print_folds(asked, code, error);
    int status = share_of(&of, "mljar", &share, error);
    if (status != SPLITDATA_OK)
        return status;
    const char *size = sd_code_size(code, &asked->part[0].size);
    bool made = sd_text_format(&text, "train_size=%s, test_size=1.0 - %s", size, size);
    return print_split(asked, code, sd_code_keep(code, &text, made), error);
}

static int mljar_classes(const struct sd_recipe_options *options,
                         const struct sd_recipe_class *classes, uint32_t count, bool numbers,
                         uint32_t *order, struct splitdata_error *error)
{
    (void)options;
    (void)numbers;
    return sd_two_order_classes("mljar", classes, count, order, error);
}

const struct sd_recipe sd_recipe_mljar = {
    .name = "mljar",
    .summary = "mljar-supervised's validation by split and, with --folds, by folds",
    .call = "AutoML(validation_strategy={\"validation_type\": \"split\", \"train_ratio\": 0.8, "
            "\"shuffle\": True, \"random_seed\": SEED})",
    .versions = "1.1.9",
    .of = "mljar-supervised",
    .checked = "golden vectors; beside mljar-supervised's own validators",
    .code = print_mljar,
    .generator = "qsv-faster",
    .seed = sd_two_seed,
    .sizes = mljar_sizes,
    .permute = sd_two_permute,
    .cut = sd_cut_last_part_first,
    .order_classes = mljar_classes,
    .stratified = stratified,
    .fold_rows = fold_rows,
    .fold_strata = fold_strata,
};
