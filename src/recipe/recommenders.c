/* SPDX-License-Identifier: MIT */
/*
 * Recommenders:
 *
 *     python_random_split(df, ratio=0.8, seed=seed)         train_test_split(train_size=0.8)
 *     python_random_split(df, ratio=[0.7, 0.1, 0.2], ...)   df.sample(frac=1), cut at
 *                                                           round(c * n), c being numpy.cumsum
 *     python_stratified_split(df, ratio=0.8, seed=seed)     with --stratify: one draw for each row;
 *                                                           the rows of a user by their draws, rank
 *                                                           r is in the first part whose
 *                                                           round(c * m) reaches r, of the user's m
 *
 * The list is what --parts means, also of two parts: test is the head of the permutation with one
 * ratio, and the tail with two. Halves are rounded to the even number. A list whose sum, rounded
 * once, is not 1 is divided by it.
 */
#include "recipe/by_draw.h"
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/sklearn.h"
#include "recipe/table.h"
#include "recipe/two.h"
#include "recipe/weights.h"

#include "algorithm/holdout.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char NAME[] = "recommenders";
static const char WHY[] = "a ratio is a share of all records";

/* The double next to high * 2^60 + low, low < 2^60: that of its first 64 bits, of which the last
 * is set if any bit is left. */
static double rounded(uint64_t high, uint64_t low)
{
    int shift = 0;
    if (high == 0)
        return (double)low;
    while (high >> (63 - shift) == 0)
        shift++;
    if (shift > 60)
        return ldexp((double)(high << shift | low << (shift - 60)), 60 - shift);
    const uint64_t rest = low & ((UINT64_C(1) << (60 - shift)) - 1);
    return ldexp((double)(high << shift | low >> (60 - shift) | (rest != 0)), 60 - shift);
}

/* The doubles' sum, rounded once. They are multiples of 2^-120. */
static double exact_sum(const double *shares, size_t parts)
{
    uint64_t high = 0, low = 0; /* the sum is high * 2^-60 + low * 2^-120 */
    for (size_t p = 0; p < parts; p++) {
        const double whole = floor(ldexp(shares[p], 60));
        low += (uint64_t)ldexp(ldexp(shares[p], 60) - whole, 60);
        high += (uint64_t)whole + (low >> 60);
        low &= (UINT64_C(1) << 60) - 1;
    }
    return ldexp(rounded(high, low), -120);
}

/* limits[p]: numpy.cumsum of the ratios up to part p. With `again` their sum is looked at after the
 * division, too, as python_random_split does. */
static int limits_of(const struct sd_sizes_asked *asked, bool again, double *limits,
                     struct splitdata_error *error)
{
    int status = sd_weights_of(asked, NAME, WHY, limits, error);
    if (status != SPLITDATA_OK)
        return status;
    if (asked->train_test && asked->part[0].size.kind != SD_SIZE_SHARE)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like %s: takes the share of train (--ratio), or those of all parts "
                       "(--parts)",
                       NAME);
    if (asked->train_test) { /* ratio and 1 - ratio */
        limits[1] = 1.0 - limits[0];
    } else {
        double sum = exact_sum(limits, asked->parts);
        for (size_t p = 0; p < asked->parts && sum != 1.0; p++)
            limits[p] /= sum;
        sum = sum != 1.0 ? exact_sum(limits, asked->parts) : sum;
        if (again && sum != 1.0)
            return sd_fail(error, SPLITDATA_USAGE,
                           "--like %s: the ratios have to sum to 1, and in doubles these do not "
                           "even after they were divided by their sum",
                           NAME);
    }
    for (size_t p = 1; p < asked->parts; p++)
        limits[p] = limits[p - 1] + limits[p];
    return SPLITDATA_OK;
}

static double *make_limits(const struct sd_sizes_asked *asked, bool again,
                           struct splitdata_error *error)
{
    double *limits = calloc(asked->parts, sizeof *limits);
    if (limits == NULL)
        sd_fail_memory(error, "the parts");
    else if (limits_of(asked, again, limits, error) == SPLITDATA_OK)
        return limits;
    free(limits);
    return NULL;
}

