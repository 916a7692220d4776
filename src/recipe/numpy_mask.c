/* SPDX-License-Identifier: MIT */
/*
 * NumPy's mask, as scripts split a table in a line: a draw for each row says where it goes, so the
 * sizes come out of the draws.
 *
 *     mask = numpy.random.RandomState(seed).rand(n) < ratio
 *     train, test = df[mask], df[~mask]
 *
 * numpy.random.seed(seed) and numpy.random.rand(n) draw the same. Part p of --parts has the rows
 * whose draw is below c, the sum of the shares up to its own as a double, and not below that of the
 * part before. The next repeat draws another n numbers from the same generator.
 */
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"
#include "recipe/uniform.h"

#include <inttypes.h>

static double next(struct splitdata_random *random)
{
    return splitdata_numpy_random_sample(&random->state.numpy);
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    return sd_uniform_assign("numpy-mask", plan, asked, draw, next, error);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    sd_code_line(code, "import numpy as np");
    int status = sd_uniform_check("numpy-mask", &sizes, error);
    if (status == SPLITDATA_OK)
        status = sd_python_read(asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "random = np.random.RandomState(%s)", sd_python_seed(code, asked->seed));
    if (asked->options->repeats != 0)
        sd_code_line(code, "repeats = []\nfor _ in range(%" PRIu64 "):", asked->options->repeats);
    sd_code_indent(code, asked->options->repeats != 0 ? 4 : 0);
    if (asked->parts == 2) {
        sd_code_line(code, "mask = random.rand(len(df)) < %s", sd_uniform_limits(asked, code));
        sd_code_line(code, "parts = [df[mask], df[~mask]]");
    } else {
        sd_code_line(code, "part_of = np.searchsorted([%s], random.rand(len(df)), side=\"right\")",
                     sd_uniform_limits(asked, code));
        sd_code_line(code, "parts = [df[part_of == p] for p in range(%zu)]", asked->parts);
    }
    sd_code_line(code, asked->options->repeats != 0 ? "repeats.append(parts)" : "%s = parts",
                 sd_python_parts(asked, code));
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_numpy_mask = {
    .name = "numpy-mask",
    .summary = "rows by NumPy's RandomState(seed).rand(n) < ratio, in input order",
    .call =
        "mask = numpy.random.RandomState(SEED).rand(n) < 0.8; train, test = df[mask], df[~mask]",
    .versions = "2.5.5 2.4.6 2.2.6 1.26.4 1.24.2",
    .of = "NumPy",
    .checked = "golden vectors; beside NumPy itself in the tests",
    .code = print_code,
    .generator = "numpy",
    .permute = sd_permute_numpy,
    .assign = assign,
};
