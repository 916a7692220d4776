/* SPDX-License-Identifier: MIT */
/*
 * cvpartition of Octave's package statistics, after rand("twister", seed):
 *
 *     c = cvpartition(n, "HoldOut", 0.2), or of a vector of labels
 *
 * The test rows are the head of randperm(n, k), k being round(0.2 * n). Of labels, each class has
 * round(0.2 * m) of its m rows, in the order of classes; then rows go over by draws until there are
 * k. "KFold" draws nothing: folds are blocks of rows or, of labels, of each class's, from the back
 * in every second class (read in statistics 1.5.3). The next repeat is repartition(c).
 */
#include "recipe/awk.h"
#include "recipe/r_draws.h"
#include "recipe/r_strata.h"
#include "recipe/table.h"

#include "rng/mt19937.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    uint32_t value = 0;
    (void)options;
    int status = sd_seed32(text, &value, error);
    *random = (struct splitdata_random){0};
    sd_mt19937_init_array(&random->state.cpp.twister, &value, 1);
    return status;
}

/* What cvpartition takes: the share of test, or its number of rows. */
struct size {
    double share; /* 0: it is a number */
    uint64_t count;
};

static int size_of(const struct sd_part *part, size_t parts, uint64_t n, struct size *size,
                   struct splitdata_error *error)
{
    const struct sd_size *train = &part[0].size, *test = &part[1].size;
    struct sd_ratio sum = {0, 1};
    const bool train_rest = train->kind == SD_SIZE_NONE || train->kind == SD_SIZE_REST;
    const bool test_rest = test->kind == SD_SIZE_NONE || test->kind == SD_SIZE_REST;
    *size = (struct size){0};
    if (parts == 2 && test->kind == SD_SIZE_SHARE &&
        (train_rest ||
         (train->kind == SD_SIZE_SHARE && sd_ratio_add(train->share, test->share, &sum) &&
          sum.numerator == sum.denominator))) {
        size->share = sd_ratio_double(test->share);
    } else if (parts == 2 && train->kind == SD_SIZE_SHARE && test_rest) {
        size->share = 1.0 - sd_ratio_double(train->share);
    } else if (parts == 2 && test->kind == SD_SIZE_COUNT && train_rest) {
        size->count = test->count;
    } else if (parts == 2 && train->kind == SD_SIZE_COUNT && test_rest) {
        size->count = train->count < n ? n - train->count : 0;
    } else {
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like octave-cvpartition: takes the size of test, and train is the rest "
                       "(--test-size 0.2)");
    }
    return size->share != 0 || (size->count != 0 && size->count < n)
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_DATA, "%" PRIu64 " records: a part would be empty", n);
}

/* rows[randperm(n, k)] change sides. */
static void flip(struct splitdata_mt19937 *twister, uint64_t *rows, uint64_t n, uint64_t k,
                 uint8_t *is_test)
{
    for (uint64_t i = 0; i < k; i++) {
        const uint64_t j = i + (uint64_t)(sd_mt19937_double(twister) * (double)(n - i));
        const uint64_t row = rows[j];
        rows[j] = rows[i];
        is_test[row] ^= 1;
    }
}

/* Those of one side, in input order. */
static uint64_t side(const uint8_t *is_test, uint64_t n, uint8_t of, uint64_t *rows)
{
    uint64_t count = 0;
    for (uint64_t row = 0; row < n; row++) {
        if (is_test[row] == of)
            rows[count++] = row;
    }
    return count;
}

static int draw_classes(const struct sd_codes *strata, const struct size *size, uint64_t k,
                        const struct sd_draw *draw, uint64_t *rows, uint8_t *is_test,
                        struct splitdata_error *error)
{
    struct splitdata_mt19937 *twister = &draw->random->state.cpp.twister;
    struct sd_r_groups groups = {0};
    const double share =
        size->share != 0 ? size->share : (double)size->count / (double)strata->rows;
    uint64_t taken = 0;
    int status =
        sd_r_group(&groups, strata->code, NULL, strata->rows, strata->count, draw->memory, error);
    for (uint32_t c = 0; c < strata->count && status == SPLITDATA_OK; c++) {
        const uint64_t m = groups.begin[c + 1] - groups.begin[c];
        const uint64_t own = (uint64_t)round(share * (double)m);
        flip(twister, groups.rows + groups.begin[c], m, own, is_test);
        taken += own;
    }
    sd_r_groups_free(&groups);
    if (status == SPLITDATA_OK && taken != k) {
        const uint64_t count = side(is_test, strata->rows, taken > k, rows);
        flip(twister, rows, count, taken > k ? taken - k : k - taken, is_test);
    }
    return status;
}

