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
#include "recipe/two.h"

#include "algorithm/holdout.h"

#include <math.h>

static const char CALL[] = "RandomSplitter takes one share, valid_pct";

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    double share = 0;
    int status = sd_two_test_share("fastai", CALL, asked->part, asked->parts, &share, error);
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
    int status = sd_two_test_share("fastai", CALL, asked->part, asked->parts, &share, error);
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
