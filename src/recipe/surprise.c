/* SPDX-License-Identifier: MIT */
/*
 * Surprise: train_test_split, ShuffleSplit and KFold of surprise.model_selection. The sizes are
 * scikit-learn's and so is the permutation, RandomState(seed).permutation(n), but train is its head
 * and test comes after it. The next repeat is the next of n_splits, or of RepeatedKFold.
 */
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"
#include "recipe/two.h"

#include "algorithm/folds.h"
#include "algorithm/holdout.h"

#include <inttypes.h>
#include <string.h>

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    return sd_two_sizes_of_sklearn(asked, "surprise", sizes, error);
}

/* The call; `splits` becomes its pairs. */
static int say_call(const struct sd_code_asked *asked, struct sd_code *code,
                    struct splitdata_error *error)
{
    const struct splitdata_options *o = asked->options;
    struct sd_text text = {0};
    const char *sizes = o->folds != 0 ? ""
                                      : sd_two_sizes_text(asked, code, "surprise", "train_size",
                                                          "test_size", error);
    if (sizes == NULL)
        return (int)error->status;
    const bool train_alone = o->folds == 0 && strstr(sizes, "test_size") == NULL;
    bool made = asked->seed == NULL ? sd_text_add(&text, ", shuffle=False")
                                    : sd_text_format(&text, ", random_state=%s",
                                                     sd_python_random_state(code, asked->seed));
    const char *state = sd_code_keep(code, &text, made);
    if (o->folds != 0 && o->repeats != 0)
        sd_code_line(code,
                     "splits = RepeatedKFold(n_splits=%" PRIu64 ", n_repeats=%" PRIu64
                     "%s).split(data)",
                     (uint64_t)o->folds, o->repeats, state);
    else if (o->folds != 0)
        sd_code_line(code, "splits = KFold(n_splits=%" PRIu64 "%s).split(data)", (uint64_t)o->folds,
                     state);
    else if (o->repeats != 0)
        sd_code_line(code, "splits = ShuffleSplit(n_splits=%" PRIu64 "%s%s%s).split(data)",
                     o->repeats, sizes, train_alone ? ", test_size=None" : "", state);
    else
        sd_code_line(code, "splits = [train_test_split(data%s%s%s)]", sizes,
                     train_alone ? ", test_size=None" : "", state);
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const struct splitdata_options *o = asked->options;
    const bool folds = o->folds != 0, several = o->repeats != 0;
    if (asked->seed != NULL && strchr(asked->seed, ',') != NULL)
        sd_code_line(code, "import numpy as np");
    sd_code_line(code, "import surprise");
    sd_code_line(code, "from surprise.model_selection import %s",
                 folds ? (several ? "RepeatedKFold" : "KFold")
                       : (several ? "ShuffleSplit" : "train_test_split"));
    int status = sd_python_read(asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "rows = pd.DataFrame({\"user\": range(len(df)), \"item\": 0, \"rating\": "
                       "1.0})  # a user for each row");
    sd_code_line(code,
                 "data = surprise.Dataset.load_from_df(rows, surprise.Reader(rating_scale=(1, "
                 "1)))");
    status = say_call(asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code,
                 "splits = [([train.to_raw_uid(user) for user, _, _ in train.all_ratings()],");
    sd_code_line(code, "           [user for user, _, _ in test]) for train, test in splits]");
    if (folds || o->order == SPLITDATA_ORDER_INPUT)
        sd_code_line(code, "splits = [[sorted(part) for part in split] for split in splits]");
    sd_code_line(code, "splits = [[df.iloc[part] for part in split] for split in splits]");
    if (folds || several)
        sd_code_line(code, "%s = splits", folds ? "folds" : "repeats");
    else
        sd_code_line(code, "%s = splits[0]", sd_python_parts(asked, code));
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_surprise = {
    .name = "surprise",
    .summary = "Surprise's train_test_split and ShuffleSplit, train first, and its KFold",
    .call = "surprise.model_selection.train_test_split(data, train_size=0.8, test_size=None, "
            "random_state=SEED)",
    .versions = "1.1.5",
    .of = "Surprise",
    .checked = "golden vectors; beside Surprise itself",
    .code = print_code,
    .generator = "numpy",
    .sizes = sizes_of,
    .permute = sd_permute_numpy,
    .cut = sd_cut_first_part_first,
    .fold_rows = sd_fold_rows,
};