/* --- rows ------------------------------------------------------------------------------------ */

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    uint64_t begin = 0;
    double *limits = make_limits(asked, true, error);
    if (limits == NULL)
        return (int)error->status;
    if (asked->train_test) {
        free(limits);
        return sd_sklearn_sizes(asked, sizes, error);
    }
    int status = SPLITDATA_OK;
    for (size_t p = 0; p < asked->parts; p++) {
        const uint64_t end =
            p + 1 < asked->parts ? (uint64_t)nearbyint(limits[p] * (double)asked->n) : asked->n;
        sizes[p] = end - begin;
        begin = end;
        if (sizes[p] == 0 && !asked->exact)
            status = sd_fail(error, SPLITDATA_DATA,
                             "%" PRIu64 " %s%s: %s would be empty (choose other sizes)", asked->n,
                             asked->unit, asked->n == 1 ? "" : "s", asked->part[p].name);
    }
    free(limits);
    return status;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    uint64_t *sizes = sd_memory_take(draw->memory, asked->parts, sizeof *sizes);
    int status = sizes != NULL ? sizes_of(asked, sizes, error) : sd_fail_memory(error, "the parts");
    if (status == SPLITDATA_OK)
        status = sd_draw_permute(draw, plan->items, plan->count, sizeof *plan->items, error);
    if (status == SPLITDATA_OK && asked->train_test)
        sd_cut_last_part_first(plan, sizes);
    else if (status == SPLITDATA_OK)
        sd_cut_first_part_first(plan, sizes);
    sd_memory_free(sizes);
    return status;
}

/* --- users ----------------------------------------------------------------------------------- */

/* In the order of texts or of numbers; a record without a user would be lost. */
static int order_users(const struct sd_recipe_options *options,
                       const struct sd_recipe_class *classes, uint32_t count, bool numbers,
                       uint32_t *order, struct splitdata_error *error)
{
    (void)options;
    (void)numbers;
    return sd_two_order_classes(NAME, classes, count, order, error);
}

/* Where a user's rows end in part p, counted from the user's first one. */
static uint64_t end_in(const double *limits, size_t p, uint64_t rows)
{
    const double end = nearbyint(limits[p] * (double)rows);
    return end < (double)rows ? (uint64_t)end : rows;
}

/* The rows and their draws, users one after the other. */
struct ratings {
    uint64_t *row;
    double *number;
    uint64_t *begin; /* of each user, and the end of the last one */
};

static void draw_rows(const struct sd_plan *plan, const struct sd_codes *users,
                      const struct sd_draw *draw, const struct ratings *ratings, uint64_t *next)
{
    ratings->begin[0] = next[0] = 0;
    for (uint32_t u = 0; u < users->count; u++)
        next[u + 1] = ratings->begin[u + 1] = ratings->begin[u] + users->sizes[u];
    for (uint64_t row = 0; row < plan->count; row++) {
        const uint64_t place = next[users->code[row]]++;
        ratings->row[place] = plan->items[row];
        ratings->number[place] = splitdata_numpy_random_sample(&draw->random->state.numpy);
    }
}

/* Each user's rows in the order of their draws. order, spare: room for the largest user's. */
static void order_rows(const struct sd_codes *users, const struct ratings *ratings, uint64_t *order,
                       uint64_t *spare)
{
    for (uint32_t u = 0; u < users->count; u++) {
        const uint64_t count = users->sizes[u];
        uint64_t *row = ratings->row + ratings->begin[u];
        sd_order_draws(ratings->number + ratings->begin[u], count, order, spare);
        for (uint64_t i = 0; i < count; i++)
            spare[i] = row[order[i]];
        memcpy(row, spare, (size_t)count * sizeof *row);
    }
}

static int fill(struct sd_plan *plan, struct sd_stratified *stratified,
                const struct ratings *ratings, const double *limits, struct splitdata_error *error)
{
    const struct sd_codes *users = stratified->strata;
    uint64_t at = 0;
    for (size_t p = 0; p < plan->parts; p++) {
        plan->cuts[p].begin = at;
        for (uint32_t u = 0; u < users->count; u++) {
            const uint64_t from = p == 0 ? 0 : end_in(limits, p - 1, users->sizes[u]);
            const uint64_t to = end_in(limits, p, users->sizes[u]);
            for (uint64_t i = from; i < to; i++)
                plan->items[at++] = ratings->row[ratings->begin[u] + i];
            if (stratified->rows != NULL)
                stratified->rows[p * users->count + u] = to > from ? to - from : 0;
        }
        plan->cuts[p].end = at;
        if (plan->cuts[p].begin == at)
            return sd_fail(error, SPLITDATA_DATA,
                           "part %zu of %zu would be empty: each user's share is rounded (choose "
                           "other sizes)",
                           p + 1, plan->parts);
    }
    return SPLITDATA_OK;
}

