/* SPDX-License-Identifier: MIT */
/*
 * scikit-learn: train_test_split and ShuffleSplit (sklearn/model_selection/_split.py, read in
 * releases 1.2 to 1.9): numpy.random.RandomState(seed).permutation(n), and the sizes that
 * _validate_shuffle_split computes in double arithmetic.
 */
#include "recipe/recipe.h"
#include "rng/numpy_generator.h"

#include <inttypes.h>
#include <math.h>

static int check_count(const struct sd_size *size, const char *part, uint64_t n, const char *unit,
                       struct splitdata_error *error)
{
    if (size->kind != SD_SIZE_COUNT || size->count < n)
        return SPLITDATA_OK;
    return sd_fail(error, SPLITDATA_DATA,
                   "%s cannot have %" PRIu64 " of %" PRIu64 " %s%s: the other part needs one, too",
                   part, size->count, n, unit, n == 1 ? "" : "s");
}

static double share_of(const struct sd_size *size, uint64_t n)
{
    return sd_ratio_double(size->share) * (double)n;
}

static int train_test_sizes(const struct sd_size *train, const struct sd_size *test, uint64_t n,
                            const char *unit, uint64_t sizes[2], struct splitdata_error *error)
{
    int status = check_count(test, "test", n, unit, error);
    if (status == SPLITDATA_OK)
        status = check_count(train, "train", n, unit, error);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t n_train = train->count, n_test = test->count;
    if (train->kind == SD_SIZE_SHARE)
        n_train = (uint64_t)floor(share_of(train, n));
    if (test->kind == SD_SIZE_SHARE)
        n_test = (uint64_t)ceil(share_of(test, n));
    if (train->kind == SD_SIZE_NONE)
        n_train = n - n_test;
    if (test->kind == SD_SIZE_NONE)
        n_test = n - n_train;
    if (n_train > n || n_test > n - n_train)
        return sd_fail(error, SPLITDATA_DATA,
                       "train (%" PRIu64 ") and test (%" PRIu64 ") need more than the %" PRIu64
                       " %ss there are",
                       n_train, n_test, n, unit);
    if (n_train == 0 || n_test == 0)
        return sd_fail(error, SPLITDATA_DATA,
                       "%" PRIu64 " %s%s: %s would be empty (choose other sizes)", n, unit,
                       n == 1 ? "" : "s", n_train == 0 ? "train" : "test");
    sizes[0] = n_train;
    sizes[1] = n_test;
    return SPLITDATA_OK;
}

static int permute(struct splitdata_random *random, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    (void)error;
    sd_numpy_shuffle_followed(&random->state.numpy, items, count, item_size, progress);
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_sklearn = {
    .name = "sklearn",
    .summary = "scikit-learn's train_test_split and ShuffleSplit (NumPy's RandomState)",
    .generator = "numpy",
    .train_test_sizes = train_test_sizes,
    .permute = permute,
};
