/* SPDX-License-Identifier: MIT */
/* StratifiedKFold: see folds.h. */
#include "algorithm/folds.h"

#include <inttypes.h>

struct blocks {
    uint32_t *fold;   /* the folds of each class's rows, class by class */
    uint32_t *number; /* of each code, by first appearance */
    uint32_t *code;   /* the inverse */
    uint64_t *next;   /* of each code: the index of its next row in `fold` */
    uint32_t count;
};

static void number_by_appearance(struct blocks *b, const struct sd_codes *strata)
{
    uint32_t seen = 0;
    for (uint32_t c = 0; c < strata->count; c++)
        b->number[c] = UINT32_MAX;
    for (uint64_t row = 0; row < strata->rows && seen < strata->count; row++) {
        uint32_t code = strata->code[row];
        if (b->number[code] == UINT32_MAX) {
            b->number[code] = seen;
            b->code[seen++] = code;
        }
    }
    b->count = seen;
}

/* With the rows sorted by class, position i belongs to fold i mod count: a class gets as many rows
 * of each fold as such positions lie in its range, in blocks of ascending folds, which a draw
 * shuffles. */
static int deal(struct blocks *b, const struct sd_folds *folds, const struct sd_codes *strata,
                const struct sd_draw *draw, struct splitdata_error *error)
{
    uint64_t begin = 0, k = folds->count;
    for (uint32_t i = 0; i < b->count; i++) {
        uint64_t end = begin + strata->sizes[b->code[i]], at = begin;
        for (uint64_t f = 0; f < k && at < end; f++) {
            uint64_t positions = (end + k - 1 - f) / k - (begin + k - 1 - f) / k;
            for (; positions > 0; positions--)
                b->fold[at++] = (uint32_t)f;
        }
        b->next[b->code[i]] = begin;
        int status = draw == NULL ? SPLITDATA_OK
                                  : sd_draw_permute(draw, b->fold + begin, end - begin,
                                                    sizeof *b->fold, error);
        if (status != SPLITDATA_OK)
            return status;
        begin = end;
    }
    return SPLITDATA_OK;
}

static int check_classes(const struct sd_folds *folds, const struct sd_codes *strata,
                         struct splitdata_error *error)
{
    uint64_t largest = 0;
    for (uint32_t c = 0; c < strata->count; c++)
        largest = strata->sizes[c] > largest ? strata->sizes[c] : largest;
    if (folds->count < 2)
        return sd_fail(error, SPLITDATA_USAGE, "--folds %" PRIu32 ": at least 2", folds->count);
    if (folds->count > folds->rows)
        return sd_fail(error, SPLITDATA_DATA,
                       "--folds %" PRIu32 ": there are only %" PRIu64 " records", folds->count,
                       folds->rows);
    if (folds->count > largest)
        return sd_fail(error, SPLITDATA_DATA,
                       "--folds %" PRIu32
                       ": no class has so many records, the largest has %" PRIu64,
                       folds->count, largest);
    return SPLITDATA_OK;
}

int sd_fold_strata(struct sd_folds *folds, const struct sd_codes *strata,
                   const struct sd_draw *draw, struct splitdata_error *error)
{
    int status = check_classes(folds, strata, error);
    if (status != SPLITDATA_OK)
        return status;
    struct blocks b = {
        .fold = sd_memory_take(folds->memory, folds->rows, sizeof *b.fold),
        .number = sd_memory_take(folds->memory, strata->count, sizeof *b.number),
        .code = sd_memory_take(folds->memory, strata->count, sizeof *b.code),
        .next = sd_memory_take(folds->memory, strata->count, sizeof *b.next),
    };
    if (b.fold == NULL || b.number == NULL || b.code == NULL || b.next == NULL) {
        status = sd_fail_memory(error, "the folds");
    } else {
        number_by_appearance(&b, strata);
        status = deal(&b, folds, strata, draw, error);
    }
    for (uint64_t row = 0; status == SPLITDATA_OK && row < folds->rows; row++)
        folds->fold_of[row] = b.fold[b.next[strata->code[row]]++];
    sd_memory_free(b.fold);
    sd_memory_free(b.number);
    sd_memory_free(b.code);
    sd_memory_free(b.next);
    return status;
}
