/* SPDX-License-Identifier: MIT */
/*
 * scikit-learn: train_test_split and ShuffleSplit (sklearn/model_selection/_split.py, read in
 * releases 1.2 to 1.9): numpy.random.RandomState(seed).permutation(n), and the sizes that
 * _validate_shuffle_split computes in double arithmetic.
 */
#include "recipe/sklearn.h"

#include "recipe/permute.h"
#include "recipe/sklearn_code.h"
#include "recipe/table.h"

#include "algorithm/grouped.h"
#include "algorithm/holdout.h"

#include <math.h>

/* ceil(share * n) of test. Exactly, that is what the floor of the complement leaves. */
static uint64_t test_of_share(const struct sd_sizes_asked *asked)
{
    struct sd_ratio share = asked->part[1].size.share;
    struct sd_ratio complement = {share.denominator - share.numerator, share.denominator};
    return asked->exact ? asked->n - sd_ratio_floor(complement, asked->n)
                        : (uint64_t)ceil(sd_ratio_double(share) * (double)asked->n);
}

int sd_sklearn_sizes(const struct sd_sizes_asked *asked, uint64_t *sizes,
                     struct splitdata_error *error)
{
    if (!asked->train_test)
        return sd_sizes_of_parts(asked, sizes, error);
    const struct sd_size *train = &asked->part[0].size, *test = &asked->part[1].size;
    int status = sd_sizes_check_counts(asked, error);
    if (status != SPLITDATA_OK)
        return status;
    sizes[0] = train->kind == SD_SIZE_SHARE ? sd_share_floor(asked, 0) : train->count;
    sizes[1] = test->kind == SD_SIZE_SHARE ? test_of_share(asked) : test->count;
    if (train->kind == SD_SIZE_NONE)
        sizes[0] = asked->n - sizes[1];
    if (test->kind == SD_SIZE_NONE)
        sizes[1] = asked->n - sizes[0];
    return sd_sizes_check(asked, sizes, error);
}

/* The rules of the newest release. */
static int fold_groups(struct sd_folds *folds, const struct sd_codes *groups,
                       const struct sd_draw *draw, struct splitdata_error *error)
{
    return sd_fold_groups(folds, groups, draw, SD_GROUP_ORDER_STABLE, error);
}

static int fold_strata_groups(struct sd_folds *folds, const struct sd_codes *strata,
                              const struct sd_codes *groups, const struct sd_draw *draw,
                              struct splitdata_error *error)
{
    return sd_fold_strata_groups(folds, strata, groups, draw, SD_GROUP_SHUFFLE, error);
}

const struct sd_recipe sd_recipe_sklearn = {
    .name = "sklearn",
    .summary = "scikit-learn's train_test_split and ShuffleSplit (NumPy's RandomState)",
    .call = "train_test_split(df, train_size=0.8, random_state=SEED), and the splitters of "
            "sklearn.model_selection",
    .versions = "1.9.1",
    .of = "scikit-learn",
    .checked = "golden vectors; beside scikit-learn itself in the tests",
    .code = sd_sklearn_code,
    .generator = "numpy",
    .two_parts = true,
    .sizes = sd_sklearn_sizes,
    .permute = sd_permute_numpy,
    .cut = sd_cut_last_part_first,
    .stratified = sd_stratified,
    .grouped = sd_grouped,
    .fold_rows = sd_fold_rows,
    .fold_strata = sd_fold_strata,
    .fold_groups = fold_groups,
    .fold_strata_groups = fold_strata_groups,
    .fold_each_group = sd_fold_each_group,
    .fold_predefined = sd_fold_predefined,
    .time_folds_set = sd_time_folds_set,
    .time_fold = sd_time_fold,
};

/* Older releases, in which the order of groups of one size came out of NumPy's fastest sort, which
 * is another one for each kind of processor, and which shuffled strata of groups otherwise. */
const struct sd_recipe sd_recipe_sklearn_1_6 = {
    .name = "sklearn@1.6",
    .summary = "the same in older releases, without folds of groups",
    .call = "train_test_split(df, train_size=0.8, random_state=SEED), KFold, StratifiedKFold",
    .versions = "1.6.1 1.2.1",
    .of = "scikit-learn",
    .checked = "golden vectors; beside scikit-learn itself",
    .code = sd_sklearn_code,
    .generator = "numpy",
    .two_parts = true,
    .sizes = sd_sklearn_sizes,
    .permute = sd_permute_numpy,
    .cut = sd_cut_last_part_first,
    .stratified = sd_stratified,
    .grouped = sd_grouped,
    .fold_rows = sd_fold_rows,
    .fold_strata = sd_fold_strata,
    .fold_each_group = sd_fold_each_group,
    .fold_predefined = sd_fold_predefined,
    .time_folds_set = sd_time_folds_set,
    .time_fold = sd_time_fold,
};