static int assign_strata(struct sd_plan *plan, struct sd_stratified *stratified,
                         const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                         struct splitdata_error *error)
{
    const struct sd_codes *users = stratified->strata;
    const uint64_t ends = (uint64_t)users->count + 1;
    double *limits = make_limits(asked, false, error);
    if (limits == NULL)
        return (int)error->status;
    const struct ratings ratings = {
        sd_memory_take(plan->memory, plan->count, sizeof *ratings.row),
        sd_memory_take(plan->memory, plan->count, sizeof *ratings.number),
        sd_memory_take(plan->memory, ends, sizeof *ratings.begin),
    };
    uint64_t *next = sd_memory_take(plan->memory, ends, sizeof *next);
    uint64_t *order = sd_memory_take(plan->memory, plan->count, 2 * sizeof *order);
    int status = ratings.row != NULL && ratings.number != NULL && ratings.begin != NULL &&
                         next != NULL && order != NULL
                     ? SPLITDATA_OK
                     : sd_fail_memory(error, "the order of the records");
    if (status == SPLITDATA_OK) {
        draw_rows(plan, users, draw, &ratings, next);
        order_rows(users, &ratings, order, order + plan->count);
        status = fill(plan, stratified, &ratings, limits, error);
    }
    sd_memory_free(ratings.row);
    sd_memory_free(ratings.number);
    sd_memory_free(ratings.begin);
    sd_memory_free(next);
    sd_memory_free(order);
    free(limits);
    return status;
}

/* --- the code -------------------------------------------------------------------------------- */

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const char *column = asked->options->stratify, *seed, *ratio;
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    struct sd_text list = {0};
    double *limits = make_limits(&sizes, column == NULL, error);
    free(limits);
    if (limits == NULL)
        return (int)error->status;
    ratio = asked->train_test ? sd_code_size(code, &asked->part[0].size)
                              : sd_weights_text(asked, code, NAME, WHY, error);
    if (!asked->train_test && ratio != NULL) {
        bool made = sd_text_format(&list, "[%s]", ratio);
        ratio = sd_code_keep(code, &list, made);
    }
    seed = column != NULL ? sd_python_seed(code, asked->seed)
                          : sd_python_random_state(code, asked->seed);
    if (strchr(seed, '(') != NULL)
        sd_code_line(code, "import numpy as np");
    sd_code_line(code, "from recommenders.datasets.python_splitters import %s",
                 column != NULL ? "python_stratified_split" : "python_random_split");
    int status = sd_python_read(asked, code, error);
    if (status != SPLITDATA_OK || ratio == NULL)
        return (int)error->status;
    if (column != NULL) {
        const char *name = sd_code_columns(code, SD_QUOTED_C, column, "df.columns[%lu]");
        sd_code_line(code,
                     "parts = python_stratified_split(df.copy(), ratio=%s, col_user=%s, "
                     "col_item=%s, seed=%s)",
                     ratio, name, name, seed);
    } else {
        sd_code_line(code, "parts = python_random_split(df, ratio=%s, seed=%s)", ratio, seed);
    }
    if (asked->options->order == SPLITDATA_ORDER_INPUT)
        sd_code_line(code, "parts = [part.sort_index() for part in parts]");
    sd_code_line(code, "%s = parts", sd_python_parts(asked, code));
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_recommenders = {
    .name = "recommenders",
    .summary = "Recommenders' python_random_split and, with --stratify, python_stratified_split",
    .call = "python_random_split(df, ratio=0.8, seed=SEED); of --parts ratio=[0.7, 0.1, 0.2]",
    .versions = "1.2.1",
    .of = "Recommenders",
    .checked = "golden vectors; beside Recommenders itself",
    .once = true,
    .code = print_code,
    .generator = "numpy",
    .sizes = sizes_of,
    .permute = sd_permute_numpy,
    .assign = assign,
    .order_classes = order_users,
    .assign_strata = assign_strata,
};
