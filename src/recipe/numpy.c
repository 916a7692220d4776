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
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

#include <inttypes.h>

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

/* One permutation and its parts or, of several, `repeats`, a list of lists of parts. */
static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const bool drawn = asked->kind != SD_SPLIT_ROWS_IN_ORDER,
               input = asked->options->order == SPLITDATA_ORDER_INPUT;
    sd_code_line(code, "import numpy as np");
    int status = sd_python_read(asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "n = len(df)");
    if (drawn)
        sd_code_line(code, "random = np.random.RandomState(%s)", sd_python_seed(code, asked->seed));
    if (asked->options->repeats != 0)
        sd_code_line(code, "repeats = []\nfor _ in range(%" PRIu64 "):", asked->options->repeats);
    sd_code_indent(code, asked->options->repeats != 0 ? 4 : 0);
    sd_code_line(code, "order = %s", drawn ? "random.permutation(n)" : "np.arange(n)");
    sd_python_cut(asked, code, false);
    sd_code_line(code, "parts = [df.iloc[%s] for part in parts]", input ? "np.sort(part)" : "part");
    sd_code_line(code, asked->options->repeats != 0 ? "repeats.append(parts)" : "%s = parts",
                 sd_python_parts(asked, code));
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_numpy = {
    .name = "numpy",
    .summary = "rows in the order of NumPy's RandomState(seed).permutation(n), train first",
    .call = "order = numpy.random.RandomState(SEED).permutation(n); train, test = order[:k], "
            "order[k:], k = int(0.8 * n)",
    .versions = "2.5.5 2.4.6 1.24.2",
    .of = "NumPy",
    .checked = "golden vectors; beside NumPy itself in the tests",
    .code = print_code,
    .generator = "numpy",
    .sizes = sizes_of,
    .permute = sd_permute_numpy,
    .cut = sd_cut_first_part_first,
};
