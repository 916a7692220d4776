/* SPDX-License-Identifier: MIT */
/*
 * Splits described in lines of text, and their results as lines of text: what the golden vectors of
 * scikit-learn (tests/golden/sklearn_splits.txt) and the live comparison with it
 * (tests/oracle/strategy_oracle.py) have in common.
 *
 *     case NAME STRATEGY      holdout, grouped, folds, time-folds, leave-one-group-out, predefined,
 *                             classes
 *     seed 101                no shuffling without it
 *     n 60                    rows, where no column says so
 *     train 0.8, test 12      sizes as people write them
 *     folds 5, repeats 2, test-size 3, max-train 5, gap 1
 *     rule old                StratifiedGroupKFold up to 1.7, GroupKFold before 1.9
 *     pandas 3                how numbers are read (2 is the default)
 *     y A<TAB>B<TAB>...       the values of a stratum column, %XX for a byte; one line a column
 *     g A<TAB>B<TAB>...       of the group column
 *     bins q4                 of the last y
 *     end
 */
#ifndef STRATEGY_CASES_H
#define STRATEGY_CASES_H

#include "algorithm/chronological.h"
#include "algorithm/folds.h"
#include "algorithm/grouped.h"
#include "algorithm/holdout.h"
#include "algorithm/stratified.h"
#include "base/size.h"
#include "base/text.h"
#include "keys/classes.h"
#include "recipe/table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CASE_COLUMNS = 4 };

struct column {
    char *cells; /* NUL-terminated, one after the other */
    uint64_t rows;
    struct sd_bins bins;
};

struct split_case {
    char name[200], strategy[40], seed[40], train[40], test[40];
    uint64_t n, repeats, test_size, max_train, gap;
    uint32_t folds;
    bool old_rule;
    enum sd_pandas pandas;
    struct column y[CASE_COLUMNS], g;
    size_t ys;
};

/* Decodes in place; returns the number of cells. */
static uint64_t decode_cells(char *text)
{
    char *to = text;
    uint64_t cells = 1;
    for (char *from = text; *from != '\0'; from++) {
        unsigned byte;
        if (*from == '%' && sscanf(from + 1, "%2x", &byte) == 1) {
            *to++ = (char)byte;
            from += 2;
        } else {
            cells += *from == '\t';
            *to++ = *from == '\t' ? '\0' : *from;
        }
    }
    *to = '\0';
    return cells;
}

static void set_column(struct column *column, const char *value)
{
    column->cells = sd_copy_string(value, strlen(value));
    column->rows = decode_cells(column->cells);
}

/* Parses one line (without its end) of a case; false at "end" or "expect". */
static bool case_line(struct split_case *c, char *line)
{
    char *value = strchr(line, ' ');
    if (value != NULL)
        *value++ = '\0';
    else
        value = line + strlen(line);
    if (strcmp(line, "case") == 0)
        sscanf(value, "%199s %39s", c->name, c->strategy);
    else if (strcmp(line, "seed") == 0)
        snprintf(c->seed, sizeof c->seed, "%s", value);
    else if (strcmp(line, "train") == 0)
        snprintf(c->train, sizeof c->train, "%s", value);
    else if (strcmp(line, "test") == 0)
        snprintf(c->test, sizeof c->test, "%s", value);
    else if (strcmp(line, "n") == 0)
        c->n = strtoull(value, NULL, 10);
    else if (strcmp(line, "folds") == 0)
        c->folds = (uint32_t)strtoull(value, NULL, 10);
    else if (strcmp(line, "repeats") == 0)
        c->repeats = strtoull(value, NULL, 10);
    else if (strcmp(line, "test-size") == 0)
        c->test_size = strtoull(value, NULL, 10);
    else if (strcmp(line, "max-train") == 0)
        c->max_train = strtoull(value, NULL, 10);
    else if (strcmp(line, "gap") == 0)
        c->gap = strtoull(value, NULL, 10);
    else if (strcmp(line, "rule") == 0)
        c->old_rule = strcmp(value, "old") == 0;
    else if (strcmp(line, "pandas") == 0)
        c->pandas = strcmp(value, "3") == 0 ? SD_PANDAS_3 : SD_PANDAS_2;
    else if (strcmp(line, "y") == 0 && c->ys < CASE_COLUMNS)
        set_column(&c->y[c->ys++], value);
    else if (strcmp(line, "bins") == 0)
        sd_bins_parse(&c->y[c->ys - 1].bins, value, strlen(value), &(struct splitdata_error){0});
    else if (strcmp(line, "g") == 0)
        set_column(&c->g, value);
    return strcmp(line, "end") != 0 && strcmp(line, "expect") != 0;
}

static void case_free(struct split_case *c)
{
    for (size_t i = 0; i < CASE_COLUMNS; i++)
        free(c->y[i].cells);
    free(c->g.cells);
    *c = (struct split_case){0};
}

