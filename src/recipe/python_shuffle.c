/* SPDX-License-Identifier: MIT */
/*
 * Python's random module, as scripts split a list with it:
 *
 *     random.seed(seed)
 *     random.shuffle(rows)
 *     k = int(ratio * len(rows))
 *     train, test = rows[:k], rows[k:]
 *
 * random.Random(seed).shuffle(rows) draws the same, as every Python since 3.2 has. The next repeat
 * shuffles the rows in input order again, by the same generator.
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
        .import = "random",
        .seed = "random.seed(%s)",
        .order = "order = list(range(n)); random.shuffle(order)",
    };
    return sd_head_print(asked, code, &lines, sd_python_random_seed(code, asked->seed), error);
}

const struct sd_recipe sd_recipe_python = {
    .name = "python",
    .summary = "rows in the order of Python's random.shuffle, train first",
    .call = "random.seed(SEED); random.shuffle(rows); train, test = rows[:k], rows[k:], "
            "k = int(0.8 * n)",
    .versions = "3.13.0 3.12.1 3.11.7 3.10.13 3.9.18 3.8.18 3.7.16 3.6.15",
    .of = "Python",
    .checked = "golden vectors; beside Python itself in the tests",
    .code = print_code,
    .generator = "python",
    .sizes = sd_head_sizes,
    .permute = sd_permute_own,
    .cut = sd_cut_first_part_first,
};
