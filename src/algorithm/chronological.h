/* SPDX-License-Identifier: MIT */
/*
 * Splits by time: train on the earlier records, test on the later ones.
 *
 * Stamps are given as 64-bit keys in the order of time (see keys/stamps.h). Positions count records
 * in time order, records with equal stamps in input order; parts keep the input's order.
 */
#ifndef SD_ALGORITHM_CHRONOLOGICAL_H
#define SD_ALGORITHM_CHRONOLOGICAL_H

#include "algorithm/codes.h"
#include "algorithm/plan.h"
#include "base/error.h"

#include <stdbool.h>

/* What is removed before each later part. */
enum sd_gap_kind { SD_GAP_NONE, SD_GAP_ROWS, SD_GAP_TICKS };

struct sd_gap {
    enum sd_gap_kind kind;
    uint64_t amount; /* records, or units of the keys */
};

/* Treatment of a group with records in several parts: leave it out, move it to the earliest or to
 * the latest of these parts, or fail. */
enum sd_straddle { SD_STRADDLE_DROP, SD_STRADDLE_TRAIN, SD_STRADDLE_TEST, SD_STRADDLE_ERROR };

struct sd_chronology {
    const uint64_t *keys;  /* the stamp of each row */
    const uint64_t *order; /* of sd_time_order */
    uint64_t rows;
    const uint64_t *sizes;   /* of the parts, in records; NULL: see cutoffs */
    const uint64_t *cutoffs; /* parts - 1 keys, rising: part p+1 begins with cutoffs[p] */
    struct sd_gap gap;
    const struct sd_codes *groups; /* NULL: none */
    enum sd_straddle straddle;
    struct sd_memory *memory; /* for temporary arrays */
    /* Results of sd_chronological. */
    uint64_t gap_rows;       /* removed for the gap */
    size_t idle_gap;         /* the first part before which a gap of ticks removes none; 0: none */
    uint64_t straddled_rows; /* of straddling groups: left out or moved to another part */
    uint32_t straddling;     /* groups */
    uint32_t straddler;      /* the code of the first one, if there is any */
};

/* order[i] = the row at position i. Time is linear if the keys are sorted already, and nearly
 * linear otherwise; then it borrows 32 bytes per row. SPLITDATA_SYSTEM: no memory. */
int sd_time_order(const uint64_t *keys, uint64_t rows, uint64_t *order, struct sd_memory *memory,
                  struct splitdata_error *error);

/* Rearranges plan->items (in input order) and fills plan->cuts, all parts in input order. A cut by
 * size moves back to the first record with the same stamp, so equal stamps stay together in the
 * later part. A gap of N records removes the last N positions of a part before the next one; a gap
 * of ticks removes the records less than that before the next part's first record (before its
 * cutoff, if it has one). SPLITDATA_DATA if a part is empty or, on request, a group straddles;
 * SPLITDATA_SYSTEM: no memory. */
int sd_chronological(struct sd_plan *plan, struct sd_chronology *chronology,
                     struct splitdata_error *error);

/* TimeSeriesSplit (scikit-learn 1.9): fold f tests on a range of positions and trains on the
 * positions before it; equal stamps may be on both sides, as there. */
struct sd_time_folds {
    uint64_t rows;
    uint64_t test_size; /* positions in each test part; 0: rows / (folds + 1) */
    uint64_t max_train; /* maximum of positions in a train part; 0: all */
    uint64_t gap;       /* positions between train and test */
    uint32_t folds;     /* at least 2 */
    bool sliding;       /* if max_train is 0, it becomes the first fold's train size */
};

/* Validates the numbers and replaces zeros by their defaults (max_train stays 0 if unlimited).
 * SPLITDATA_USAGE, SPLITDATA_DATA. */
int sd_time_folds_set(struct sd_time_folds *folds, struct splitdata_error *error);

/* The positions of a fold, 0 ... folds-1. */
void sd_time_fold(const struct sd_time_folds *folds, uint32_t fold, struct sd_cut *train,
                  struct sd_cut *test);

#endif
