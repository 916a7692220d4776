/* SPDX-License-Identifier: MIT */
/*
 * The folds of lightgbm.cv(params, data, nfold=K, stratified=..., seed=seed): those of
 * scikit-learn's StratifiedKFold(K, shuffle=True, random_state=seed), and with stratified=False
 * RandomState(seed).permutation(n) cut by numpy.array_split, which is its KFold. For ranking
 * (objective="lambdarank" and its like) those of its GroupKFold, which draws nothing, of groups
 * that are numbered in the order of the file.
 */
#include "recipe/group_runs.h"
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include <inttypes.h>

static int fold_groups(struct sd_folds *folds, const struct sd_codes *groups,
                       const struct sd_draw *draw, struct splitdata_error *error)
{
    struct sd_group_runs runs;
    if (draw != NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like lightgbm: folds of groups are not shuffled there (add --no-shuffle, "
                       "without --seed)");
    int status = sd_group_runs_find("lightgbm", groups, folds->count, &runs, error);
    if (status == SPLITDATA_OK)
        status = sd_fold_groups(folds, &runs.groups, NULL, SD_GROUP_ORDER_STABLE, error);
    sd_group_runs_free(&runs);
    return status;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const bool strata = asked->options->stratify != NULL, ranking = asked->options->group != NULL;
    const char *column = "";
    sd_code_line(code, "import lightgbm");
    sd_code_line(code, "import numpy as np");
    int status = sd_python_read(asked, code, error);
    if (status == SPLITDATA_OK && strata)
        status = sd_python_columns(code, asked->options->stratify, &column, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "label = %s%s%s", strata ? "pd.factorize(" : "np.zeros(len(df))", column,
                 strata ? ")[0]" : "");
    if (ranking)
        sd_group_runs_code(asked, code);
    sd_code_line(code, "data = lightgbm.Dataset(np.arange(len(df)).reshape(-1, 1), label=label%s)",
                 ranking ? ", group=sizes" : "");
    sd_code_line(code,
                 "made = lightgbm.cv({\"verbose\": -1%s}, data, 1, nfold=%" PRIu64
                 ", stratified=%s%s%s, return_cvbooster=True)",
                 ranking ? ", \"objective\": \"lambdarank\"" : "", asked->options->folds,
                 strata ? "True" : "False", asked->seed != NULL ? ", seed=" : ", shuffle=False",
                 sd_python_seed(code, asked->seed));
    sd_code_line(code, "tests = [booster.valid_sets[0].used_indices "
                       "for booster in made[\"cvbooster\"].boosters]");
    sd_code_line(code, "folds = [(df.drop(df.index[test]), df.iloc[test]) for test in tests]");
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_lightgbm = {
    .name = "lightgbm",
    .summary = "the folds of lightgbm.cv, with --folds, also stratified or of groups",
    .call = "lightgbm.cv(params, data, nfold=K, stratified=True, seed=SEED)",
    .versions = "4.7.0",
    .of = "LightGBM",
    .checked = "golden vectors; beside LightGBM itself",
    .code = print_code,
    .generator = "numpy",
    .once = true,
    .permute = sd_permute_numpy,
    .fold_rows = sd_fold_rows,
    .fold_strata = sd_fold_strata,
    .fold_groups = fold_groups,
};
