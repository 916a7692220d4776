/* SPDX-License-Identifier: MIT */
/*
 * Folds: every row is in the test part of one fold, and in the train parts of all others. So a plan
 * is one number per row, for any number of folds. Rows keep the input's order in every part.
 *
 * `draw` NULL means --no-shuffle. With a draw, another call with the same one gives the next repeat
 * of RepeatedKFold or RepeatedStratifiedKFold. All functions set fold_of[0..rows-1] to the fold,
 * from 0, in which the row is test. They fail with SPLITDATA_DATA if there are more folds than
 * rows, groups or members of every class, and with SPLITDATA_SYSTEM without memory.
 *
 * Source: scikit-learn 1.9, sklearn/model_selection/_split.py.
 */
#ifndef SD_ALGORITHM_FOLDS_H
#define SD_ALGORITHM_FOLDS_H

#include "algorithm/codes.h"
#include "algorithm/draw.h"

/* A row that is in every train part and in no test part. */
#define SD_NO_FOLD UINT32_MAX

struct sd_folds {
    uint32_t *fold_of; /* the caller's, one per row */
    uint64_t rows;
    uint32_t count;           /* of folds, at least 2 */
    struct sd_memory *memory; /* for temporary arrays */
};

/* How StratifiedGroupKFold shuffles: up to 1.7 it permuted the groups' counts but not their labels;
 * 1.8 permutes both (PR 32540). */
enum sd_group_shuffle { SD_GROUP_SHUFFLE, SD_GROUP_SHUFFLE_COUNTS };

/* How GroupKFold orders groups of equal size. Before 1.9 it used NumPy's default sort: the second
 * is the order that NumPy up to 1.24 gives, as do later releases on processors without AVX2. With
 * up to 16 groups both are the same. */
enum sd_group_order { SD_GROUP_ORDER_STABLE, SD_GROUP_ORDER_INTROSORT };

/* KFold: ranges of consecutive rows, or of consecutive entries of the permutation; the first rows
 * mod count folds are longer by one. */
int sd_fold_rows(struct sd_folds *folds, const struct sd_draw *draw, struct splitdata_error *error);

/* StratifiedKFold (since 0.22). A class may be smaller than the number of folds unless all are;
 * sd_strata_rarest finds those worth a warning. */
int sd_fold_strata(struct sd_folds *folds, const struct sd_codes *strata,
                   const struct sd_draw *draw, struct splitdata_error *error);

/* GroupKFold. Shuffled (as of 1.6): the permutation of the groups is cut into ranges whose numbers
 * of groups differ by at most one. Otherwise each group, in descending order of size, goes to the
 * fold with the fewest rows so far; among equal groups the later one comes first if the order is
 * stable, among equal folds the first. */
int sd_fold_groups(struct sd_folds *folds, const struct sd_codes *groups,
                   const struct sd_draw *draw, enum sd_group_order order,
                   struct splitdata_error *error);

/* StratifiedGroupKFold. */
int sd_fold_strata_groups(struct sd_folds *folds, const struct sd_codes *strata,
                          const struct sd_codes *groups, const struct sd_draw *draw,
                          enum sd_group_shuffle rule, struct splitdata_error *error);

/* LeaveOneGroupOut: the fold is the group's number. Sets folds->count. */
int sd_fold_each_group(struct sd_folds *folds, const struct sd_codes *groups,
                       struct splitdata_error *error);

/* PredefinedSplit: the fold is the value's number; rows with the code `always_train` (SD_NO_FOLD:
 * none) are in no test part, and the codes after it move up. Sets folds->count. */
int sd_fold_predefined(struct sd_folds *folds, const struct sd_codes *values, uint32_t always_train,
                       struct splitdata_error *error);

/* The largest difference, over all train and test parts, between a class's share of the part's rows
 * and its share of all rows; every row is in the test part of a fold. SPLITDATA_SYSTEM: no
 * memory. */
int sd_folds_deviation(const struct sd_folds *folds, const struct sd_codes *strata,
                       double *deviation, struct splitdata_error *error);

#endif