static int hold_out(struct sd_plan *plan, struct sd_stratified *stratified,
                    const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                    struct splitdata_error *error)
{
    const struct sd_codes *strata = stratified != NULL ? stratified->strata : NULL;
    const uint64_t n = plan->count;
    struct size size;
    int status = size_of(asked->part, asked->parts, n, &size, error);
    if (status != SPLITDATA_OK)
        return status;
    const uint64_t k = size.share != 0 ? (uint64_t)round(size.share * (double)n) : size.count;
    uint64_t *rows = sd_memory_take(draw->memory, n, sizeof *rows);
    uint8_t *is_test = sd_memory_take(draw->memory, n, sizeof *is_test);
    if (rows == NULL || is_test == NULL) {
        status = sd_fail_memory(error, "the plan");
    } else if (strata == NULL || strata->count == 1) {
        for (uint64_t row = 0; row < n; row++)
            rows[row] = row;
        flip(&draw->random->state.cpp.twister, rows, n, k, is_test);
    } else {
        status = draw_classes(strata, &size, k, draw, rows, is_test, error);
    }
    if (status == SPLITDATA_OK) {
        const uint64_t train = side(is_test, n, 0, rows);
        status = sd_r_take(plan, rows, train, error);
        if (status == SPLITDATA_OK && stratified != NULL)
            sd_r_count_classes(stratified, rows, train);
    }
    sd_memory_free(rows);
    sd_memory_free(is_test);
    return status;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    return hold_out(plan, NULL, asked, draw, error);
}

/* --- folds ----------------------------------------------------------------------------------- */

static int check_folds(const struct sd_folds *folds, const struct sd_draw *draw,
                       struct splitdata_error *error)
{
    if (draw != NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like octave-cvpartition: its folds draw nothing (add --no-shuffle)");
    return folds->count <= folds->rows
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_DATA,
                         "%" PRIu32 " folds need more than %" PRIu64 " records", folds->count,
                         folds->rows);
}

static int fold_rows(struct sd_folds *folds, const struct sd_draw *draw,
                     struct splitdata_error *error)
{
    int status = check_folds(folds, draw, error);
    const double step = (double)folds->count / (double)folds->rows;
    for (uint64_t row = 0; row < folds->rows && status == SPLITDATA_OK; row++)
        folds->fold_of[row] = (uint32_t)floor((double)row * step);
    return status;
}

static int check_filled(const struct sd_folds *folds, struct splitdata_error *error)
{
    uint64_t *rows = sd_memory_take(folds->memory, folds->count, sizeof *rows);
    int status = rows != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the folds");
    for (uint64_t row = 0; row < folds->rows && status == SPLITDATA_OK; row++)
        rows[folds->fold_of[row]]++;
    for (uint32_t fold = 0; fold < folds->count && status == SPLITDATA_OK; fold++) {
        if (rows[fold] == 0)
            status = sd_fail(error, SPLITDATA_DATA,
                             "fold %" PRIu32 " of %" PRIu32 " would have an empty test part: no "
                             "class has so many records",
                             fold + 1, folds->count);
    }
    sd_memory_free(rows);
    return status;
}

static int fold_strata(struct sd_folds *folds, const struct sd_codes *strata,
                       const struct sd_draw *draw, struct splitdata_error *error)
{
    struct sd_r_groups groups = {0};
    int status = check_folds(folds, draw, error);
    if (status == SPLITDATA_OK)
        status = sd_r_group(&groups, strata->code, NULL, folds->rows, strata->count, folds->memory,
                            error);
    for (uint32_t c = 0; c < strata->count && status == SPLITDATA_OK; c++) {
        const uint64_t begin = groups.begin[c], m = groups.begin[c + 1] - begin;
        const double step = (double)folds->count / (double)m;
        for (uint64_t i = 0; i < m; i++)
            folds->fold_of[groups.rows[begin + i]] =
                (uint32_t)floor((double)(c % 2 == 0 ? i : m - 1 - i) * step);
    }
    sd_r_groups_free(&groups);
    return status == SPLITDATA_OK ? check_filled(folds, error) : status;
}

