/* SPDX-License-Identifier: MIT */
/*
 * iterative-stratification, with --stratify A,B,C, columns of labels:
 * MultilabelStratifiedShuffleSplit, and MultilabelStratifiedKFold(K, shuffle=True).
 *
 * The rows are permuted by NumPy's RandomState(seed). Then, as long as rows are left: the label
 * that the fewest of them have (at least one; among equal ones the generator chooses) is given out.
 * Each of its rows, in the order of the permutation, goes to the part that still wants most rows
 * with this label, among such parts to the one that wants most rows, among such by the generator.
 * Rows without a label come last, each to the part that wants most rows. What a part wants is its
 * share of all, in doubles, less what it got. (Sechidis, Tsoumakas, Vlahavas, ECML PKDD 2011.)
 */
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/sklearn.h"
#include "recipe/table.h"

#include "algorithm/distribute.h"

#include <inttypes.h>
#include <string.h>

struct split {
    const struct sd_codes *strata;
    const struct sd_draw *draw;
    const double *share; /* by part */
    uint32_t parts;
    uint32_t *part_of; /* by row; SD_NO_PART: not yet */
    uint64_t *order;   /* the permutation */
    uint64_t *left;    /* by label: rows with it that have no part yet */
    double *wanted;    /* by part, then by part and label: wanted[(1 + label) * parts + part] */
    uint32_t *tied;    /* labels or parts between which the generator chooses */
};

static bool has(const struct split *s, uint64_t row, size_t label)
{
    const struct sd_codes *strata = s->strata;
    return strata->labels[strata->code[row] * strata->label_columns + label] != 0;
}

/* One of tied[0..count-1]; nothing is drawn for one. */
static uint32_t choose(const struct split *s, uint32_t count)
{
    return s
        ->tied[count == 1 ? 0 : splitdata_numpy_interval(&s->draw->random->state.numpy, count - 1)];
}

/* Keeps those of tied[0..count-1] that want most, of rows or of rows with a label; returns how many
 * they are. */
static uint32_t keep_largest(const struct split *s, const double *wanted, uint32_t count)
{
    double most = wanted[s->tied[0]];
    uint32_t kept = 0;
    for (uint32_t i = 1; i < count; i++)
        most = wanted[s->tied[i]] > most ? wanted[s->tied[i]] : most;
    for (uint32_t i = 0; i < count; i++) {
        if (wanted[s->tied[i]] == most)
            s->tied[kept++] = s->tied[i];
    }
    return kept;
}

static void all_parts(const struct split *s)
{
    for (uint32_t p = 0; p < s->parts; p++)
        s->tied[p] = p;
}

/* The label of the fewest rows; SIZE_MAX: the rows that are left have none. */
static size_t rarest(const struct split *s)
{
    const size_t labels = s->strata->label_columns;
    uint64_t fewest = UINT64_MAX;
    uint32_t count = 0;
    for (size_t l = 0; l < labels; l++) {
        if (s->left[l] == 0 || s->left[l] > fewest)
            continue;
        if (s->left[l] < fewest)
            count = 0;
        fewest = s->left[l];
        s->tied[count++] = (uint32_t)l;
    }
    return count == 0 ? SIZE_MAX : choose(s, count);
}

static void give(const struct split *s, uint64_t row, uint32_t part)
{
    s->part_of[row] = part;
    s->wanted[part] -= 1;
    for (size_t l = 0; l < s->strata->label_columns; l++) {
        if (has(s, row, l)) {
            s->wanted[(1 + l) * s->parts + part] -= 1;
            s->left[l]--;
        }
    }
}

static void give_label(const struct split *s, size_t label)
{
    const double *of_label = s->wanted + (1 + label) * s->parts;
    for (uint64_t i = 0; i < s->strata->rows; i++) {
        const uint64_t row = s->order[i];
        if (s->part_of[row] != SD_NO_PART || !has(s, row, label))
            continue;
        all_parts(s);
        uint32_t count = keep_largest(s, of_label, s->parts);
        if (count > 1)
            count = keep_largest(s, s->wanted, count);
        give(s, row, choose(s, count));
    }
}

