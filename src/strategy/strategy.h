/* SPDX-License-Identifier: MIT */
/*
 * A strategy: one way to decide which row is in which part. It is one file ending in one constant,
 * and one row of the table in strategies.c. It owns its state, decision->state.
 */
#ifndef SD_STRATEGY_STRATEGY_H
#define SD_STRATEGY_STRATEGY_H

#include "algorithm/draw.h"
#include "algorithm/folds.h"
#include "strategy/decide.h"

struct sd_strategy {
    const char *name;
    bool shuffles;    /* draws from the generator, except with --no-shuffle */
    bool own;         /* splitdata's own rule: no framework has it */
    bool reads_folds; /* the number of folds is known only from the data */
    bool hashes;      /* the seed is hashed; without --seed it is 0 */
    /* Allocates decision->state, reads keys, sets decision->sizes or decision->folds. */
    int (*prepare)(struct sd_decision *decision, struct splitdata_error *error);
    /* Sets plan.cuts if they do not depend on the draws. False, or NULL: they do. */
    bool (*cut)(struct sd_decision *decision);
    /* Arranges the plan of one round, or the state that select_fold needs. NULL: `prepare` has done
     * so. */
    int (*arrange)(struct sd_decision *decision, const struct sd_shuffle_progress *followed,
                   struct splitdata_error *error);
    /* Sets decision->part_of_row, for SD_PLAN_PART_OF_ROW. NULL: it cannot. */
    int (*members)(struct sd_decision *decision, struct splitdata_error *error);
    /* If a row's part depends only on its key, or only on its number: the columns of the key
     * (none), and the parts of a batch of rows (decide.h), by several threads at once. NULL: it
     * does not. */
    const struct sd_key_set *(*key)(const void *state);
    int (*parts_of)(const struct sd_decision *decision, struct sd_key_batch *batch,
                    struct splitdata_error *error);
    /* With folds: sets plan to the train and test part of a fold. */
    int (*select_fold)(struct sd_decision *decision, uint32_t fold, struct splitdata_error *error);
    /* With folds: sets labels[i] to the fold in which row i of those that take part is test;
     * decision->folds: in none. */
    void (*label_folds)(const struct sd_decision *decision, uint32_t *labels);
    bool train_is_rest; /* of each fold: all rows that are not test, in the input's order */
    void (*free)(void *state);
};

extern const struct sd_strategy sd_strategy_rows, sd_strategy_numbered_rows, sd_strategy_stratified,
    sd_strategy_grouped, sd_strategy_stratified_group, sd_strategy_kfold,
    sd_strategy_leave_one_group_out, sd_strategy_time, sd_strategy_time_folds, sd_strategy_hash,
    sd_strategy_framework_keys, sd_strategy_predefined, sd_strategy_predefined_folds;

/* Chooses the strategy by the options, and by what the recipe has. */
const struct sd_strategy *sd_strategy_of(const struct splitdata_options *options,
                                         const struct sd_recipe *recipe);

/* Whether the strategy reads columns, or records are compared, so that it needs a key source. */
bool sd_strategy_reads_keys(const struct splitdata_options *options);

/* --- shared by strategies: common.c ---------------------------------------------------------- */

/* Allocates decision->state, `size` zero bytes. NULL and an error: no memory. */
void *sd_strategy_state(struct sd_decision *decision, size_t size, struct splitdata_error *error);

/* Fills *draw, the source of permutations, and returns it; NULL: nothing is shuffled. */
const struct sd_draw *sd_strategy_draw(struct sd_decision *decision, struct sd_draw *draw);

/* Sets decision->sizes in units, of which there are `n`; `unit` is "record" or "group". */
int sd_strategy_sizes(struct sd_decision *decision, uint64_t n, const char *unit,
                      struct splitdata_error *error);

/* Finds the columns in the list of an option; with `single`, exactly one. */
int sd_strategy_key(struct sd_decision *decision, struct sd_key_set *set, const char *option,
                    const char *list, bool single, struct splitdata_error *error);

/* Factorizes the columns of --stratify (bins are allowed) into decision->strata, those of --group
 * into decision->groups; the set is in the strategy's state. */
int sd_strategy_strata(struct sd_decision *decision, struct sd_key_set *set,
                       struct splitdata_error *error);
int sd_strategy_groups(struct sd_decision *decision, struct sd_key_set *set,
                       struct splitdata_error *error);

/* Numbers the classes of a factorized set as the recipe's framework does (class_order.c). */
int sd_strategy_order_classes(struct sd_decision *decision, struct sd_key_set *set,
                              struct splitdata_error *error);

/* Reads labels, where the recipe stratifies by them: sets codes.labels. */
int sd_strategy_read_labels(struct sd_decision *decision, struct sd_key_set *set,
                            struct splitdata_error *error);
/* What the codes of strata are: a "class", or a "value", of which the recipe makes strata. */
const char *sd_strategy_class_word(const struct sd_key_set *strata);

/* Sets decision->runs, the partitions of the recipe's framework (runs.c). SPLITDATA_DATA where they
 * are cut by bytes: a record has several lines. */
int sd_strategy_find_runs(struct sd_decision *decision, struct splitdata_error *error);

/* Fills order[0..rows-1] with the numbers of the rows that take part as the recipe's framework
 * sorts them (row_order.c). SPLITDATA_DATA: a column whose order the framework reads out of its
 * values is none that could be told. */
int sd_strategy_order_rows(struct sd_decision *decision, uint64_t *order,
                           struct splitdata_error *error);

/* Adds "stratified by sex (2 classes)" to the description. */
int sd_strategy_describe(struct sd_decision *decision, const char *how,
                         const struct sd_key_set *set, const char *unit,
                         struct splitdata_error *error);

/* Adds the largest deviation of all rounds to the description, instead of an earlier one. */
int sd_strategy_describe_deviation(struct sd_decision *decision, double deviation,
                                   struct splitdata_error *error);

/* Where a strategy puts the rows of each class in each part of the set that it has arranged,
 * [part * classes + class]; NULL: they were not asked for. A strategy that fills them calls the
 * second function. */
uint64_t *sd_strategy_class_rows(struct sd_decision *decision);
void sd_strategy_count_classes(struct sd_decision *decision);

/* Sets plan to the items of a fold, train first, both parts in the input's order. in_test[i]: 1
 * test, 0 train, 2 neither. */
int sd_strategy_gather_fold(struct sd_decision *decision, const uint8_t *in_test,
                            struct splitdata_error *error);

/* For strategies in which a row is test in one fold at most: their state begins with this. */
struct sd_row_folds {
    struct sd_folds folds;
};

int sd_row_folds_begin(struct sd_decision *decision, struct sd_row_folds *row_folds,
                       struct splitdata_error *error);
int sd_row_folds_select(struct sd_decision *decision, uint32_t fold, struct splitdata_error *error);
void sd_row_folds_label(const struct sd_decision *decision, uint32_t *labels);

/* An `arrange` for strategies with `parts_of`: distributes the items by it. */
int sd_arrange_by_key(struct sd_decision *decision, const struct sd_shuffle_progress *followed,
                      struct splitdata_error *error);

#endif
