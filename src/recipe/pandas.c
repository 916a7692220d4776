/* SPDX-License-Identifier: MIT */
/*
 * pandas, as notebooks split a DataFrame:
 *
 *     train = df.sample(frac=0.8, random_state=seed)      # or n=800
 *     test = df.drop(train.index)
 *
 * The sample is the head of RandomState(seed).permutation(n), of round(frac * n) rows, halves to
 * the even number; the rest keeps the order of the file. The next repeat is another sample by the
 * same RandomState. With classes it is df.groupby("y").sample(frac=0.8, random_state=seed): of each
 * class in turn, in their order, the head of a permutation of its rows.
 */
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/r_strata.h"
#include "recipe/sampled.h"
#include "recipe/table.h"
#include "recipe/two.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static uint64_t rounded(double share, uint64_t rows)
{
    return (uint64_t)nearbyint(share * (double)rows);
}

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    const struct sd_size *train = &asked->part[0].size, *test = &asked->part[1].size;
    const bool rest = test->kind == SD_SIZE_NONE || test->kind == SD_SIZE_REST;
    if (asked->parts != 2 || (!rest && test->kind != SD_SIZE_COUNT) ||
        (!rest && train->kind != SD_SIZE_NONE && train->kind != SD_SIZE_REST))
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like pandas: a sample and the rest are two parts, and the rest has no "
                       "share of its own (--ratio says that of the sample)");
    int status = sd_sizes_check_counts(asked, error);
    if (status != SPLITDATA_OK)
        return status;
    if (!rest)
        sizes[0] = test->count < asked->n ? asked->n - test->count : 0;
    else if (train->kind == SD_SIZE_SHARE)
        sizes[0] = rounded(sd_ratio_double(train->share), asked->n);
    else
        sizes[0] = train->count;
    sizes[1] = sizes[0] < asked->n ? asked->n - sizes[0] : 0;
    return sd_sizes_check(asked, sizes, error);
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    uint64_t sizes[2] = {0};
    int status = sizes_of(asked, sizes, error);
    if (status == SPLITDATA_OK)
        status = sd_draw_permute(draw, plan->items, plan->count, sizeof *plan->items, error);
    return status == SPLITDATA_OK ? sd_assign_rest(plan, (struct sd_cut){0, sizes[0]}, error)
                                  : status;
}

static int order_classes(const struct sd_recipe_options *options,
                         const struct sd_recipe_class *classes, uint32_t count, bool numbers,
                         uint32_t *order, struct splitdata_error *error)
{
    (void)options;
    (void)numbers;
    return sd_two_order_classes("pandas", classes, count, order, error);
}

/* groupby(...).sample takes a share, or a number of rows of each class. */
static int check_share(const struct sd_part *part, size_t parts, struct splitdata_error *error)
{
    const enum sd_size_kind rest = parts == 2 ? part[1].size.kind : SD_SIZE_COUNT;
    if (part[0].size.kind == SD_SIZE_SHARE && (rest == SD_SIZE_NONE || rest == SD_SIZE_REST))
        return SPLITDATA_OK;
    return sd_fail(
        error, SPLITDATA_USAGE,
        "--like pandas: groupby(...).sample takes the share of train, of each class, and "
        "test is the rest (--ratio 0.8)");
}

static int assign_strata(struct sd_plan *plan, struct sd_stratified *stratified,
                         const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                         struct splitdata_error *error)
{
    const struct sd_codes *strata = stratified->strata;
    struct sd_r_groups classes = {0};
    uint64_t train = 0;
    int status = check_share(asked->part, asked->parts, error);
    if (status == SPLITDATA_OK)
        status = sd_r_group(&classes, strata->code, NULL, plan->count, strata->count, draw->memory,
                            error);
    for (uint32_t c = 0; c < strata->count && status == SPLITDATA_OK; c++) {
        uint64_t *rows = classes.rows + classes.begin[c];
        const uint64_t m = classes.begin[c + 1] - classes.begin[c];
        const uint64_t taken = rounded(sd_ratio_double(asked->part[0].size.share), m);
        status = sd_draw_permute(draw, rows, m, sizeof *rows, error);
        for (uint64_t i = 0; i < taken; i++)
            classes.rows[train++] = rows[i];
    }
    const uint64_t sizes[2] = {train, plan->count - train};
    if (status == SPLITDATA_OK)
        status = sd_sizes_check(asked, sizes, error);
    if (status == SPLITDATA_OK)
        status = sd_assign_sample(plan, classes.rows, train, error);
    if (status == SPLITDATA_OK)
        sd_r_count_classes(stratified, classes.rows, train);
    sd_r_groups_free(&classes);
    return status;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const struct sd_size *train = &asked->part[0].size, *test = &asked->part[1].size;
    const bool several = asked->options->repeats != 0;
    const bool list = strchr(asked->seed, ',') != NULL;
    const bool input = asked->options->order == SPLITDATA_ORDER_INPUT;
    const char *column = asked->options->stratify, *classes = "";
    if (several || list)
        sd_code_line(code, "import numpy as np");
    int status = sd_python_read(asked, code, error);
    if (status == SPLITDATA_OK && column != NULL) {
        struct sd_text text = {0};
        bool made = sd_text_format(&text, ".groupby(%s)",
                                   sd_code_columns(code, SD_QUOTED_C, column, "df.columns[%lu]"));
        classes = sd_code_keep(code, &text, made);
        status = check_share(asked->part, asked->parts, error);
    }
    if (status != SPLITDATA_OK)
        return status;
    if (several)
        sd_code_line(code, "random = np.random.RandomState(%s)", sd_python_seed(code, asked->seed));
    if (several)
        sd_code_line(code, "repeats = []\nfor _ in range(%" PRIu64 "):", asked->options->repeats);
    sd_code_indent(code, several ? 4 : 0);
    const char *state = several ? "random" : sd_python_random_state(code, asked->seed);
    if (train->kind == SD_SIZE_SHARE)
        sd_code_line(code, "sample = df%s.sample(frac=%s, random_state=%s)", classes,
                     sd_code_size(code, train), state);
    else
        sd_code_line(code, "sample = df.sample(n=%s%s, random_state=%s)",
                     train->kind == SD_SIZE_COUNT ? "" : "len(df) - ",
                     sd_code_size(code, train->kind == SD_SIZE_COUNT ? train : test), state);
    sd_code_line(code, "parts = sample%s, df.drop(sample.index)", input ? ".sort_index()" : "");
    sd_code_line(code, several ? "repeats.append(parts)" : "%s = parts",
                 sd_python_parts(asked, code));
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_pandas = {
    .name = "pandas",
    .summary = "a sample and the rest, df.drop(train.index); of classes with --stratify",
    .call = "train = df.sample(frac=0.8, random_state=SEED); test = df.drop(train.index)",
    .versions = "3.1.1 3.0.6 2.3.3 2.2.3",
    .of = "pandas",
    .checked = "golden vectors; beside pandas itself",
    .code = print_code,
    .generator = "numpy",
    .sizes = sizes_of,
    .permute = sd_permute_numpy,
    .assign = assign,
    .order_classes = order_classes,
    .assign_strata = assign_strata,
};
