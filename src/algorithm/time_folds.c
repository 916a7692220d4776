/* SPDX-License-Identifier: MIT */
/* TimeSeriesSplit: see chronological.h. */
#include "algorithm/chronological.h"

#include <inttypes.h>

int sd_time_folds_set(struct sd_time_folds *folds, struct splitdata_error *error)
{
    uint64_t n = folds->rows, k = folds->folds;
    if (k < 2)
        return sd_fail(error, SPLITDATA_USAGE, "--folds %" PRIu64 ": at least 2", k);
    if (k + 1 > n)
        return sd_fail(error, SPLITDATA_DATA,
                       "--folds %" PRIu64 " along time need at least %" PRIu64
                       " records, and there %s %" PRIu64,
                       k, k + 1, n == 1 ? "is" : "are", n);
    if (folds->test_size == 0)
        folds->test_size = n / (k + 1);
    if (folds->gap >= n || folds->test_size > (n - folds->gap - 1) / k)
        return sd_fail(error, SPLITDATA_DATA,
                       "%" PRIu64 " folds with %" PRIu64 " test record%s and a gap of %" PRIu64
                       " leave none of %" PRIu64 " records to train on (fewer or smaller ones)",
                       k, folds->test_size, folds->test_size == 1 ? "" : "s", folds->gap, n);
    if (folds->sliding && folds->max_train == 0)
        folds->max_train = n - k * folds->test_size - folds->gap;
    return SPLITDATA_OK;
}

void sd_time_fold(const struct sd_time_folds *folds, uint32_t fold, struct sd_cut *train,
                  struct sd_cut *test)
{
    uint64_t begin = folds->rows - (folds->folds - fold) * folds->test_size;
    uint64_t end = begin - folds->gap;
    bool bounded = folds->max_train > 0 && folds->max_train < end;
    *train = (struct sd_cut){bounded ? end - folds->max_train : 0, end};
    *test = (struct sd_cut){begin, begin + folds->test_size};
}
