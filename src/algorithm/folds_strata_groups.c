/* SPDX-License-Identifier: MIT */
/*
 * StratifiedGroupKFold: see folds.h. Groups with the most uneven classes come first; each goes to
 * the fold where it makes the classes most evenly spread over the folds.
 *
 * Only the classes of the current group change, so the spread of all others is kept from group to
 * group: the sums are of the same doubles in the same order as if all were recomputed.
 */
#include "algorithm/contingency.h"
#include "algorithm/folds.h"
#include "algorithm/pairwise.h"
#include "base/sort.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* A group and its position after shuffling. */
struct turn {
    double spread; /* standard deviation of its rows over the classes */
    uint32_t group;
    uint32_t position;
};

struct spreading {
    const struct sd_codes *strata;
    struct sd_contingency table;
    uint32_t folds;
    struct turn *turns;
    uint32_t *fold;  /* of each group */
    double *have;    /* have[f * classes + c]: rows of class c in fold f */
    double *spread;  /* of each class over the folds */
    double *classes; /* space for a number per class, twice */
    double *shares;  /* space for a number per fold, twice */
    uint64_t *rows;  /* of each fold */
};

/* The most uneven first, then by position. */
static int by_spread(const void *left, const void *right)
{
    const struct turn *a = left, *b = right;
    if (a->spread != b->spread)
        return a->spread < b->spread ? 1 : -1;
    return a->position < b->position ? -1 : a->position > b->position;
}

static double group_spread(struct spreading *s, uint32_t group)
{
    size_t classes = s->strata->count;
    double *dense = s->classes, *room = s->classes + classes;
    for (size_t c = 0; c < classes; c++)
        dense[c] = 0.0;
    for (uint64_t i = s->table.begin[group]; i < s->table.begin[group + 1]; i++)
        dense[s->table.class[i]] = (double)s->table.rows[i];
    return sd_pairwise_std(dense, classes, room);
}

static int set_turns(struct spreading *s, const struct sd_draw *draw, struct splitdata_error *error)
{
    uint32_t groups = s->table.groups;
    int status = SPLITDATA_OK;
    for (uint32_t i = 0; i < groups; i++)
        s->fold[i] = i;
    if (draw != NULL)
        status = sd_draw_permutation(draw, s->fold, groups, error);
    if (status != SPLITDATA_OK)
        return status;
    for (uint32_t position = 0; position < groups; position++)
        s->turns[position] =
            (struct turn){group_spread(s, s->fold[position]), s->fold[position], position};
    return sd_sort(s->turns, groups, sizeof *s->turns, by_spread, s->strata->memory)
               ? SPLITDATA_OK
               : sd_fail_memory(error, "the folds");
}

/* The spread of class c over the folds if fold f gets `more` rows of it. NumPy adds along the first
 * axis one by one, but pairwise if there is a single class. */
static double class_spread(struct spreading *s, uint32_t c, uint32_t f, uint64_t more)
{
    size_t classes = s->strata->count, folds = s->folds;
    double all = (double)s->strata->sizes[c], sum = 0.0;
    for (size_t i = 0; i < folds; i++) {
        double rows = s->have[i * classes + c] + (i == f ? (double)more : 0.0);
        s->shares[i] = rows / all;
        sum += s->shares[i];
    }
    if (classes == 1)
        return sd_pairwise_std(s->shares, folds, s->shares + folds);
    double mean = sum / (double)folds, squares = 0.0;
    for (size_t i = 0; i < folds; i++) {
        double off = s->shares[i] - mean;
        squares += off * off;
    }
    return sqrt(squares / (double)folds);
}

/* The mean spread of all classes if the group is in fold f. */
static double evaluate(struct spreading *s, uint32_t group, uint32_t f)
{
    size_t classes = s->strata->count;
    uint64_t begin = s->table.begin[group], end = s->table.begin[group + 1];
    for (uint64_t i = begin; i < end; i++) {
        uint32_t c = s->table.class[i];
        s->classes[i - begin] = s->spread[c];
        s->spread[c] = class_spread(s, c, f, s->table.rows[i]);
    }
    double mean = sd_pairwise_sum(s->spread, classes) / (double)classes;
    for (uint64_t i = begin; i < end; i++)
        s->spread[s->table.class[i]] = s->classes[i - begin];
    return mean;
}

