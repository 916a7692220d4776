/* SPDX-License-Identifier: MIT */
/*
 * The folds of xgboost.cv(params, dtrain, nfold=K, seed=seed): numpy.random.seed(seed), and the
 * permutation of all rows cut by numpy.array_split, which is KFold of scikit-learn; with
 * stratified=True its StratifiedKFold, which shuffles whatever shuffle= says. Without a shuffle the
 * rows are cut in their order. Groups, of which dtrain knows the sizes (set_group), are permuted
 * and cut as rows are.
 */
#include "recipe/group_runs.h"
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include <inttypes.h>

static int fold_strata(struct sd_folds *folds, const struct sd_codes *strata,
                       const struct sd_draw *draw, struct splitdata_error *error)
{
    if (draw == NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like xgboost: folds with stratified=True are always shuffled (leave "
                       "--no-shuffle out)");
    return sd_fold_strata(folds, strata, draw, error);
}

static int fold_groups(struct sd_folds *folds, const struct sd_codes *groups,
                       const struct sd_draw *draw, struct splitdata_error *error)
{
    struct sd_group_runs runs;
    int status = sd_group_runs_find("xgboost", groups, folds->count, &runs, error);
    struct sd_folds of_groups = {
        .fold_of = sd_memory_take(folds->memory, groups->count, sizeof *of_groups.fold_of),
        .rows = groups->count,
        .count = folds->count,
        .memory = folds->memory,
    };
    if (status == SPLITDATA_OK)
        status = of_groups.fold_of != NULL ? sd_fold_rows(&of_groups, draw, error)
                                           : sd_fail_memory(error, "the groups");
    for (uint64_t row = 0; row < folds->rows && status == SPLITDATA_OK; row++)
        folds->fold_of[row] = of_groups.fold_of[runs.code[row]];
    sd_memory_free(of_groups.fold_of);
    sd_group_runs_free(&runs);
    return status;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const bool strata = asked->options->stratify != NULL;
    const char *column = "";
    sd_code_line(code, "import numpy as np");
    sd_code_line(code, "import xgboost");
    int status = sd_python_read(asked, code, error);
    if (status == SPLITDATA_OK && strata)
        status = sd_python_columns(code, asked->options->stratify, &column, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "label = %s%s%s", strata ? "pd.factorize(" : "np.zeros(len(df))", column,
                 strata ? ")[0]" : "");
    sd_code_line(code, "rows = xgboost.DMatrix(np.arange(len(df)).reshape(-1, 1), label=label)");
    if (asked->options->group != NULL) {
        sd_group_runs_code(asked, code);
        sd_code_line(code, "rows.set_group(sizes)");
    }
    sd_code_line(code, "folds = []");
    sd_code_line(code, "def keep(train, test, params):");
    sd_code_line(code, "    sides = [sorted(int(i) for i in side.get_data().data) "
                       "for side in (train, test)]");
    sd_code_line(code, "    folds.append([df.iloc[side] for side in sides])");
    sd_code_line(code, "    return train, test, params");
    sd_code_line(code, "xgboost.cv({}, rows, 1, nfold=%" PRIu64 "%s%s%s, fpreproc=keep)",
                 asked->options->folds, strata ? ", stratified=True" : "",
                 asked->seed != NULL ? ", seed=" : ", shuffle=False",
                 sd_python_seed(code, asked->seed));
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_xgboost = {
    .name = "xgboost",
    .summary = "the folds of xgboost.cv, with --folds, also stratified or of groups",
    .call = "xgboost.cv(params, dtrain, nfold=K, seed=SEED)",
    .versions = "3.4.1 3.0.5 2.1.4",
    .of = "XGBoost",
    .checked = "golden vectors; beside XGBoost itself",
    .conditions = "the rows of a fold keep the order of the file; XGBoost shuffles them",
    .code = print_code,
    .generator = "numpy",
    .once = true,
    .permute = sd_permute_numpy,
    .fold_rows = sd_fold_rows,
    .fold_strata = fold_strata,
    .fold_groups = fold_groups,
};
