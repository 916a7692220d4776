/* SPDX-License-Identifier: MIT */
/*
 * modelr of R, after set.seed(seed):
 *
 *     split <- resample_partition(d, c(train = 0.8, test = 0.2))
 *     folds <- crossv_kfold(d, k = K)
 *
 * resample_partition gives the i-th of n rows, from 1, to the part whose interval of the sums of
 * the shares has i / n, its lower end included: 0.8 of 10 rows are the 7 below 0.8. Then it
 * permutes what they have got (R/partition.R and R/crossv.R, read in modelr 0.1.10). The next
 * repeat is the next call, and so is crossv_mc's next one. Sums are R's, in long doubles.
 */
#include "recipe/permute.h"
#include "recipe/r_code.h"
#include "recipe/r_draws.h"
#include "recipe/table.h"

#include "algorithm/distribute.h"

#include <inttypes.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

static const struct sd_recipe_parameter parameters[] = {
    SD_R_SAMPLE_PARAMETER,
    {.name = NULL},
};

/* What the first two parts have of the whole, where one of both may have no size. */
static double share_of(const struct sd_part *part, size_t p)
{
    return part[p].size.kind == SD_SIZE_SHARE ? sd_ratio_double(part[p].size.share)
                                              : 1.0 - sd_ratio_double(part[1 - p].size.share);
}

static int check(const struct sd_part *part, size_t parts, bool train_test,
                 struct splitdata_error *error)
{
    struct sd_ratio sum = {0, 1};
    size_t shares = 0;
    bool fits = true;
    for (size_t p = 0; p < parts; p++) {
        shares += part[p].size.kind == SD_SIZE_SHARE;
        if (part[p].size.kind == SD_SIZE_SHARE)
            fits = fits && sd_ratio_add(sum, part[p].size.share, &sum);
        else
            fits = fits && train_test && part[p].size.kind == SD_SIZE_NONE;
    }
    fits = fits && (shares == parts ? sum.numerator == sum.denominator : shares == 1);
    return fits ? SPLITDATA_OK
                : sd_fail(error, SPLITDATA_USAGE,
                          "--like modelr: takes the shares of all parts, which sum to 1 (--ratio, "
                          "or --parts with shares alone)");
}

/* Where the parts end: the sums of p / sum(p), as R makes them. */
static void find_ends(const struct sd_sizes_asked *asked, double *end)
{
    long double sum = 0, so_far = 0;
    for (size_t p = 0; p < asked->parts; p++)
        sum += (long double)(end[p] = share_of(asked->part, p));
    for (size_t p = 0; p < asked->parts; p++) {
        so_far += (long double)(end[p] / (double)sum);
        end[p] = (double)so_far;
    }
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    const uint64_t n = plan->count;
    int status = check(asked->part, asked->parts, asked->train_test, error);
    if (status != SPLITDATA_OK)
        return status;
    double *end = sd_memory_take(draw->memory, asked->parts, sizeof *end);
    uint64_t *drawn = sd_memory_take(draw->memory, n, sizeof *drawn);
    uint32_t *part_of = sd_memory_take(draw->memory, n, sizeof *part_of);
    status = end != NULL && drawn != NULL && part_of != NULL ? sd_r_sample(draw, n, n, drawn, error)
                                                             : sd_fail_memory(error, "the plan");
    if (status == SPLITDATA_OK)
        find_ends(asked, end);
    for (uint64_t row = 0; row < n && status == SPLITDATA_OK; row++) {
        const double x = (double)(drawn[row] + 1) / (double)n;
        uint32_t p = 0;
        while (p < asked->parts && x >= end[p])
            p++;
        if (p == asked->parts) /* the last interval is closed; beyond it, R makes a part more */
            p = x == end[p - 1] ? p - 1 : SD_NO_PART;
        part_of[row] = p;
    }
    if (status == SPLITDATA_OK)
        status = sd_distribute(plan, part_of, error);
    sd_memory_free(end);
    sd_memory_free(drawn);
    sd_memory_free(part_of);
    return status;
}

static int fold_rows(struct sd_folds *folds, const struct sd_draw *draw,
                     struct splitdata_error *error)
{
    return sd_r_fold_rows("modelr", folds, draw, error);
}

/* c("train" = 0.8, "test" = 1 - 0.8) */
static const char *shares(const struct sd_code_asked *asked, struct sd_code *code)
{
    struct sd_text text = {0};
    bool made = true;
    for (size_t p = 0; p < asked->parts && made; p++) {
        const bool given = asked->part[p].size.kind == SD_SIZE_SHARE;
        made = sd_text_format(&text, "%s%s = %s%s", p != 0 ? ", " : "",
                              sd_code_quoted(code, SD_QUOTED_C, asked->part[p].name),
                              given ? "" : "1 - ",
                              sd_code_size(code, &asked->part[given ? p : 1 - p].size));
    }
    return sd_code_keep(code, &text, made);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const uint64_t folds = asked->options->folds;
    int status =
        folds != 0 ? SPLITDATA_OK : check(asked->part, asked->parts, asked->train_test, error);
    if (status == SPLITDATA_OK)
        status = sd_r_code_read("modelr", asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "library(modelr)");
    sd_r_code_seed_by_parameter(asked, code);
    sd_r_code_open(asked, code);
    if (folds != 0) {
        sd_code_line(code, "folds <- crossv_kfold(d, k = %" PRIu64 ")", folds);
        sd_code_line(code, "parts <- Map(function(train, test) list(train = as.data.frame(train), "
                           "test = as.data.frame(test)), folds$train, folds$test)");
    } else {
        sd_code_line(code, "split <- resample_partition(d, c(%s))", shares(asked, code));
        sd_code_line(code, "parts <- lapply(split, as.data.frame)");
    }
    sd_r_code_close(asked, code);
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_modelr = {
    .name = "modelr",
    .summary = "modelr's resample_partition, crossv_mc and crossv_kfold, in input order",
    .call = "set.seed(SEED); split <- resample_partition(d, c(train = 0.8, test = 0.2))",
    .versions = "0.1.10",
    .of = "modelr",
    .checked = "golden vectors; beside modelr itself",
    .nearest = "rsample",
    .parameters = parameters,
    .code = print_code,
    .generator = "r",
    .seed = sd_r_seed,
    .permute = sd_permute_own,
    .assign = assign,
    .fold_rows = fold_rows,
};
