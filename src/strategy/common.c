/* SPDX-License-Identifier: MIT */
/* What several strategies do with keys, sizes and folds: strategy.h. */
#include "strategy/shared.h"
#include "strategy/strategy.h"

#include "algorithm/distribute.h"
#include "base/threads.h"
#include "keys/equal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void *sd_strategy_state(struct sd_decision *decision, size_t size, struct splitdata_error *error)
{
    decision->state = calloc(1, size);
    if (decision->state == NULL)
        sd_fail_memory(error, "the plan");
    return decision->state;
}

const struct sd_draw *sd_strategy_draw(struct sd_decision *decision, struct sd_draw *draw)
{
    *draw = (struct sd_draw){.permute = decision->request->recipe->permute,
                             .random = &decision->random,
                             .memory = decision->memory,
                             .options = &decision->request->recipe_options,
                             .runs = decision->runs.count != 0 ? &decision->runs : NULL};
    return decision->request->options->no_shuffle ? NULL : draw;
}

int sd_strategy_sizes(struct sd_decision *decision, uint64_t n, const char *unit,
                      struct splitdata_error *error)
{
    if (n == 1 && decision->plan.parts > 1)
        return sd_fail(error, SPLITDATA_DATA, "1 %s: a split needs at least 2 %ss", unit, unit);
    return sd_request_sizes(decision->request, n, unit, decision->sizes, error);
}

/* --- keys ------------------------------------------------------------------------------------ */

int sd_strategy_key(struct sd_decision *decision, struct sd_key_set *set, const char *option,
                    const char *list, bool single, struct splitdata_error *error)
{
    int status = sd_key_set_choose(set, decision->keys, option, list, false, error);
    if (status == SPLITDATA_OK && single && set->count != 1)
        status = sd_fail(error, SPLITDATA_USAGE, "%s takes one column", option);
    return status;
}

int sd_strategy_strata(struct sd_decision *decision, struct sd_key_set *set,
                       struct splitdata_error *error)
{
    const char *list = decision->request->options->stratify;
    int status = sd_key_set_choose(set, decision->keys, "--stratify", list, true, error);
    if (status == SPLITDATA_OK)
        status = sd_key_set_factorize(set, error);
    if (status == SPLITDATA_OK)
        status = sd_strategy_order_classes(decision, set, error);
    if (status == SPLITDATA_OK)
        status = sd_strategy_read_labels(decision, set, error);
    decision->strata = set;
    return status;
}

int sd_strategy_groups(struct sd_decision *decision, struct sd_key_set *set,
                       struct splitdata_error *error)
{
    const struct splitdata_options *options = decision->request->options;
    const bool equal = options->duplicates == SPLITDATA_DUPLICATES_TOGETHER;
    int status = SPLITDATA_OK;
    if (options->group != NULL) {
        status = sd_key_set_choose(set, decision->keys, "--group", options->group, false, error);
        /* StratifiedGroupKFold alone does not check its groups. */
        set->loose = options->folds != 0 && options->stratify != NULL;
        if (status == SPLITDATA_OK)
            status = sd_key_set_factorize(set, error);
        if (status == SPLITDATA_OK && !decision->request->recipe->own_strata)
            status = sd_strategy_order_classes(decision, set, error);
    }
    if (status == SPLITDATA_OK && equal)
        status = sd_equal_group(set, decision->keys, options->ignore, error);
    decision->groups = set;
    if (status == SPLITDATA_OK)
        status = sd_strategy_describe(
            decision, set->count != 0 ? "grouped" : "equal records together", set, "group", error);
    return status == SPLITDATA_OK && equal && set->count != 0 &&
                   !sd_text_format(&decision->description, ", equal records together")
               ? sd_fail_memory(error, "the summary")
               : status;
}

/* --- the description ------------------------------------------------------------------------- */

const char *sd_strategy_class_word(const struct sd_key_set *strata)
{
    return strata->codes.classes != NULL && strata->codes.numbers ? "value" : "class";
}

