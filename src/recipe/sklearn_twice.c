/* SPDX-License-Identifier: MIT */
/*
 * Three parts by scikit-learn, as they are mostly made: two calls with the same random_state, test
 * first, then val out of the rest.
 *
 *     rest, test = train_test_split(df, test_size=0.2, random_state=seed)
 *     train, val = train_test_split(rest, test_size=0.1 / (1 - 0.2), random_state=seed)
 *
 * The quotient is one of doubles, of the shares of val and test. The parts are named in the order
 * train, val, test. Counts are test_size of their call as they are.
 */
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* test_size as the two calls get it. */
static int check(const struct sd_sizes_asked *asked, struct splitdata_error *error)
{
    bool fits = asked->parts == 3;
    for (size_t p = 0; p < 3 && fits; p++) {
        const enum sd_size_kind kind = asked->part[p].size.kind;
        fits = kind == SD_SIZE_SHARE || (p == 0 ? kind == SD_SIZE_REST : kind == SD_SIZE_COUNT);
    }
    const bool shares = fits && asked->part[1].size.kind == SD_SIZE_SHARE;
    if (fits && (shares == (asked->part[2].size.kind == SD_SIZE_SHARE)))
        return SPLITDATA_OK;
    return sd_fail(
        error, SPLITDATA_USAGE,
        "--like sklearn-twice: makes three parts, by shares of all or counts of the last "
        "two (--parts train=0.7,val=0.1,test=0.2)");
}

/* The share of val in what test leaves, in doubles. */
static double second_share(const struct sd_part *part)
{
    return sd_ratio_double(part[1].size.share) / (1 - sd_ratio_double(part[2].size.share));
}

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    const double n = (double)asked->n;
    int status = check(asked, error);
    if (status != SPLITDATA_OK)
        return status;
    const struct sd_size *val = &asked->part[1].size, *test = &asked->part[2].size;
    const bool shares = val->kind == SD_SIZE_SHARE;
    sizes[2] = shares ? (uint64_t)ceil(sd_ratio_double(test->share) * n) : test->count;
    const uint64_t rest = sizes[2] < asked->n ? asked->n - sizes[2] : 0;
    sizes[1] = shares ? (uint64_t)ceil(second_share(asked->part) * (double)rest) : val->count;
    sizes[0] = sizes[1] < rest ? rest - sizes[1] : 0;
    return sd_sizes_check_filled(asked, sizes, error);
}

/* Test is the head of the permutation of all rows. The other rows, in this order, are permuted once
 * more from the seed, and val is their head. */
static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    struct splitdata_random again = *draw->random;
    struct sd_draw second = *draw;
    uint64_t sizes[3] = {0};
    second.random = &again;
    int status = sizes_of(asked, sizes, error);
    if (status == SPLITDATA_OK)
        status = sd_draw_permute(draw, plan->items, plan->count, sizeof *plan->items, error);
    if (status == SPLITDATA_OK)
        status = sd_draw_permute(&second, plan->items + sizes[2], plan->count - sizes[2],
                                 sizeof *plan->items, error);
    if (status == SPLITDATA_OK)
        sd_cut_last_part_first(plan, sizes);
    return status;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const bool shares = asked->part[1].size.kind == SD_SIZE_SHARE;
    const bool list = strchr(asked->seed, ',') != NULL;
    const struct sd_sizes_asked sizes = {.part = asked->part, .parts = asked->parts};
    int status = check(&sizes, error);
    if (list)
        sd_code_line(code, "import numpy as np");
    if (status == SPLITDATA_OK)
        status = sd_python_read(asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    const char *test = sd_code_size(code, &asked->part[2].size);
    const char *val = sd_code_size(code, &asked->part[1].size);
    const char *state = sd_python_random_state(code, asked->seed);
    const char *parts = sd_python_parts(asked, code);
    sd_code_line(code, "from sklearn.model_selection import train_test_split");
    sd_code_line(code, "rest, last = train_test_split(df, test_size=%s, random_state=%s)", test,
                 state);
    if (shares)
        sd_code_line(code,
                     "first, second = train_test_split(rest, test_size=%s / (1 - %s), "
                     "random_state=%s)",
                     val, test, state);
    else
        sd_code_line(code, "first, second = train_test_split(rest, test_size=%s, random_state=%s)",
                     val, state);
    if (asked->options->order == SPLITDATA_ORDER_INPUT)
        sd_code_line(code, "%s = [part.sort_index() for part in [first, second, last]]", parts);
    else
        sd_code_line(code, "%s = first, second, last", parts);
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_sklearn_twice = {
    .name = "sklearn-twice",
    .summary = "three parts by two calls of train_test_split, test first, val out of the rest",
    .call = "rest, test = train_test_split(df, test_size=0.2, random_state=SEED); "
            "train, val = train_test_split(rest, test_size=0.1 / (1 - 0.2), random_state=SEED)",
    .versions = "1.9.1 1.8.0 1.6.1 1.4.2",
    .of = "scikit-learn",
    .checked = "golden vectors; beside scikit-learn itself",
    .code = print_code,
    .generator = "numpy",
    .once = true,
    .sizes = sizes_of,
    .permute = sd_permute_numpy,
    .assign = assign,
};
