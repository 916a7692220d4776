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
#include "recipe/head.h"
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_head_code lines = {
        .import = "numpy as np",
        .seed = "random = np.random.RandomState(%s)",
        .order = "order = random.permutation(n)",
    };
    return sd_head_print(asked, code, &lines, sd_python_seed(code, asked->seed), error);
}

const struct sd_recipe sd_recipe_numpy = {
    .name = "numpy",
    .summary = "rows in the order of NumPy's RandomState(seed).permutation(n), train first",
    .call = "order = numpy.random.RandomState(SEED).permutation(n); train, test = order[:k], "
            "order[k:], k = int(0.8 * n)",
    .versions = "2.5.5 2.4.6 2.2.6 1.26.4 1.24.2",
    .of = "NumPy",
    .checked = "golden vectors; beside NumPy itself in the tests",
    .code = print_code,
    .generator = "numpy",
    .sizes = sd_head_sizes,
    .permute = sd_permute_numpy,
    .cut = sd_cut_first_part_first,
};