/* A key column with its codes. */
struct numbered {
    struct sd_keys keys;
    struct sd_classes classes;
    uint32_t *code; /* of each row */
    struct sd_codes codes;
};

static int number_columns(struct numbered *numbered, const struct column *columns, size_t count,
                          enum sd_pandas pandas, struct splitdata_error *error)
{
    const char *at[CASE_COLUMNS] = {0};
    struct sd_key_column what[CASE_COLUMNS] = {{0}};
    *numbered = (struct numbered){0};
    for (size_t i = 0; i < count; i++) {
        at[i] = columns[i].cells;
        what[i] = (struct sd_key_column){.name = "y", .bins = columns[i].bins};
    }
    uint64_t rows = columns[0].rows;
    int status = sd_keys_begin(&numbered->keys, count, NULL, error);
    numbered->code = calloc((size_t)rows + 1, sizeof *numbered->code);
    for (uint64_t row = 0; status == SPLITDATA_OK && row < rows; row++) {
        struct sd_key_field fields[CASE_COLUMNS * SD_DISTINCT_BATCH];
        for (size_t i = 0; i < count; i++) {
            fields[i * SD_DISTINCT_BATCH] = (struct sd_key_field){at[i], strlen(at[i])};
            at[i] += strlen(at[i]) + 1;
        }
        status = sd_keys_add(&numbered->keys, fields, 1, &numbered->code[row], error);
    }
    sd_keys_count(&numbered->keys, numbered->code, status == SPLITDATA_OK ? rows : 0);
    if (status == SPLITDATA_OK)
        status = sd_classes_find(&numbered->classes, &numbered->keys, what, pandas, error);
    for (size_t i = 0; i < count; i++)
        sd_memory_free(what[i].ends);
    if (status != SPLITDATA_OK)
        return status;
    for (uint64_t row = 0; row < rows; row++)
        numbered->code[row] = numbered->classes.class_of[numbered->code[row]];
    numbered->codes = (struct sd_codes){.code = numbered->code,
                                        .sizes = numbered->classes.sizes,
                                        .rows = rows,
                                        .count = numbered->classes.count};
    if (numbered->classes.missing > 0 || numbered->classes.infinite > 0)
        return sd_fail(error, SPLITDATA_DATA, "missing or infinite values");
    return SPLITDATA_OK;
}

static void numbered_free(struct numbered *numbered)
{
    sd_keys_free(&numbered->keys);
    sd_classes_free(&numbered->classes);
    free(numbered->code);
}

static void print_rows(struct sd_text *out, const char *what, const uint64_t *rows, uint64_t count)
{
    sd_text_add(out, what);
    for (uint64_t i = 0; i < count; i++)
        sd_text_format(out, " %" PRIu64, rows[i]);
    sd_text_add(out, "\n");
}

static int one_holdout(const struct split_case *c, const struct sd_codes *strata,
                       const struct sd_codes *groups, const struct sd_draw *draw,
                       struct sd_text *out, struct splitdata_error *error)
{
    struct sd_part part[2] = {{.name = (char[]){"train"}}, {.name = (char[]){"test"}}};
    struct sd_cut cuts[2] = {{0}};
    uint64_t sizes[2] = {0}, n = c->n;
    uint64_t *items = calloc((size_t)n + 1, sizeof *items);
    for (uint64_t i = 0; i < n; i++)
        items[i] = i;
    struct sd_plan plan = {.items = items, .count = n, .cuts = cuts, .parts = 2};
    int status = SPLITDATA_OK;
    if (c->train[0] != '\0')
        status = sd_size_parse(&part[0].size, c->train, strlen(c->train), "--train-size", error);
    if (status == SPLITDATA_OK && c->test[0] != '\0')
        status = sd_size_parse(&part[1].size, c->test, strlen(c->test), "--test-size", error);
    if (status == SPLITDATA_OK)
        status = sd_recipe_sklearn.sizes(
            &(struct sd_sizes_asked){part, 2, true, groups != NULL ? groups->count : n, "record",
                                     false, NULL},
            sizes, error);
    if (status == SPLITDATA_OK && strata != NULL)
        status =
            sd_stratified(&plan, &(struct sd_stratified){.strata = strata}, sizes, draw, error);
    else if (status == SPLITDATA_OK && groups != NULL)
        status = sd_grouped(&plan, groups, sizes, draw, error);
    else if (status == SPLITDATA_OK) {
        draw != NULL ? sd_recipe_sklearn.cut(&plan, sizes) : sd_cut_first_part_first(&plan, sizes);
        if (draw != NULL)
            status = sd_holdout_permute(&plan, draw, NULL, error);
    }
    if (status == SPLITDATA_OK) {
        print_rows(out, "train", items + cuts[0].begin, cuts[0].end - cuts[0].begin);
        print_rows(out, "test", items + cuts[1].begin, cuts[1].end - cuts[1].begin);
    }
    free(items);
    return status;
}