static uint32_t best_fold(struct spreading *s, uint32_t group)
{
    uint32_t best = 0;
    double least = INFINITY;
    uint64_t rows = UINT64_MAX;
    for (uint32_t f = 0; f < s->folds; f++) {
        double mean = evaluate(s, group, f);
        bool close = isfinite(least) && fabs(mean - least) <= 1e-8 + 1e-5 * fabs(least);
        if (mean < least || (close && s->rows[f] < rows)) {
            least = mean;
            rows = s->rows[f];
            best = f;
        }
    }
    return best;
}

/* `label` is the group whose rows get the fold chosen for `group`. */
static void assign(struct spreading *s, uint32_t group, uint32_t label)
{
    uint32_t f = best_fold(s, group);
    for (uint64_t i = s->table.begin[group]; i < s->table.begin[group + 1]; i++) {
        uint32_t c = s->table.class[i];
        s->have[(size_t)f * s->strata->count + c] += (double)s->table.rows[i];
        s->rows[f] += s->table.rows[i];
        s->spread[c] = class_spread(s, c, f, 0);
    }
    s->fold[label] = f;
}

static int allocate(struct spreading *s, struct splitdata_error *error)
{
    size_t classes = s->strata->count, folds = s->folds, groups = s->table.groups;
    if (classes >= SIZE_MAX / sizeof *s->have / folds)
        return sd_fail_memory(error, "the folds");
    struct sd_memory *memory = s->strata->memory;
    s->turns = sd_memory_take(memory, groups, sizeof *s->turns);
    s->fold = sd_memory_take(memory, groups, sizeof *s->fold);
    s->have = sd_memory_take(memory, classes * folds, sizeof *s->have);
    s->spread = sd_memory_take(memory, classes, sizeof *s->spread);
    s->classes = sd_memory_take(memory, classes, 2 * sizeof *s->classes);
    s->shares = calloc(folds, 2 * sizeof *s->shares);
    s->rows = calloc(folds, sizeof *s->rows);
    bool ready = s->turns != NULL && s->fold != NULL && s->have != NULL && s->spread != NULL &&
                 s->classes != NULL && s->shares != NULL && s->rows != NULL;
    return ready ? SPLITDATA_OK : sd_fail_memory(error, "the folds");
}

static int check(const struct sd_folds *folds, const struct sd_codes *strata,
                 const struct sd_codes *groups, struct splitdata_error *error)
{
    uint64_t largest = 0;
    for (uint32_t c = 0; c < strata->count; c++)
        largest = strata->sizes[c] > largest ? strata->sizes[c] : largest;
    if (folds->count < 2)
        return sd_fail(error, SPLITDATA_USAGE, "--folds %" PRIu32 ": at least 2", folds->count);
    if (folds->count > largest)
        return sd_fail(error, SPLITDATA_DATA,
                       "--folds %" PRIu32
                       ": no class has so many records, the largest has %" PRIu64,
                       folds->count, largest);
    if (folds->count > groups->count)
        return sd_fail(error, SPLITDATA_DATA,
                       "--folds %" PRIu32 ": there %s only %" PRIu32 " group%s", folds->count,
                       groups->count == 1 ? "is" : "are", groups->count,
                       groups->count == 1 ? "" : "s");
    return SPLITDATA_OK;
}

int sd_fold_strata_groups(struct sd_folds *folds, const struct sd_codes *strata,
                          const struct sd_codes *groups, const struct sd_draw *draw,
                          enum sd_group_shuffle rule, struct splitdata_error *error)
{
    int status = check(folds, strata, groups, error);
    if (status != SPLITDATA_OK)
        return status;
    struct spreading s = {.strata = strata, .folds = folds->count};
    status = sd_contingency_build(&s.table, groups, strata, error);
    if (status == SPLITDATA_OK)
        status = allocate(&s, error);
    if (status == SPLITDATA_OK)
        status = set_turns(&s, draw, error);
    for (uint32_t i = 0; status == SPLITDATA_OK && i < groups->count; i++) {
        struct turn turn = s.turns[i];
        assign(&s, turn.group, rule == SD_GROUP_SHUFFLE ? turn.group : turn.position);
    }
    for (uint64_t row = 0; status == SPLITDATA_OK && row < folds->rows; row++)
        folds->fold_of[row] = s.fold[groups->code[row]];
    sd_contingency_free(&s.table);
    sd_memory_free(s.turns);
    sd_memory_free(s.fold);
    sd_memory_free(s.have);
    sd_memory_free(s.spread);
    sd_memory_free(s.classes);
    free(s.shares);
    free(s.rows);
    return status;
}