static void give_rest(const struct split *s)
{
    for (uint64_t i = 0; i < s->strata->rows; i++) {
        const uint64_t row = s->order[i];
        if (s->part_of[row] != SD_NO_PART)
            continue;
        all_parts(s);
        give(s, row, choose(s, keep_largest(s, s->wanted, s->parts)));
    }
}

static int run(struct split *s, struct splitdata_error *error)
{
    const uint64_t n = s->strata->rows;
    const size_t labels = s->strata->label_columns;
    for (uint64_t row = 0; row < n; row++) {
        s->order[row] = row;
        s->part_of[row] = SD_NO_PART;
    }
    memset(s->left, 0, labels * sizeof *s->left);
    int status = sd_draw_permute(s->draw, s->order, n, sizeof *s->order, error);
    for (uint64_t row = 0; row < n && status == SPLITDATA_OK; row++) {
        for (size_t l = 0; l < labels; l++)
            s->left[l] += has(s, row, l);
    }
    for (uint32_t p = 0; p < s->parts; p++) {
        s->wanted[p] = s->share[p] * (double)n;
        for (size_t l = 0; l < labels; l++)
            s->wanted[(1 + l) * s->parts + p] = s->share[p] * (double)s->left[l];
    }
    for (size_t label; status == SPLITDATA_OK && (label = rarest(s)) != SIZE_MAX;)
        give_label(s, label);
    if (status == SPLITDATA_OK)
        give_rest(s);
    return status;
}

/* Sets part_of[row] of every row; the caller has set the members up to it. */
static int stratify(struct split *s, struct splitdata_error *error)
{
    struct sd_memory *memory = s->draw->memory;
    const size_t labels = s->strata->label_columns;
    s->order = sd_memory_take(memory, s->strata->rows, sizeof *s->order);
    s->left = sd_memory_take(memory, labels, sizeof *s->left);
    s->wanted = sd_memory_take(memory, (uint64_t)(1 + labels) * s->parts, sizeof *s->wanted);
    s->tied = sd_memory_take(memory, labels > s->parts ? labels : s->parts, sizeof *s->tied);
    int status = s->order != NULL && s->left != NULL && s->wanted != NULL && s->tied != NULL &&
                         s->part_of != NULL
                     ? run(s, error)
                     : sd_fail_memory(error, "the labels");
    sd_memory_free(s->order);
    sd_memory_free(s->left);
    sd_memory_free(s->wanted);
    sd_memory_free(s->tied);
    return status;
}

static int assign_strata(struct sd_plan *plan, struct sd_stratified *stratified,
                         const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                         struct splitdata_error *error)
{
    const struct sd_codes *strata = stratified->strata;
    uint64_t sizes[2] = {0};
    if (asked->parts != 2)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like iterstrat: MultilabelStratifiedShuffleSplit makes two parts");
    int status = sd_sklearn_sizes(asked, sizes, error);
    if (status != SPLITDATA_OK)
        return status;
    const double sum = (double)(sizes[0] + sizes[1]);
    const double share[] = {(double)sizes[0] / sum, (double)sizes[1] / sum};
    uint32_t *part_of = sd_memory_take(draw->memory, plan->count, sizeof *part_of);
    struct split split = {strata, draw, share, 2, part_of, NULL, NULL, NULL, NULL};
    status = stratify(&split, error);
    if (status == SPLITDATA_OK && stratified->rows != NULL) {
        memset(stratified->rows, 0, 2 * (size_t)strata->count * sizeof *stratified->rows);
        for (uint64_t row = 0; row < plan->count; row++)
            stratified->rows[(size_t)part_of[row] * strata->count + strata->code[row]]++;
    }
    if (status == SPLITDATA_OK)
        status = sd_distribute(plan, part_of, error);
    sd_memory_free(part_of);
    return status;
}

