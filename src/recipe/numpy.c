/* SPDX-License-Identifier: MIT */
/*
 * NumPy alone, as scripts split rows without a framework:
 *
 *     order = numpy.random.RandomState(seed).permutation(n)
 *     k = int(ratio * n)
 *     train, test = order[:k], order[k:]
 *
 * numpy.random.seed(seed) and numpy.random.permutation(n) draw the same; so does NumPy since 1.0,
 * whose legacy generator is frozen (NEP 19). More parts are numpy.split(order, [int(c * n), ...])
 * for the sums c of the shares; the next repeat is another permutation by the same generator.
 */
#include "recipe/recipe.h"

#include "algorithm/holdout.h"
#include "rng/numpy_generator.h"

/* The part that is left after the other one, when it has no size of its own. */
static uint64_t rest_of(const struct sd_sizes_asked *asked, uint64_t other)
{
    return other < asked->n ? asked->n - other : 0;
}

static uint64_t size_of(const struct sd_sizes_asked *asked, size_t p)
{
    const struct sd_size *size = &asked->part[p].size;
    return size->kind == SD_SIZE_SHARE ? sd_share_floor(asked, p) : size->count;
}

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    if (!asked->train_test)
        return sd_sizes_of_parts(asked, sizes, error);
    const struct sd_size *train = &asked->part[0].size, *test = &asked->part[1].size;
    if (train->kind == SD_SIZE_NONE && test->kind == SD_SIZE_SHARE)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--test-size %.*s: numpy code cuts at int(ratio * n), and test is the rest "
                       "(--ratio says the share of train)",
                       (int)test->text_length, test->text);
    int status = sd_sizes_check_counts(asked, error);
    if (status != SPLITDATA_OK)
        return status;
    sizes[0] = size_of(asked, 0);
    sizes[1] = test->kind == SD_SIZE_NONE ? rest_of(asked, sizes[0]) : size_of(asked, 1);
    if (train->kind == SD_SIZE_NONE)
        sizes[0] = rest_of(asked, sizes[1]);
    return sd_sizes_check(asked, sizes, error);
}

const struct sd_recipe sd_recipe_numpy = {
    .name = "numpy",
    .summary = "rows in the order of NumPy's RandomState(seed).permutation(n), train first",
    .generator = "numpy",
    .sizes = sizes_of,
    .permute = sd_numpy_permute,
    .cut = sd_cut_first_part_first,
};
