/* SPDX-License-Identifier: MIT */
/*
 * implicit.evaluation.train_test_split(ratings, train_percentage=ratio, random_state=seed): an
 * entry of the matrix is train's where default_rng(seed).random(entries) is below the share, so the
 * sizes come out of the draws. Entries are in the order of the matrix, by row and then by column: a
 * record for each, in this order. leave_k_out_split of this library does not use its random_state.
 */
#include "recipe/calls.h"
#include "recipe/permute.h"
#include "recipe/table.h"
#include "recipe/uniform.h"

static const char NAME[] = "implicit";

static double next(struct splitdata_random *random)
{
    return splitdata_numpy_generator_random(&random->state.numpy_generator);
}

static int check(const struct sd_sizes_asked *asked, struct splitdata_error *error)
{
    if (asked->parts != 2)
        return sd_fail(error, SPLITDATA_USAGE, "--like %s: makes 2 parts, not %zu", NAME,
                       asked->parts);
    return sd_uniform_check(NAME, asked, error);
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    int status = check(asked, error);
    return status == SPLITDATA_OK ? sd_uniform_assign(NAME, plan, asked, draw, next, error)
                                  : status;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_calls_code lines = {
        .imports = "import numpy as np\n"
                   "import scipy.sparse\n"
                   "from implicit.evaluation import train_test_split",
        .lines = "ratings = scipy.sparse.coo_matrix((np.ones(n), (np.arange(n), np.zeros(n, int))))"
                 "\n"
                 "parts = train_test_split(ratings, train_percentage={share}, random_state={seed})"
                 "\n"
                 "parts = [part.tocoo().row for part in parts]",
        .whole = true,
    };
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    int status = check(&sizes, error);
    if (status != SPLITDATA_OK)
        return status;
    const struct sd_code_word words[] = {{"share", sd_code_size(code, &asked->part[0].size)},
                                         {NULL, NULL}};
    return sd_calls_print(asked, code, &lines, words, error);
}

const struct sd_recipe sd_recipe_implicit = {
    .name = "implicit",
    .summary = "implicit's train_test_split, a draw for each interaction",
    .call = "implicit.evaluation.train_test_split(ratings, train_percentage=0.8, "
            "random_state=SEED)",
    .versions = "0.7.3",
    .of = "implicit",
    .checked = "golden vectors; beside implicit itself",
    .conditions = "a record is an entry of the matrix, by row and then by column",
    .code = print_code,
    .generator = "numpy-pcg64",
    .once = true,
    .permute = sd_permute_numpy_generator,
    .assign = assign,
};
