/* SPDX-License-Identifier: MIT */
/*
 * vaex' split_random(into, random_state=seed): RandomState(seed).choice(n, n, replace=False), which
 * is its permutation, cut where the running sum of the shares, each divided by their sum, times n
 * is rounded, halves to the even number. The sum is Python's since 3.12.
 */
#include "recipe/calls.h"
#include "recipe/permute.h"
#include "recipe/table.h"
#include "recipe/weights.h"

#include "algorithm/holdout.h"

#define WHY "split_random takes the shares of the parts"

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    return sd_weights_sizes(asked, "vaex", WHY, true, sizes, error);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_calls_code lines = {
        .imports = "import numpy as np\nimport vaex",
        .lines = "parts = vaex.from_arrays(row=np.arange(n)).split_random([{shares}], "
                 "random_state={seed})\n"
                 "parts = [part.row.values for part in parts]",
        .whole = true,
    };
    const char *shares = sd_weights_text(asked, code, "vaex", WHY, error);
    if (shares == NULL)
        return (int)error->status;
    if (asked->kind == SD_SPLIT_ROWS_IN_ORDER)
        return sd_code_refuse("vaex", "--no-shuffle: split_random always shuffles", error);
    const struct sd_code_word words[] = {{"shares", shares}, {NULL, NULL}};
    return sd_calls_print(asked, code, &lines, words, error);
}

const struct sd_recipe sd_recipe_vaex = {
    .name = "vaex",
    .summary = "vaex' split_random, train first",
    .call = "df.split_random([0.8, 0.2], random_state=SEED)",
    .versions = "4.19.0",
    .of = "vaex-core",
    .checked = "golden vectors; beside vaex itself",
    .conditions = "Python 3.12 or later sums the shares",
    .nearest = "numpy",
    .code = print_code,
    .generator = "numpy",
    .once = true,
    .sizes = sizes_of,
    .permute = sd_permute_numpy,
    .cut = sd_cut_first_part_first,
};
