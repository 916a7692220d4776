/* SPDX-License-Identifier: MIT */
/*
 * Splits along time: the earlier records train, the later ones test.
 *
 * Stamps come as 64-bit keys whose order is the order in time (keys/stamps.h makes them). Places
 * count records in time order, equal stamps in input order; parts keep the input's order.
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

/* What becomes of a group with records in several parts: they are left out, or all go to the
 * earliest or the latest of these parts, or it is an error. */
enum sd_straddle { SD_STRADDLE_DROP, SD_STRADDLE_TRAIN, SD_STRADDLE_TEST, SD_STRADDLE_ERROR };

struct sd_chronology {
    const uint64_t *keys;  /* the stamp of each row */
    const uint64_t *order; /* of sd_time_order */
    uint64_t rows;
    const uint64_t *sizes;   /* of the parts in records; NULL: the cutoffs say it */
    const uint64_t *cutoffs; /* parts - 1 keys, rising: part p+1 begins with cutoffs[p] */
    struct sd_gap gap;
    const struct sd_codes *groups; /* NULL: none */
    enum sd_straddle straddle;
    struct sd_memory *memory; /* for arrays on the way */
    /* Set by sd_chronological. */
    uint64_t gap_rows;       /* removed for the gap */
    uint64_t straddled_rows; /* of straddling groups: left out, or moved to another part */
    uint32_t straddling;     /* groups */
    uint32_t straddler;      /* the code of the first of them, when there is one */
};

/* order[i] = the row at place i. Linear in time when the keys already rise, and nearly so
 * otherwise; then 32 bytes a row are borrowed. SPLITDATA_SYSTEM: no memory. */
int sd_time_order(const uint64_t *keys, uint64_t rows, uint64_t *order, struct sd_memory *memory,
                  struct splitdata_error *error);

/* Rearranges plan->items (in input order) and fills plan->cuts, all parts in input order. A cut by
 * sizes moves back to the first record with the stamp that stands at it, so equal stamps are
 * together in the later part. A gap of N records removes the last N places of a part before the
 * next one; a gap of ticks, those whose stamp is less than that before the next part's first record
 * (before its cutoff, when it has one). SPLITDATA_DATA when a part is empty or, if asked for, a
 * group straddles; SPLITDATA_SYSTEM. */
int sd_chronological(struct sd_plan *plan, struct sd_chronology *chronology,
                     struct splitdata_error *error);

/* TimeSeriesSplit (scikit-learn 1.9): fold f tests on one run of places and trains on what is
 * before it; equal stamps may be on both sides, as there. */
struct sd_time_folds {
    uint64_t rows;
    uint64_t test_size; /* places in each test part; 0: rows / (folds + 1) */
    uint64_t max_train; /* places in a train part at most; 0: all */
    uint64_t gap;       /* places between train and test */
    uint32_t folds;     /* at least 2 */
    bool sliding;       /* max_train 0 then means as many as the first fold has */
};

/* Checks the numbers and puts the true ones in place of the zeros (max_train stays 0 when nothing
 * bounds it). SPLITDATA_USAGE, SPLITDATA_DATA. */
int sd_time_folds_set(struct sd_time_folds *folds, struct splitdata_error *error);

/* The places of a fold, 0 ... folds-1. */
void sd_time_fold(const struct sd_time_folds *folds, uint32_t fold, struct sd_cut *train,
                  struct sd_cut *test);

#endif