/* Names come from the data; the caller of the library escapes them when it prints them. */
int sd_strategy_describe(struct sd_decision *decision, const char *how,
                         const struct sd_key_set *set, const char *unit,
                         struct splitdata_error *error)
{
    struct sd_text *text = &decision->description;
    uint32_t count = set->codes.count;
    bool added = sd_text_format(text, "%s%s%s", text->length != 0 ? ", " : "", how,
                                set->count != 0 ? " by " : "");
    for (size_t c = 0; c < set->count && added; c++)
        added = sd_text_format(text, "%s%s", c != 0 ? " and " : "", set->names[c]);
    added = added && sd_text_format(text, " (%" PRIu32 " %s%s)", count, unit,
                                    count == 1                      ? ""
                                    : unit[strlen(unit) - 1] == 's' ? "es"
                                                                    : "s");
    return added ? SPLITDATA_OK : sd_fail_memory(error, "the summary");
}

int sd_strategy_describe_deviation(struct sd_decision *decision, double deviation,
                                   struct splitdata_error *error)
{
    if (decision->described == 0)
        decision->described = decision->description.length;
    if (deviation > decision->deviation)
        decision->deviation = deviation;
    decision->description.length = decision->described;
    return sd_text_format(&decision->description, "; class shares differ by %.2f %% at most",
                          100 * decision->deviation)
               ? SPLITDATA_OK
               : sd_fail_memory(error, "the summary");
}

/* --- classes by part ------------------------------------------------------------------------- */

uint64_t *sd_strategy_class_rows(struct sd_decision *decision)
{
    return decision->tally.of_set;
}

void sd_strategy_count_classes(struct sd_decision *decision)
{
    if (decision->tally.of_set != NULL)
        sd_tally_add(&decision->tally);
}

/* --- folds ----------------------------------------------------------------------------------- */

/* Rows of a fold that are gathered by one thread at a time. */
enum { FOLD_RUN = 1 << 16 };

struct gathering {
    struct sd_decision *decision;
    const uint8_t *in_test;
    uint64_t (*before)[2]; /* by run: train and test rows, of it, then before it */
};

static int count_run(void *context, uint64_t begin, uint64_t end, struct splitdata_error *error)
{
    const struct gathering *gathering = context;
    uint64_t train = 0, test = 0;
    (void)error;
    for (uint64_t i = begin; i < end; i++) {
        train += gathering->in_test[i] == 0;
        test += gathering->in_test[i] == 1;
    }
    gathering->before[begin / FOLD_RUN][0] = train;
    gathering->before[begin / FOLD_RUN][1] = test;
    return SPLITDATA_OK;
}

/* Two positions in registers, and no branch that could not be predicted. */
static int gather_run(void *context, uint64_t begin, uint64_t end, struct splitdata_error *error)
{
    const struct gathering *gathering = context;
    const struct sd_decision *decision = gathering->decision;
    const uint64_t *items = decision->items;
    uint64_t train = gathering->before[begin / FOLD_RUN][0];
    uint64_t test = gathering->before[begin / FOLD_RUN][1];
    (void)error;
    for (uint64_t i = begin; i < end; i++) {
        const uint8_t in = gathering->in_test[i];
        if (in < 2)
            decision->fold_items[in == 0 ? train : test] = items[i];
        train += in == 0;
        test += in == 1;
    }
    return SPLITDATA_OK;
}

int sd_strategy_gather_fold(struct sd_decision *decision, const uint8_t *in_test,
                            struct splitdata_error *error)
{
    struct sd_plan *plan = &decision->plan;
    const uint64_t n = decision->rows, runs = n / FOLD_RUN + 1;
    const unsigned threads = decision->request->threads;
    struct gathering gathering = {decision, in_test, calloc(runs, sizeof *gathering.before)};
    if (decision->fold_items == NULL)
        decision->fold_items = sd_memory_take(decision->memory, n, sizeof *decision->fold_items);
    int status = decision->fold_items != NULL && gathering.before != NULL
                     ? sd_parallel_for(threads, n, FOLD_RUN, count_run, &gathering, error)
                     : sd_fail_memory(error, "a fold");
    uint64_t sums[2] = {0, 0};
    for (uint64_t r = 0; r < runs && status == SPLITDATA_OK; r++) {
        const uint64_t train = gathering.before[r][0], test = gathering.before[r][1];
        gathering.before[r][0] = sums[0];
        gathering.before[r][1] = sums[1];
        sums[0] += train;
        sums[1] += test;
    }
    for (uint64_t r = 0; r < runs && status == SPLITDATA_OK; r++)
        gathering.before[r][1] += sums[0];
    if (status == SPLITDATA_OK)
        status = sd_parallel_for(threads, n, FOLD_RUN, gather_run, &gathering, error);
    free(gathering.before);
    if (status != SPLITDATA_OK)
        return status;
    plan->cuts[0] = (struct sd_cut){0, sums[0]};
    plan->cuts[1] = (struct sd_cut){sums[0], sums[0] + sums[1]};
    sd_shared_count_fold(decision, in_test);
    plan->items = decision->fold_items;
    return SPLITDATA_OK;
}

