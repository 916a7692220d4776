/* SPDX-License-Identifier: MIT */
/*
 * NumPy's newer API, as scripts split rows with it:
 *
 *     order = numpy.random.default_rng(seed).permutation(n)
 *     k = int(ratio * n)
 *     train, test = order[:k], order[k:]
 *
 * NumPy promises no stability for it, but permutation has drawn the same since 1.17. A seed is an
 * integer of any size, or several. The next repeat is another permutation by the same generator.
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
        .seed = "random = np.random.default_rng(%s)",
        .order = "order = random.permutation(n)",
    };
    return sd_head_print(asked, code, &lines, sd_python_seed(code, asked->seed), error);
}

const struct sd_recipe sd_recipe_numpy_pcg64 = {
    .name = "numpy-pcg64",
    .summary = "rows in the order of NumPy's default_rng(seed).permutation(n), train first",
    .call = "order = numpy.random.default_rng(SEED).permutation(n); train, test = order[:k], "
            "order[k:], k = int(0.8 * n)",
    .versions = "2.5.5 2.4.6 2.2.6 1.26.4",
    .of = "NumPy",
    .checked = "golden vectors; beside NumPy itself in the tests",
    .code = print_code,
    .generator = "numpy-pcg64",
    .sizes = sd_head_sizes,
    .permute = sd_permute_numpy_generator,
    .cut = sd_cut_first_part_first,
};
