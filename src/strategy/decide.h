/* SPDX-License-Identifier: MIT */
/*
 * The decide stage: which rows are in which part, and in which order.
 *
 * It gets the number of rows and, from a key source, the fields of key columns; it needs neither an
 * input nor outputs. A decision holds the question, the strategy's state and the answer.
 *
 * Life: zeroed, sd_decide_begin; sd_decide_prepare, when the number of rows is known; for each
 * round sd_decide_round, sd_decide_arrange and, with folds, sd_decide_fold for each fold; or
 * sd_decide_set for one set; sd_decide_end.
 */
#ifndef SD_STRATEGY_DECIDE_H
#define SD_STRATEGY_DECIDE_H

#include "algorithm/draw.h"
#include "algorithm/plan.h"
#include "algorithm/tally.h"
#include "base/text.h"
#include "config/request.h"
#include "keys/key_set.h"
#include "rng/shuffle.h"
#include "splitdata/random.h"

struct sd_strategy;

/* Forms of the answer; an engine takes one. */
enum sd_plan_form {
    SD_PLAN_ITEMS = 1,       /* plan.items, rearranged, and plan.cuts */
    SD_PLAN_RANGES = 2,      /* only plan.cuts: parts are ranges of rows in the input's order */
    SD_PLAN_PART_OF_ROW = 4, /* part_of_row; plan.cuts give the numbers of rows */
    SD_PLAN_PART_OF_KEY =
        8, /* a row's part depends only on its key or number: sd_decide_parts_of */
};

/* One item for each row, in the input's order: a plan rearranges them. Borrowed. */
struct sd_items {
    uint64_t *of_row; /* by row number; NULL: the item is the row number */
    bool once;        /* the array of_row may be rearranged */
    bool payload;     /* an item is two numbers: see struct sd_plan */
};

struct sd_decision {
    const struct sd_request *request;
    struct sd_memory *memory;
    enum sd_plan_form form;
    struct sd_key_source *keys; /* NULL before sd_decide_prepare, or without columns */
    char *seed;                 /* owned; NULL: nothing is drawn */
    bool seed_drawn;            /* the seed was drawn from the system */
    struct splitdata_random random;

    const struct sd_strategy *strategy;
    void *state; /* the strategy's own */

    uint64_t all_rows;
    uint64_t rows;       /* rows that take part */
    uint64_t *chosen;    /* their numbers, in the input's order (select.h); NULL: all */
    uint32_t folds;      /* 0: none */
    struct sd_runs runs; /* of these rows, where the recipe has such (runs.c) */

    struct sd_plan plan;    /* of this round, or of this fold */
    bool cuts_known;        /* plan.cuts are final before sd_decide_arrange */
    uint8_t *part_of_row;   /* with SD_PLAN_PART_OF_ROW; plan.parts: the row is in no part */
    const uint64_t *of_row; /* of the struct sd_items of this round */
    uint64_t *items;        /* in the input's order, before they are arranged */
    uint8_t *labels;        /* of the strata's codes */
    uint64_t *own_items;    /* `items` if they are not borrowed */
    uint64_t *fold_items;   /* the gathered items of a fold */
    uint64_t *sizes;        /* by part, in rows or groups; zeros if the strategy has none */

    /* For the report. */
    struct sd_text description;               /* "stratified by sex (2 classes)", for manifests:
                                                 its words do not change with versions */
    struct sd_text told;                      /* in the words of today; empty: the same */
    size_t described;                         /* its length without the deviation */
    double deviation;                         /* the largest of all rounds */
    const struct sd_key_set *strata, *groups; /* owned by the strategy; NULL: none */
    uint64_t empty_keys;                      /* rows whose key is empty */
    uint32_t *equal;    /* with --duplicates note, of each row that takes part: see keys/equal.h */
    uint32_t *in_first; /* by such a number: the first part has one, or see shared.c */
    uint32_t equal_count;                /* of these numbers */
    uint64_t compared_rows, shared_rows; /* of the later parts; with an equal one in the first */
    bool shared_at_least;                /* by a sample that did not see all of the first part */
    uint64_t missing_rows;               /* left out: they have no value in a key column */
    uint64_t duplicate_rows;             /* left out: an equal row is before them */
    uint64_t unsampled_rows;             /* left out: they are not in the sample */
    size_t idle_gap;       /* the part before which --gap, a time, takes no row; 0: none */
    struct sd_tally tally; /* rows of each class by part: see sd_decide_count_classes */
};