static void print_folds(const struct sd_folds *folds, struct sd_text *out)
{
    for (uint32_t f = 0; f < folds->count; f++) {
        sd_text_add(out, "test");
        for (uint64_t row = 0; row < folds->rows; row++) {
            if (folds->fold_of[row] == f)
                sd_text_format(out, " %" PRIu64, row);
        }
        sd_text_add(out, "\n");
    }
}

static int one_folds(const struct split_case *c, const struct sd_codes *strata,
                     const struct sd_codes *groups, const struct sd_draw *draw, struct sd_text *out,
                     struct splitdata_error *error)
{
    struct sd_folds folds = {calloc((size_t)c->n + 1, sizeof(uint32_t)), c->n, c->folds, NULL};
    int status;
    if (strcmp(c->strategy, "leave-one-group-out") == 0)
        status = sd_fold_each_group(&folds, groups, error);
    else if (strcmp(c->strategy, "predefined") == 0)
        status = sd_fold_predefined(&folds, strata, (uint32_t)c->gap, error);
    else if (c->old_rule && strata == NULL)
        status = sd_fold_groups(&folds, groups, draw, SD_GROUP_ORDER_INTROSORT, error);
    else if (c->old_rule)
        status =
            sd_fold_strata_groups(&folds, strata, groups, draw, SD_GROUP_SHUFFLE_COUNTS, error);
    else
        status = sd_recipe_fold(&sd_recipe_sklearn, &folds, strata, groups, draw, error);
    if (status == SPLITDATA_OK)
        print_folds(&folds, out);
    free(folds.fold_of);
    return status;
}

static int run_time_folds(const struct split_case *c, struct sd_text *out,
                          struct splitdata_error *error)
{
    struct sd_time_folds folds = {.rows = c->n,
                                  .test_size = c->test_size,
                                  .max_train = c->max_train,
                                  .gap = c->gap,
                                  .folds = c->folds};
    int status = sd_time_folds_set(&folds, error);
    for (uint32_t f = 0; status == SPLITDATA_OK && f < folds.folds; f++) {
        struct sd_cut train, test;
        sd_time_fold(&folds, f, &train, &test);
        sd_text_format(out, "ranges %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", train.begin,
                       train.end, test.begin, test.end);
    }
    return status;
}

static void print_classes(const struct numbered *y, struct sd_text *out)
{
    sd_text_add(out, "classes");
    for (uint64_t row = 0; row < y->codes.rows; row++)
        sd_text_format(out, " %" PRIu32, y->codes.code[row]);
    sd_text_add(out, "\n");
}

static int run_repeats(struct split_case *c, const struct sd_codes *strata,
                       const struct sd_codes *groups, struct sd_text *out,
                       struct splitdata_error *error)
{
    struct splitdata_random random;
    struct sd_draw draw = {.permute = sd_recipe_sklearn.permute, .random = &random};
    const struct sd_draw *drawn = c->seed[0] != '\0' ? &draw : NULL;
    int status = SPLITDATA_OK;
    bool holdout = strcmp(c->strategy, "holdout") == 0;
    if (drawn != NULL)
        status = splitdata_random_init(&random, sd_recipe_sklearn.generator, c->seed, error);
    for (uint64_t r = 0; status == SPLITDATA_OK && (r == 0 || r < c->repeats); r++)
        status = holdout ? one_holdout(c, strata, groups, drawn, out, error)
                         : one_folds(c, strata, groups, drawn, out, error);
    return status;
}

/* Appends the result of a case to `out`: lines, or "error". */
static void case_run(struct split_case *c, struct sd_text *out, struct splitdata_error *error)
{
    struct numbered y = {0}, g = {0};
    int status = SPLITDATA_OK;
    if (c->ys > 0)
        status = number_columns(&y, c->y, c->ys, c->pandas, error);
    if (status == SPLITDATA_OK && c->g.cells != NULL)
        status = number_columns(&g, &c->g, 1, c->pandas, error);
    if (c->n == 0)
        c->n = c->ys > 0 ? c->y[0].rows : c->g.rows;
    if (status == SPLITDATA_OK && strcmp(c->strategy, "classes") == 0)
        print_classes(&y, out);
    else if (status == SPLITDATA_OK && strcmp(c->strategy, "time-folds") == 0)
        status = run_time_folds(c, out, error);
    else if (status == SPLITDATA_OK)
        status = run_repeats(c, c->ys > 0 ? &y.codes : NULL, c->g.cells != NULL ? &g.codes : NULL,
                             out, error);
    numbered_free(&y);
    numbered_free(&g);
    if (status != SPLITDATA_OK)
        sd_text_add(out, "error\n");
}

#endif
