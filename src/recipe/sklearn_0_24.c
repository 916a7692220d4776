/* SPDX-License-Identifier: MIT */
/*
 * scikit-learn up to 0.24: a stratified split takes (drawn * count) / total records of a class,
 * where later releases take (count / total) * drawn, so that with many classes the remainders rank
 * otherwise (their PR 20904). All else is as in the newest, but folds, whose rules have changed in
 * other releases.
 */
#include "recipe/permute.h"
#include "recipe/sklearn.h"
#include "recipe/sklearn_code.h"
#include "recipe/table.h"

#include "algorithm/grouped.h"
#include "algorithm/holdout.h"

static int stratified(struct sd_plan *plan, struct sd_stratified *stratified, const uint64_t *sizes,
                      const struct sd_draw *draw, struct splitdata_error *error)
{
    static const struct sd_mode_rule rule = {.product_first = true};
    stratified->rule = &rule;
    return sd_stratified(plan, stratified, sizes, draw, error);
}

const struct sd_recipe sd_recipe_sklearn_0_24 = {
    .name = "sklearn@0.24",
    .summary = "scikit-learn's train_test_split before 1.0, of which stratify= differs",
    .call = "train_test_split(df, train_size=0.8, random_state=SEED, stratify=y)",
    .versions = "0.24.2",
    .of = "scikit-learn",
    .checked = "golden vectors",
    .code = sd_sklearn_code,
    .generator = "numpy",
    .two_parts = true,
    .sizes = sd_sklearn_sizes,
    .permute = sd_permute_numpy,
    .cut = sd_cut_last_part_first,
    .stratified = stratified,
    .grouped = sd_grouped,
};