/* --- code ------------------------------------------------------------------------------------ */

/* The labels, in y; numbers as such. */
static int print_labels(const struct sd_code_asked *asked, struct sd_code *code,
                        struct splitdata_error *error)
{
    const char *list = asked->options->stratify;
    const char *delimiter = sd_code_quoted(code, SD_QUOTED_C, asked->delimiter);
    if (strchr(list, ',') != NULL || strchr(list, ':') != NULL || asked->lines)
        return sd_code_refuse("octave-cvpartition", "list of columns, and no bins", error);
    sd_code_line(code,
                 "cells = cellfun(@(row) strsplit(row, %s, \"CollapseDelimiters\", false), "
                 "rows, \"UniformOutput\", false);",
                 delimiter);
    if (list[0] == '#')
        sd_code_line(code, "y = cellfun(@(cell) cell{%s}, cells, \"UniformOutput\", false);",
                     list + 1);
    else if (asked->header)
        sd_code_line(code,
                     "y = cellfun(@(cell) cell{strcmp(header, %s)}, cells, "
                     "\"UniformOutput\", false);",
                     sd_code_quoted(code, SD_QUOTED_C, list));
    sd_code_line(code, "if (! any(isnan(str2double(y)))) y = str2double(y); endif");
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const uint64_t folds = asked->options->folds;
    const bool labels = asked->options->stratify != NULL;
    const struct sd_size *test = &asked->part[1].size;
    const char *of = labels ? "y" : "numel(rows)", *size = "";
    struct size unused;
    int status =
        folds != 0 ? SPLITDATA_OK : size_of(asked->part, asked->parts, UINT64_MAX, &unused, error);
    if (status == SPLITDATA_OK)
        status = sd_lines_check("octave-cvpartition", asked, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "pkg load statistics");
    sd_code_line(code, "rows = strsplit(regexprep(fileread(%s), \"\\n$\", \"\"), \"\\n\");",
                 sd_code_quoted(code, SD_QUOTED_SQL, asked->file));
    if (asked->header && labels)
        sd_code_line(code, "header = strsplit(rows{1}, %s, \"CollapseDelimiters\", false);",
                     sd_code_quoted(code, SD_QUOTED_C, asked->delimiter));
    if (asked->header)
        sd_code_line(code, "rows(1) = [];");
    if (labels)
        status = print_labels(asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    if (folds != 0) {
        sd_code_line(code, "c = cvpartition(%s, \"KFold\", %" PRIu64 ");", of, folds);
        sd_code_line(code, "for i = 1:%" PRIu64, folds);
        sd_code_line(code, "  folds{i} = {rows(training(c, i)), rows(test(c, i))};");
        sd_code_line(code, "endfor");
        return SPLITDATA_OK;
    }
    const bool given = test->kind == SD_SIZE_SHARE || test->kind == SD_SIZE_COUNT;
    size = sd_code_size(code, given ? test : &asked->part[0].size);
    sd_code_line(code, "rand(\"twister\", %s);", asked->seed + strspn(asked->seed, "+"));
    sd_code_line(code, "c = cvpartition(%s, \"HoldOut\", %s%s);", of,
                 given                                       ? ""
                 : asked->part[0].size.kind == SD_SIZE_SHARE ? "1 - "
                                                             : "numel(rows) - ",
                 size);
    sd_code_line(code, "part = test(c);");
    sd_code_line(code, "train = rows(! part);\ntest = rows(part);");
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_octave_cvpartition = {
    .name = "octave-cvpartition",
    .summary = "cvpartition of Octave's package statistics, also by labels, in input order",
    .call = "rand(\"twister\", SEED); c = cvpartition(n, \"HoldOut\", 1 - 0.8)",
    .versions = "1.5.3",
    .of = "statistics",
    .checked = "golden vectors; 110 random cases beside Octave",
    .nearest = "sklearn",
    .code = print_code,
    .generator = "octave",
    .seed = seed,
    .assign = assign,
    .assign_strata = hold_out,
    .fold_rows = fold_rows,
    .fold_strata = fold_strata,
};
