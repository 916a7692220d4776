/* SPDX-License-Identifier: MIT */
/*
 * fastai's RandomSplitter(valid_pct=0.2, seed=seed):
 *
 *     torch.manual_seed(seed); order = torch.randperm(n)
 *     cut = int(valid_pct * n); valid, train = order[:cut], order[cut:]
 *
 * Without a share of its own, test has what that of train leaves of 1, as a double.
 */
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

#include <math.h>

/* The share of test. */
static int share_of(const struct sd_part *part, size_t parts, double *share,
                    struct splitdata_error *error)
{
    const struct sd_size *train = &part[0].size, *test = &part[1].size;
    const bool own = test->kind == SD_SIZE_SHARE && parts == 2;
    const bool other = train->kind == SD_SIZE_SHARE && parts == 2;
    struct sd_ratio sum = {0, 1};
    if ((!own && !other) || (!own && test->kind == SD_SIZE_COUNT) ||
        (!other && train->kind == SD_SIZE_COUNT) ||
        (own && other &&
         (!sd_ratio_add(train->share, test->share, &sum) || sd_ratio_against_one(sum) != 0)))
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like fastai: RandomSplitter takes one share, valid_pct, and train is the "
                       "rest (--ratio, or --test-size with a share)");
    const struct sd_ratio rest = {train->share.denominator - train->share.numerator,
                                  train->share.denominator};
    *share = sd_ratio_double(own ? test->share : rest);
    return SPLITDATA_OK;
}

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    double share = 0;
    int status = share_of(asked->part, asked->parts, &share, error);
    if (status != SPLITDATA_OK)
        return status;
    sizes[1] = (uint64_t)floor(share * (double)asked->n);
    sizes[0] = asked->n - sizes[1];
    return sd_sizes_check(asked, sizes, error);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const char *input = asked->options->order == SPLITDATA_ORDER_INPUT ? "sorted" : "list";
    char pct[SPLITDATA_DOUBLE_TEXT];
    double share = 0;
    if (asked->kind == SD_SPLIT_ROWS_IN_ORDER)
        return sd_code_refuse("fastai", "--no-shuffle: RandomSplitter always shuffles", error);
    int status = share_of(asked->part, asked->parts, &share, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "from fastai.data.transforms import RandomSplitter");
    status = sd_python_read(asked, code, error);
    splitdata_format_double(pct, share);
    sd_code_line(code, "rows, others = RandomSplitter(valid_pct=%s, seed=%s)(range(len(df)))", pct,
                 sd_python_seed(code, asked->seed));
    sd_code_line(code, "%s = df.iloc[%s(rows)], df.iloc[%s(others)]", sd_python_parts(asked, code),
                 input, input);
    return status;
}

const struct sd_recipe sd_recipe_fastai = {
    .name = "fastai",
    .summary = "fastai's RandomSplitter, valid for test",
    .call = "RandomSplitter(valid_pct=0.2, seed=SEED)(items)",
    .versions = "2.8.12",
    .of = "fastai",
    .checked = "golden vectors",
    .nearest = "torch",
    .code = print_code,
    .generator = "torch",
    .once = true,
    .sizes = sizes_of,
    .permute = sd_permute_own,
    .cut = sd_cut_last_part_first,
};
