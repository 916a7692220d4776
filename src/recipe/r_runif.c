/* SPDX-License-Identifier: MIT */
/*
 * R's mask, as scripts split a data frame in a line:
 *
 *     u <- runif(nrow(d))
 *     train <- d[u < 0.8, ]; test <- d[u >= 0.8, ]
 *
 * More parts are between the sums of their shares. The next repeat draws another n numbers.
 */
#include "recipe/permute.h"
#include "recipe/r_code.h"
#include "recipe/table.h"
#include "recipe/uniform.h"

#include <inttypes.h>

static double next(struct splitdata_random *random)
{
    return splitdata_r_runif(&random->state.r);
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    return sd_uniform_assign("r-runif", plan, asked, draw, next, error);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    int status = sd_uniform_check("r-runif", &sizes, error);
    if (status == SPLITDATA_OK)
        status = sd_r_code_read("r-runif", asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_r_code_seed(asked, code, false);
    sd_r_code_open(asked, code);
    if (asked->parts == 2)
        sd_code_line(code, "part <- ifelse(runif(n) < %s, 1, 2)", sd_uniform_limits(asked, code));
    else
        sd_code_line(code, "part <- findInterval(runif(n), c(%s)) + 1",
                     sd_uniform_limits(asked, code));
    sd_r_code_parts(asked, code);
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_r_runif = {
    .name = "r-runif",
    .summary = "rows by R's runif(nrow(d)) < 0.8, in input order",
    .call = "set.seed(SEED); u <- runif(nrow(d)); train <- d[u < 0.8, ]; test <- d[u >= 0.8, ]",
    .versions = "4.2.2",
    .of = "R",
    .checked = "golden vectors; beside R itself",
    .nearest = "rsample",
    .code = print_code,
    .generator = "r",
    .permute = sd_permute_own,
    .assign = assign,
};
