/* SPDX-License-Identifier: MIT */
/*
 * The stage that decides which row goes to which part, and in which order.
 *
 * It knows numbers of rows and, by a key source, the fields of key columns; it needs neither an
 * input nor outputs. A decision holds the question, what the strategy keeps, and the answer.
 *
 * Life: zeroed, sd_decide_begin, sd_decide_prepare once the number of rows is known; for each
 * round sd_decide_round, sd_decide_arrange, and with folds sd_decide_fold for each of them;
 * sd_decide_end.
 */
#ifndef SD_STRATEGY_DECIDE_H
#define SD_STRATEGY_DECIDE_H

#include "algorithm/plan.h"
#include "base/text.h"
#include "config/request.h"
#include "keys/key_set.h"
#include "rng/shuffle.h"
#include "splitdata/random.h"

struct sd_strategy;

/* The forms in which an engine can take the answer. */
enum sd_plan_form {
    SD_PLAN_ITEMS = 1,       /* plan.items, rearranged, and plan.cuts */
    SD_PLAN_RANGES = 2,      /* plan.cuts alone: parts are ranges of rows in the input's order */
    SD_PLAN_PART_OF_ROW = 4, /* part_of_row, and in plan.cuts how many rows each part has */
    SD_PLAN_PART_OF_KEY = 8, /* each row's key alone says its part: sd_decide_part_of_key */
};

/* What a plan arranges: one item for each row, in the input's order. Borrowed. */
struct sd_items {
    uint64_t *of_row; /* by number of the row; NULL: the item is the number itself */
    bool once;        /* of_row itself may be rearranged */
    bool payload;     /* of_row has two numbers an item: see struct sd_plan */
};

struct sd_decision {
    const struct sd_request *request;
    struct sd_memory *memory;
    enum sd_plan_form form;
    struct sd_key_source *keys; /* NULL until sd_decide_prepare, or where there are no columns */
    char *seed;                 /* owned; NULL: nothing is drawn */
    bool seed_drawn;            /* from the system */
    struct splitdata_random random;

    const struct sd_strategy *strategy;
    void *state; /* the strategy's own */

    uint64_t all_rows;
    uint64_t rows;    /* that take part */
    uint64_t *chosen; /* their numbers, with --sample; NULL: all */
    uint32_t folds;   /* 0: none */

    struct sd_plan plan;    /* of this round, or of this fold */
    bool cuts_known;        /* plan.cuts are final before sd_decide_arrange */
    uint8_t *part_of_row;   /* SD_PLAN_PART_OF_ROW: plan.parts for a row in no part */
    const uint64_t *of_row; /* as struct sd_items has it */
    uint64_t *items;        /* in the input's order, before they are arranged */
    uint64_t *own_items;    /* the allocation of it, if it is not borrowed */
    uint64_t *fold_items;   /* where a fold's items are gathered */
    uint64_t *sizes;        /* of the parts, in rows or groups; zeros where there are none */

    /* What is said of the split afterwards. */
    struct sd_text description;               /* "stratified by sex (2 classes)" */
    size_t described;                         /* its length before the deviation, */
    double deviation;                         /* the largest of all rounds */
    const struct sd_key_set *strata, *groups; /* NULL: none; the strategy's */
    uint64_t empty_keys;                      /* rows whose key is empty */
};

/* Chooses the strategy that the options ask for and seeds the generator. The request and the
 * memory stay where they are. */
int sd_decide_begin(struct sd_decision *decision, const struct sd_request *request,
                    struct sd_memory *memory, struct splitdata_error *error);

/* The forms that the answer can have: enum sd_plan_form or-ed. */
unsigned sd_decide_forms(const struct sd_decision *decision);

/* Whether all rows take part, and are all alike. */
bool sd_decide_by_rows(const struct sd_decision *decision);

/* Whether how many outputs there are is known only after sd_decide_prepare. */
bool sd_decide_reads_folds(const struct sd_decision *decision);

/* For `rows` rows in all (0 with SD_PLAN_PART_OF_KEY): draws the sample, reads keys, computes
 * sizes. The answer will have this form. */
int sd_decide_prepare(struct sd_decision *decision, uint64_t rows, struct sd_key_source *keys,
                      enum sd_plan_form form, struct splitdata_error *error);

/* How often all parts are made, at least 1: for each fold of each round. */
size_t sd_decide_sets(const struct sd_decision *decision);

/* Begins the next round over these items. Where decision->cuts_known is set afterwards, the parts'
 * cuts are final, and the items are put into their final order by sd_decide_arrange. */
int sd_decide_round(struct sd_decision *decision, const struct sd_items *items,
                    struct splitdata_error *error);

/* Arranges the round; `followed` hears of items in their final places if the cuts are known, NULL:
 * nobody follows. */
int sd_decide_arrange(struct sd_decision *decision, const struct sd_shuffle_progress *followed,
                      struct splitdata_error *error);

/* Makes plan the train and test part of fold `fold`, from 0, both in the input's order. */
int sd_decide_fold(struct sd_decision *decision, uint32_t fold, struct splitdata_error *error);

/* Arranges the plan of set number `set` alone, from 0, by way of the rounds before it; after
 * sd_decide_prepare, once. */
int sd_decide_set(struct sd_decision *decision, const struct sd_items *items, size_t set,
                  struct splitdata_error *error);

/* labels[row] = the part, or with folds the fold in which the row is test, of each row that takes
 * part and is in one; folds are those of this round. Others are left as they are. With items that
 * are the numbers of rows. */
int sd_decide_labels(struct sd_decision *decision, uint32_t *labels, struct splitdata_error *error);

/* With SD_PLAN_PART_OF_KEY: the columns of the key, and the part of one. */
const struct sd_key_set *sd_decide_key(const struct sd_decision *decision);
int sd_decide_part_of_key(struct sd_decision *decision, const struct sd_key_field *fields,
                          uint32_t *part, struct splitdata_error *error);

void sd_decide_end(struct sd_decision *decision);

#endif