int sd_row_folds_begin(struct sd_decision *decision, struct sd_row_folds *row_folds,
                       struct splitdata_error *error)
{
    struct sd_folds *folds = &row_folds->folds;
    *folds = (struct sd_folds){
        .fold_of = sd_memory_take(decision->memory, decision->rows, sizeof *folds->fold_of),
        .rows = decision->rows,
        .count = decision->folds,
        .memory = decision->memory,
    };
    return folds->fold_of != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the folds");
}

struct selection {
    const uint32_t *fold_of;
    uint32_t fold;
    uint8_t *in_test;
};

static int select_run(void *context, uint64_t begin, uint64_t end, struct splitdata_error *error)
{
    const struct selection *selection = context;
    (void)error;
    for (uint64_t i = begin; i < end; i++)
        selection->in_test[i] = selection->fold_of[i] == selection->fold;
    return SPLITDATA_OK;
}

int sd_row_folds_select(struct sd_decision *decision, uint32_t fold, struct splitdata_error *error)
{
    const struct sd_row_folds *row_folds = decision->state;
    struct selection selection = {
        row_folds->folds.fold_of, fold,
        sd_memory_take(decision->memory, decision->rows, sizeof *selection.in_test)};
    if (selection.in_test == NULL)
        return sd_fail_memory(error, "a fold");
    int status = sd_parallel_for(decision->request->threads, decision->rows, FOLD_RUN, select_run,
                                 &selection, error);
    if (status == SPLITDATA_OK)
        status = sd_strategy_gather_fold(decision, selection.in_test, error);
    sd_memory_free(selection.in_test);
    return status;
}

void sd_row_folds_label(const struct sd_decision *decision, uint32_t *labels)
{
    const struct sd_row_folds *row_folds = decision->state;
    for (uint64_t i = 0; i < decision->rows; i++) {
        uint32_t fold = row_folds->folds.fold_of[i];
        labels[i] = fold == SD_NO_FOLD ? decision->folds : fold;
    }
}

/* --- parts by keys --------------------------------------------------------------------------- */

struct by_key {
    const struct sd_decision *decision;
    uint32_t *part_of;
    uint64_t empty;
};

static int take_keys(void *context, uint64_t row, struct sd_key_field *fields, size_t count,
                     struct splitdata_error *error)
{
    struct by_key *by_key = context;
    const struct sd_decision *decision = by_key->decision;
    struct sd_key_batch batch = {
        .fields = fields, .count = count, .part = by_key->part_of + row, .empty = by_key->empty};
    int status = decision->strategy->parts_of(decision, &batch, error);
    by_key->empty = batch.empty;
    if (status == SPLITDATA_DATA)
        error->offset = decision->keys->offset(decision->keys, row + batch.known);
    return status;
}

int sd_arrange_by_key(struct sd_decision *decision, const struct sd_shuffle_progress *followed,
                      struct splitdata_error *error)
{
    struct by_key by_key = {
        .decision = decision,
        .part_of = sd_memory_take(decision->memory, decision->rows, sizeof *by_key.part_of),
    };
    (void)followed;
    int status =
        by_key.part_of != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the parts of the records");
    if (status == SPLITDATA_OK)
        status =
            sd_key_set_batches(decision->strategy->key(decision->state), take_keys, &by_key, error);
    decision->empty_keys += by_key.empty;
    if (status == SPLITDATA_OK)
        status = sd_distribute(&decision->plan, by_key.part_of, error);
    sd_memory_free(by_key.part_of);
    return status;
}
