/* SPDX-License-Identifier: MIT */
/*
 * A strategy: one way to decide which row goes where. It is one file ending in one constant, and
 * one row of the table in strategies.c. It owns its state, decision->state.
 */
#ifndef SD_STRATEGY_STRATEGY_H
#define SD_STRATEGY_STRATEGY_H

#include "algorithm/draw.h"
#include "algorithm/folds.h"
#include "strategy/decide.h"

struct sd_strategy {
    const char *name;
    bool shuffles;    /* draws from the generator (unless the user says --no-shuffle) */
    bool own;         /* no framework has it: splitdata's own rule */
    bool reads_folds; /* the number of folds is known only from the data */
    bool hashes;      /* the seed is part of what is hashed, 0 unless given */
    /* Allocates decision->state, reads the keys it needs, fills decision->sizes or folds. */
    int (*prepare)(struct sd_decision *decision, struct splitdata_error *error);
    /* Fills plan.cuts where they do not depend on the draws; false, or NULL: they do. */
    bool (*cut)(struct sd_decision *decision);
    /* Arranges one round: plan, or what select_fold needs. NULL: prepare has arranged all. */
    int (*arrange)(struct sd_decision *decision, const struct sd_shuffle_progress *followed,
                   struct splitdata_error *error);
    /* The part of each row alone, without items. NULL: it has no such form. */
    int (*members)(struct sd_decision *decision, struct splitdata_error *error);
    /* Where a row's key alone says its part: the key's columns, and the part. */
    const struct sd_key_set *(*key)(const void *state);
    int (*part_of)(struct sd_decision *decision, const struct sd_key_field *fields, uint32_t *part,
                   struct splitdata_error *error);
    /* With folds: arranges plan to be the train and test part of a fold. */
    int (*select_fold)(struct sd_decision *decision, uint32_t fold, struct splitdata_error *error);
    /* With folds: labels[i] = the fold in which taking-part row i is test, or how many there are.
     */
    void (*label_folds)(const struct sd_decision *decision, uint32_t *labels);
    void (*free)(void *state);
};

extern const struct sd_strategy sd_strategy_rows, sd_strategy_stratified, sd_strategy_grouped,
    sd_strategy_stratified_group, sd_strategy_kfold, sd_strategy_leave_one_group_out,
    sd_strategy_time, sd_strategy_time_folds, sd_strategy_hash, sd_strategy_predefined,
    sd_strategy_predefined_folds;

/* The strategy that the options ask for. */
const struct sd_strategy *sd_strategy_of(const struct splitdata_options *options);

/* Whether it reads columns, and so needs a key source. */
bool sd_strategy_reads_keys(const struct splitdata_options *options);

/* --- what strategies have in common: common facts of keys, sizes and folds ------------------- */

/* Zeroed state of `size` bytes as decision->state; NULL and an error: no memory. */
void *sd_strategy_state(struct sd_decision *decision, size_t size, struct splitdata_error *error);

/* Where permutations come from; NULL: nothing is shuffled. */
const struct sd_draw *sd_strategy_draw(struct sd_decision *decision, struct sd_draw *draw);

/* decision->sizes of `n` records or groups ("record", "group"), by the recipe or --parts. */
int sd_strategy_sizes(struct sd_decision *decision, uint64_t n, const char *unit,
                      struct splitdata_error *error);

/* Finds the columns of an option; exactly one where `single` is set. */
int sd_strategy_key(struct sd_decision *decision, struct sd_key_set *set, const char *option,
                    const char *list, bool single, struct splitdata_error *error);

/* The classes of --stratify, which allows bins, and the groups of --group: numbers the rows by
 * them, and notes the set in the decision. */
int sd_strategy_strata(struct sd_decision *decision, struct sd_key_set *set,
                       struct splitdata_error *error);
int sd_strategy_groups(struct sd_decision *decision, struct sd_key_set *set,
                       struct splitdata_error *error);

/* Adds "stratified by sex (2 classes)" to the description. */
int sd_strategy_describe(struct sd_decision *decision, const char *how,
                         const struct sd_key_set *set, const char *unit,
                         struct splitdata_error *error);

/* The description tells the largest deviation of all rounds. */
int sd_strategy_describe_deviation(struct sd_decision *decision, double deviation,
                                   struct splitdata_error *error);

/* Gathers the items of a fold, train first, both in the input's order: in_test[i] is 1 for test, 0
 * for train, 2 for neither. */
int sd_strategy_gather_fold(struct sd_decision *decision, const uint8_t *in_test,
                            struct splitdata_error *error);

/* Where each row is test in one fold at most: the state of such strategies begins with this. */
struct sd_row_folds {
    struct sd_folds folds;
};

int sd_row_folds_begin(struct sd_decision *decision, struct sd_row_folds *row_folds,
                       struct splitdata_error *error);
int sd_row_folds_select(struct sd_decision *decision, uint32_t fold, struct splitdata_error *error);
void sd_row_folds_label(const struct sd_decision *decision, uint32_t *labels);

/* For strategies whose `part_of` is all there is: arranges the plan by it. */
int sd_arrange_by_key(struct sd_decision *decision, const struct sd_shuffle_progress *followed,
                      struct splitdata_error *error);

#endif