/* Chooses the strategy by the options, and seeds the generator. The request and the memory must
 * outlive the decision. */
int sd_decide_begin(struct sd_decision *decision, const struct sd_request *request,
                    struct sd_memory *memory, struct splitdata_error *error);

/* The forms that the answer can have: a set of enum sd_plan_form. */
unsigned sd_decide_forms(const struct sd_decision *decision);

/* Whether it is a plain split by rows: all take part, and none is treated differently. */
bool sd_decide_by_rows(const struct sd_decision *decision);

/* Whether the number of folds, and so of outputs, is known only after sd_decide_prepare. */
bool sd_decide_reads_folds(const struct sd_decision *decision);

/* Selects the rows that take part, reads the keys and computes the sizes for `rows` rows (0 with
 * SD_PLAN_PART_OF_KEY). `form`: the form of the answer. `keys` may be NULL if the strategy reads no
 * columns. */
int sd_decide_prepare(struct sd_decision *decision, uint64_t rows, struct sd_key_source *keys,
                      enum sd_plan_form form, struct splitdata_error *error);

/* The number of sets of parts, at least 1: one for each fold of each round. */
size_t sd_decide_sets(const struct sd_decision *decision);

/* With --stratify: lets the rounds that follow count the rows of each class in each part. Without
 * it, and without this call, decision->tally is zeroed. */
int sd_decide_count_classes(struct sd_decision *decision, struct splitdata_error *error);

/* Begins the next round with these items. If it sets decision->cuts_known, plan.cuts are final, and
 * sd_decide_arrange will only permute the items. */
int sd_decide_round(struct sd_decision *decision, const struct sd_items *items,
                    struct splitdata_error *error);

/* Arranges the round. With known cuts, the shuffle reports final items to `followed`; NULL: to no
 * one. */
int sd_decide_arrange(struct sd_decision *decision, const struct sd_shuffle_progress *followed,
                      struct splitdata_error *error);

/* Sets plan to the train and test part of fold `fold`, from 0, both in the input's order. */
int sd_decide_fold(struct sd_decision *decision, uint32_t fold, struct splitdata_error *error);

/* Whether the train part of each fold is all rows that are not in its test part, in the input's
 * order: then sd_decide_fold_of tells about all folds what sd_decide_fold would. */
bool sd_decide_train_is_rest(const struct sd_decision *decision);

/* Sets fold_of[i] to the fold of this round in which row i of those that take part is test;
 * decision->folds: in none. */
void sd_decide_fold_of(struct sd_decision *decision, uint32_t *fold_of);

/* Arranges only set number `set`, from 0; for this it repeats the rounds before it. Call once,
 * after sd_decide_prepare. */
int sd_decide_set(struct sd_decision *decision, const struct sd_items *items, size_t set,
                  struct splitdata_error *error);

/* Sets labels[row] to the row's part or, with folds, to the fold of this round in which it is test.
 * Labels of rows in no part are not changed. The items must be row numbers. */
int sd_decide_labels(struct sd_decision *decision, uint32_t *labels, struct splitdata_error *error);

/* Rows and their parts, for a decision by keys. */
struct sd_key_batch {
    struct sd_key_field
        *fields;    /* [c * SD_DISTINCT_BATCH + i]: column c of row i; may be changed */
    size_t count;   /* of rows, at most SD_DISTINCT_BATCH */
    uint64_t row;   /* the number of the first, where no records are left out */
    uint32_t *part; /* by row: set */
    uint64_t empty; /* becomes more by the rows with an empty key */
    size_t known;   /* after a failure: the rows before the one that failed */
};

/* With SD_PLAN_PART_OF_KEY: the columns of the key, and the parts of a batch of rows. Several
 * threads may ask at once. */
const struct sd_key_set *sd_decide_key(const struct sd_decision *decision);
int sd_decide_parts_of(const struct sd_decision *decision, struct sd_key_batch *batch,
                       struct splitdata_error *error);

/* The phrase that tells how the split is made; NULL: there is none. */
const char *sd_decide_told(const struct sd_decision *decision);

void sd_decide_end(struct sd_decision *decision);

#endif
