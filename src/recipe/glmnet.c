/* SPDX-License-Identifier: MIT */
/*
 * The folds of glmnet of R, after set.seed(seed):
 *
 *     foldid <- cv.glmnet(x, y, nfolds = K, keep = TRUE)$foldid
 *
 * They are drawn before anything else, so that neither x nor y matters (R/cv.glmnet.R, read in
 * glmnet 4.1-6). The next repeat is the next call.
 */
#include "recipe/permute.h"
#include "recipe/r_code.h"
#include "recipe/r_draws.h"
#include "recipe/table.h"

#include <inttypes.h>

static const struct sd_recipe_parameter parameters[] = {
    SD_R_SAMPLE_PARAMETER,
    {.name = NULL},
};

static int check_folds(uint64_t folds, struct splitdata_error *error)
{
    return folds >= 3 ? SPLITDATA_OK
                      : sd_fail(error, SPLITDATA_USAGE,
                                "--like glmnet: nfolds must be bigger than 3; nfolds=10 "
                                "recommended (it takes 3, and refuses 2)");
}

static int fold_rows(struct sd_folds *folds, const struct sd_draw *draw,
                     struct splitdata_error *error)
{
    int status = check_folds(folds->count, error);
    return status == SPLITDATA_OK ? sd_r_fold_rows("glmnet", folds, draw, error) : status;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    int status = check_folds(asked->options->folds, error);
    if (status == SPLITDATA_OK)
        status = sd_r_code_read("glmnet", asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "library(glmnet)");
    sd_code_line(code,
                 "x <- cbind(sin(seq_len(n)), cos(seq_len(n))) # any x and y have these folds");
    sd_r_code_seed_by_parameter(asked, code);
    sd_r_code_open(asked, code);
    sd_code_line(code, "fold <- cv.glmnet(x, x[, 1], nfolds = %" PRIu64 ", keep = TRUE)$foldid",
                 asked->options->folds);
    sd_r_code_folds(asked, code);
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_glmnet = {
    .name = "glmnet",
    .summary = "the folds of glmnet's cv.glmnet, with --folds",
    .call = "set.seed(SEED); foldid <- cv.glmnet(x, y, nfolds = K, keep = TRUE)$foldid",
    .versions = "4.1-6",
    .of = "glmnet",
    .checked = "golden vectors; beside glmnet itself",
    .conditions = "cv.glmnet gets all rows, in the order of the file",
    .nearest = "rsample",
    .parameters = parameters,
    .code = print_code,
    .generator = "r",
    .seed = sd_r_seed,
    .permute = sd_permute_own,
    .fold_rows = fold_rows,
};