static int fold_strata(struct sd_folds *folds, const struct sd_codes *strata,
                       const struct sd_draw *draw, struct splitdata_error *error)
{
    if (draw == NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like iterstrat: its folds are always drawn (leave --no-shuffle out)");
    if (folds->count > folds->rows)
        return sd_fail(error, SPLITDATA_DATA,
                       "Cannot have number of splits n_splits=%" PRIu32
                       " greater than the number of samples: %" PRIu64 ".",
                       folds->count, folds->rows);
    double *share = sd_memory_take(folds->memory, folds->count, sizeof *share);
    if (share == NULL)
        return sd_fail_memory(error, "the folds");
    for (uint32_t f = 0; f < folds->count; f++)
        share[f] = 1.0 / (double)folds->count;
    struct split split = {strata, draw, share, folds->count, folds->fold_of,
                          NULL,   NULL, NULL,  NULL};
    int status = stratify(&split, error);
    sd_memory_free(share);
    return status;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const struct splitdata_options *o = asked->options;
    const bool folds = o->folds != 0;
    const bool repeated = folds && o->repeats != 0;
    const char *class = repeated ? "RepeatedMultilabelStratifiedKFold"
                        : folds  ? "MultilabelStratifiedKFold"
                                 : "MultilabelStratifiedShuffleSplit";
    const char *columns = "";
    struct sd_text text = {0};
    if (asked->seed != NULL && strchr(asked->seed, ',') != NULL)
        sd_code_line(code, "import numpy as np");
    int status = sd_python_read(asked, code, error);
    if (status == SPLITDATA_OK)
        status = sd_python_columns(code, o->stratify, &columns, error);
    if (status != SPLITDATA_OK)
        return status;
    const char *state = sd_python_random_state(code, asked->seed);
    bool made;
    if (repeated)
        made = sd_text_format(&text,
                              "%s(n_splits=%" PRIu64 ", n_repeats=%" PRIu64 ", random_state=%s)",
                              class, o->folds, o->repeats, state);
    else if (!folds)
        made = sd_text_format(
            &text, "%s(%" PRIu64 "%s%s, random_state=%s)", class, o->repeats != 0 ? o->repeats : 1,
            sd_python_sizes(asked, code, "train_size", "test_size"),
            asked->part[1].size.kind == SD_SIZE_NONE ? ", test_size=None" : "", state);
    else
        made = sd_text_format(&text, "%s(%" PRIu64 ", shuffle=True, random_state=%s)", class,
                              o->folds, state);
    const char *splitter = sd_code_keep(code, &text, made);
    sd_code_line(code, "from iterstrat.ml_stratifiers import %s", class);
    if (!folds && o->repeats == 0) {
        sd_code_line(code, "train, test = next(%s.split(df, %s.to_numpy()))", splitter, columns);
        sd_code_line(code, "train, test = df.iloc[train], df.iloc[test]");
        return SPLITDATA_OK;
    }
    sd_code_line(code, "%s = [(df.iloc[train], df.iloc[test])", folds ? "folds" : "repeats");
    sd_code_line(code, "         for train, test in %s.split(df, %s.to_numpy())]", splitter,
                 columns);
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_iterstrat = {
    .name = "iterstrat",
    .summary = "iterative-stratification, with --stratify A,B,C: columns of labels",
    .call = "MultilabelStratifiedShuffleSplit(1, train_size=0.8, random_state=SEED).split(X, Y), "
            "and MultilabelStratifiedKFold(K, shuffle=True, random_state=SEED) with --folds",
    .versions = "0.1.9 0.1.8",
    .of = "iterative-stratification",
    .checked = "golden vectors; beside iterative-stratification itself",
    .code = print_code,
    .generator = "numpy",
    .permute = sd_permute_numpy,
    .labels = true,
    .assign_strata = assign_strata,
    .fold_strata = fold_strata,
};
