/* SPDX-License-Identifier: MIT */
#include "algorithm/folds.h"

#include "algorithm/heaviest.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>

static int check_count(const struct sd_folds *folds, uint64_t things, const char *what,
                       struct splitdata_error *error)
{
    if (folds->count < 2)
        return sd_fail(error, SPLITDATA_USAGE, "--folds %" PRIu32 ": at least 2", folds->count);
    if (folds->count <= things)
        return SPLITDATA_OK;
    return sd_fail(error, SPLITDATA_DATA, "--folds %" PRIu32 ": there %s only %" PRIu64 " %s%s",
                   folds->count, things == 1 ? "is" : "are", things, what, things == 1 ? "" : "s");
}

/* The fold of position `at` of `total` cut into ranges, of which the first total mod count are
 * longer by one; those end at `longs`. */
static uint32_t fold_at(uint64_t at, uint64_t total, uint32_t count)
{
    uint64_t size = total / count, longer = total % count, longs = longer * (size + 1);
    return (uint32_t)(at < longs ? at / (size + 1) : longer + (at - longs) / size);
}

static int shuffle_rows(struct sd_folds *folds, const struct sd_draw *draw,
                        struct splitdata_error *error)
{
    uint64_t rows = folds->rows;
    bool narrow = rows <= UINT32_MAX;
    uint32_t *small = NULL;
    uint64_t *large = NULL;
    if (narrow)
        small = sd_memory_take(folds->memory, rows, sizeof *small);
    else
        large = sd_memory_take(folds->memory, rows, sizeof *large);
    int status = SPLITDATA_OK;
    if (small == NULL && large == NULL)
        status = sd_fail_memory(error, "the folds");
    else if (narrow)
        status = sd_draw_permutation(draw, small, (uint32_t)rows, error);
    for (uint64_t i = 0; large != NULL && i < rows; i++)
        large[i] = i;
    if (large != NULL)
        status = sd_draw_permute(draw, large, rows, sizeof *large, error);
    for (uint64_t i = 0; status == SPLITDATA_OK && i < rows; i++)
        folds->fold_of[narrow ? small[i] : large[i]] = fold_at(i, rows, folds->count);
    sd_memory_free(small);
    sd_memory_free(large);
    return status;
}

int sd_fold_rows(struct sd_folds *folds, const struct sd_draw *draw, struct splitdata_error *error)
{
    int status = check_count(folds, folds->rows, "record", error);
    if (status != SPLITDATA_OK)
        return status;
    if (draw != NULL)
        return shuffle_rows(folds, draw, error);
    for (uint64_t i = 0; i < folds->rows; i++)
        folds->fold_of[i] = fold_at(i, folds->rows, folds->count);
    return SPLITDATA_OK;
}

/* Sets fold[g] of each group: the largest first, each to the lightest fold. */
static int balance_groups(uint32_t *fold, uint32_t count, const struct sd_codes *groups,
                          enum sd_group_order rule, struct splitdata_error *error)
{
    uint32_t *order = sd_memory_take(groups->memory, groups->count, sizeof *order);
    struct sd_lightest lightest = {0};
    int status = order == NULL ? sd_fail_memory(error, "the groups")
                               : sd_lightest_begin(&lightest, count, error);
    if (status == SPLITDATA_OK)
        status = sd_heaviest_first(order, groups, rule == SD_GROUP_ORDER_INTROSORT, error);
    for (uint32_t i = 0; status == SPLITDATA_OK && i < groups->count; i++)
        fold[order[i]] = sd_lightest_add(&lightest, groups->sizes[order[i]]);
    sd_lightest_free(&lightest);
    sd_memory_free(order);
    return status;
}

static int shuffle_groups(uint32_t *fold, uint32_t count, const struct sd_codes *groups,
                          const struct sd_draw *draw, struct splitdata_error *error)
{
    uint32_t *order = sd_memory_take(groups->memory, groups->count, sizeof *order);
    int status = order == NULL ? sd_fail_memory(error, "the groups")
                               : sd_draw_permutation(draw, order, groups->count, error);
    for (uint32_t i = 0; status == SPLITDATA_OK && i < groups->count; i++)
        fold[order[i]] = fold_at(i, groups->count, count);
    sd_memory_free(order);
    return status;
}

int sd_fold_groups(struct sd_folds *folds, const struct sd_codes *groups,
                   const struct sd_draw *draw, enum sd_group_order order,
                   struct splitdata_error *error)
{
    int status = check_count(folds, groups->count, "group", error);
    if (status != SPLITDATA_OK)
        return status;
    uint32_t *fold = sd_memory_take(folds->memory, groups->count, sizeof *fold);
    if (fold == NULL)
        return sd_fail_memory(error, "the groups");
    status = draw != NULL ? shuffle_groups(fold, folds->count, groups, draw, error)
                          : balance_groups(fold, folds->count, groups, order, error);
    for (uint64_t row = 0; status == SPLITDATA_OK && row < folds->rows; row++)
        folds->fold_of[row] = fold[groups->code[row]];
    sd_memory_free(fold);
    return status;
}

int sd_fold_each_group(struct sd_folds *folds, const struct sd_codes *groups,
                       struct splitdata_error *error)
{
    if (groups->count < 2)
        return sd_fail(error, SPLITDATA_DATA,
                       "--leave-one-group-out needs at least 2 groups, and there is 1");
    folds->count = groups->count;
    for (uint64_t row = 0; row < folds->rows; row++)
        folds->fold_of[row] = groups->code[row];
    return SPLITDATA_OK;
}

int sd_fold_predefined(struct sd_folds *folds, const struct sd_codes *values, uint32_t always_train,
                       struct splitdata_error *error)
{
    folds->count = values->count - (always_train < values->count);
    if (folds->count == 0)
        return sd_fail(error, SPLITDATA_DATA,
                       "--predefined: no record is in the test part of a fold");
    for (uint64_t row = 0; row < folds->rows; row++) {
        uint32_t code = values->code[row];
        folds->fold_of[row] = code == always_train ? SD_NO_FOLD : code - (code > always_train);
    }
    return SPLITDATA_OK;
}

static double share_off(double have, double rows, double share)
{
    return rows > 0.0 ? fabs(have / rows - share) : 0.0;
}

int sd_folds_deviation(const struct sd_folds *folds, const struct sd_codes *strata,
                       double *deviation, struct splitdata_error *error)
{
    size_t classes = strata->count;
    if (classes >= SIZE_MAX / sizeof(double) / folds->count)
        return sd_fail_memory(error, "the folds");
    double *have = sd_memory_take(folds->memory, (uint64_t)folds->count * classes, sizeof *have);
    if (have == NULL)
        return sd_fail_memory(error, "the folds");
    for (uint64_t row = 0; row < folds->rows; row++)
        have[folds->fold_of[row] * classes + strata->code[row]] += 1.0;
    double all = (double)folds->rows;
    *deviation = 0.0;
    for (uint32_t f = 0; f < folds->count; f++) {
        const double *test = have + f * classes;
        double rows = 0.0;
        for (size_t c = 0; c < classes; c++)
            rows += test[c];
        for (size_t c = 0; c < classes; c++) {
            double of_class = (double)strata->sizes[c], share = of_class / all;
            *deviation = fmax(*deviation, share_off(test[c], rows, share));
            *deviation = fmax(*deviation, share_off(of_class - test[c], all - rows, share));
        }
    }
    sd_memory_free(have);
    return SPLITDATA_OK;
}
