/* SPDX-License-Identifier: MIT */
/*
 * keras.utils.split_dataset of arrays and of tf.data:
 *
 *     left, right = split_dataset(data, left_size=0.8, shuffle=True, seed=seed)
 *
 * random.seed(seed) and random.shuffle of Python; the sides have round(size * n) samples, halves to
 * the even number, a side without a size has the others. Left is the head, right the tail.
 */
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

#include <math.h>

static uint64_t size_of(const struct sd_size *size, uint64_t n)
{
    return size->kind == SD_SIZE_SHARE
               ? (uint64_t)nearbyint(sd_ratio_double(size->share) * (double)n)
               : size->count;
}

static int check(const struct sd_sizes_asked *asked, struct splitdata_error *error)
{
    return asked->parts == 2
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_USAGE,
                         "--like keras: split_dataset makes two parts, left and right");
}

static bool is_sized(const struct sd_size *size)
{
    return size->kind == SD_SIZE_SHARE || size->kind == SD_SIZE_COUNT;
}

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    int status = check(asked, error);
    if (status == SPLITDATA_OK)
        status = sd_sizes_check_counts(asked, error);
    for (size_t p = 0; p < 2 && status == SPLITDATA_OK; p++) {
        const struct sd_size *own = &asked->part[p].size, *other = &asked->part[1 - p].size;
        const uint64_t taken = is_sized(own) ? 0 : size_of(other, asked->n);
        sizes[p] = is_sized(own) ? size_of(own, asked->n) : taken < asked->n ? asked->n - taken : 0;
    }
    return status == SPLITDATA_OK ? sd_sizes_check(asked, sizes, error) : status;
}

static void cut(struct sd_plan *plan, const uint64_t *sizes)
{
    const size_t last = plan->parts - 1;
    sd_cut_first_part_first(plan, sizes);
    plan->cuts[last] = (struct sd_cut){plan->count - sizes[last], plan->count};
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const bool drawn = asked->kind != SD_SPLIT_ROWS_IN_ORDER;
    const char *input = asked->options->order == SPLITDATA_ORDER_INPUT ? "sorted" : "list";
    const struct sd_sizes_asked sizes = {.part = asked->part, .parts = asked->parts};
    struct sd_text text = {0};
    bool made = true;
    int status = check(&sizes, error);
    if (status == SPLITDATA_OK && asked->options->repeats != 0)
        status = sd_code_refuse("keras", "repeats", error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "import numpy as np");
    sd_code_line(code, "from keras.utils import split_dataset");
    status = sd_python_read(asked, code, error);
    for (size_t p = 0; p < 2 && status == SPLITDATA_OK && made; p++) {
        const struct sd_size *size = &asked->part[p].size;
        if (is_sized(size))
            made = sd_text_format(&text, ", %s=%s", p == 0 ? "left_size" : "right_size",
                                  sd_code_size(code, size));
    }
    if (drawn)
        made = made && sd_text_format(&text, ", shuffle=True, seed=%s",
                                      sd_python_random_seed(code, asked->seed));
    const char *arguments = sd_code_keep(code, &text, made);
    sd_code_line(code, "left, right = split_dataset(np.arange(len(df))%s)", arguments);
    sd_code_line(code, "%s = [df.iloc[%s(int(i) for i in side)] for side in (left, right)]",
                 sd_python_parts(asked, code), input);
    return status;
}

const struct sd_recipe sd_recipe_keras = {
    .name = "keras",
    .summary = "Keras' split_dataset, left for train and right for test",
    .call = "keras.utils.split_dataset(data, left_size=0.8, shuffle=True, seed=SEED)",
    .versions = "3.15.1",
    .of = "Keras",
    .checked = "golden vectors of Keras itself",
    .conditions = "data are arrays or tf.data; a torch Dataset is split like torch",
    .code = print_code,
    .generator = "python",
    .once = true,
    .tail = true,
    .sizes = sizes_of,
    .permute = sd_permute_own,
    .cut = cut,
};
