/* SPDX-License-Identifier: MIT */
#include "strategy/decide.h"

#include "algorithm/members.h"
#include "algorithm/order.h"
#include "base/threads.h"
#include "strategy/select.h"
#include "strategy/shared.h"
#include "strategy/strategy.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the generator --------------------------------------------------------------------------- */

/* The given seed; without one, 0 for a hash, otherwise a seed from the system. */
static int choose_seed(struct sd_decision *decision, struct splitdata_error *error)
{
    const char *text = decision->request->options->seed;
    const bool hashes = decision->strategy->hashes;
    const struct sd_request *request = decision->request;
    char digits[24];
    if (text == NULL && request->recipe->own_seed != NULL) {
        int status = request->recipe->own_seed(&request->recipe_options, &decision->seed, error);
        if (status != SPLITDATA_OK || decision->seed != NULL)
            return status;
    }
    if (text == NULL && hashes) {
        text = "0";
    } else if (text == NULL) {
        uint32_t seed;
        int status = splitdata_random_system_seed(&seed, error);
        if (status != SPLITDATA_OK)
            return status;
        snprintf(digits, sizeof digits, "%" PRIu32, seed);
        text = digits;
        decision->seed_drawn = true;
    }
    /* A hash contains the digits of the seed: 05 must be the same seed as 5. */
    uint64_t number;
    if (hashes && sd_parse_integer(text, strlen(text), &number)) {
        snprintf(digits, sizeof digits, "%" PRIu64, number);
        text = digits;
    }
    decision->seed = sd_copy_string(text, strlen(text));
    return decision->seed != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the seed");
}

static bool shuffles(const struct sd_decision *decision)
{
    return decision->strategy->shuffles && !decision->request->options->no_shuffle;
}

int sd_decide_begin(struct sd_decision *decision, const struct sd_request *request,
                    struct sd_memory *memory, struct splitdata_error *error)
{
    const struct splitdata_options *options = request->options;
    *decision = (struct sd_decision){.request = request, .memory = memory};
    decision->strategy = sd_strategy_of(options, request->recipe);
    decision->folds = (uint32_t)options->folds;
    decision->plan.parts = request->parts.count;
    decision->plan.memory = memory;
    if (!shuffles(decision) && options->sample == NULL &&
        (!decision->strategy->hashes || request->recipe->key_ranges != NULL))
        return SPLITDATA_OK;
    int status = choose_seed(decision, error);
    if (status == SPLITDATA_OK)
        status = sd_seed_generator(decision, &decision->random, error);
    if (status == SPLITDATA_USAGE)
        sd_error_prefix(error, "--seed: ");
    return status;
}

/* --- properties of the answer ---------------------------------------------------------------- */

static bool notes_duplicates(const struct sd_decision *decision)
{
    return decision->request->options->duplicates == SPLITDATA_DUPLICATES_NOTE;
}

unsigned sd_decide_forms(const struct sd_decision *decision)
{
    const struct sd_request *request = decision->request;
    const struct sd_strategy *strategy = decision->strategy;
    unsigned forms = SD_PLAN_ITEMS;
    if (sd_selects_rows(request->options) || notes_duplicates(decision))
        return forms;
    if (strategy->cut != NULL && !shuffles(decision) && request->rounds == 1)
        forms |= SD_PLAN_RANGES;
    if (strategy->members != NULL && request->recipe->cut != NULL && shuffles(decision) &&
        request->input_order && request->rounds == 1 && request->parts.count <= SD_MEMBERS_PARTS)
        forms |= SD_PLAN_PART_OF_ROW;
    if (strategy->parts_of != NULL && request->rounds == 1)
        forms |= SD_PLAN_PART_OF_KEY;
    return forms;
}

bool sd_decide_by_rows(const struct sd_decision *decision)
{
    const struct sd_request *request = decision->request;
    return decision->strategy->cut != NULL && !sd_selects_rows(request->options) &&
           !notes_duplicates(decision) && (!shuffles(decision) || request->recipe->cut != NULL);
}

bool sd_decide_reads_folds(const struct sd_decision *decision)
{
    return decision->strategy->reads_folds;
}

size_t sd_decide_sets(const struct sd_decision *decision)
{
    return (size_t)decision->request->rounds * (decision->folds != 0 ? decision->folds : 1);
}

/* Whether the parts' items must be row numbers while they are arranged: their order is restored, or
 * their records are compared. (Folds are gathered by row.) */
static bool must_number_rows(const struct sd_decision *decision)
{
    return (decision->request->input_order || notes_duplicates(decision)) &&
           decision->strategy->select_fold == NULL && decision->form == SD_PLAN_ITEMS;
}

/* Whether parts must be sorted into the input's order. (Folds are gathered in it.) */
static bool must_restore_order(const struct sd_decision *decision)
{
    return decision->request->input_order && must_number_rows(decision);
}

/* --- before the first round ------------------------------------------------------------------ */

int sd_decide_prepare(struct sd_decision *decision, uint64_t rows, struct sd_key_source *keys,
                      enum sd_plan_form form, struct splitdata_error *error)
{
    const size_t parts = decision->plan.parts;
    decision->form = form;
    decision->all_rows = decision->rows = rows;
    decision->keys = keys;
    decision->sizes = calloc(parts, sizeof *decision->sizes);
    decision->plan.cuts = calloc(parts, sizeof *decision->plan.cuts);
    if (decision->sizes == NULL || decision->plan.cuts == NULL)
        return sd_fail_memory(error, "the plan");
    int status = sd_select_rows(decision, error);
    if (status == SPLITDATA_OK && notes_duplicates(decision))
        status = sd_shared_begin(decision, error);
    if (status == SPLITDATA_OK && decision->request->recipe->run_count != NULL)
        status = sd_strategy_find_runs(decision, error);
    return status == SPLITDATA_OK ? decision->strategy->prepare(decision, error) : status;
}

/* --- items ----------------------------------------------------------------------------------- */

/* Items that a thread fills at a time. */
enum { FILL_PIECE = 1 << 16 };

struct filling {
    const struct sd_decision *decision;
    const uint64_t *of_row; /* NULL: the numbers of the rows */
    bool ordinal;           /* rows are numbered among those that take part */
    atomic_ullong next;
};

static int fill_pieces(void *context, unsigned worker, struct splitdata_error *error)
{
    struct filling *filling = context;
    const struct sd_decision *decision = filling->decision;
    const uint64_t *chosen = filling->ordinal ? NULL : decision->chosen;
    uint64_t begin;
    (void)worker;
    (void)error;
    while ((begin = atomic_fetch_add(&filling->next, FILL_PIECE)) < decision->rows) {
        uint64_t left = decision->rows - begin;
        uint64_t end = begin + (left < FILL_PIECE ? left : FILL_PIECE);
        for (uint64_t i = begin; i < end; i++) {
            uint64_t number = chosen != NULL ? chosen[i] : i;
            decision->items[i] = filling->of_row != NULL ? filling->of_row[number] : number;
        }
    }
    return SPLITDATA_OK;
}

/* Makes the items of a round, in the input's order: the given ones if they may be rearranged and
 * this is the only round, otherwise a copy. */
static int prepare_items(struct sd_decision *decision, const struct sd_items *given,
                         struct splitdata_error *error)
{
    const uint64_t n = decision->rows;
    const bool numbers = must_number_rows(decision);
    decision->plan.payload = given->payload;
    if (given->payload || (given->once && given->of_row != NULL && decision->chosen == NULL &&
                           decision->request->rounds == 1 && !numbers)) {
        decision->items = given->of_row;
        return SPLITDATA_OK;
    }
    if (decision->own_items == NULL)
        decision->own_items = sd_memory_take(decision->memory, n, sizeof *decision->own_items);
    if (decision->own_items == NULL)
        return sd_fail_memory(error, "the plan");
    decision->items = decision->own_items;
    struct filling filling = {
        .decision = decision, .of_row = numbers ? NULL : given->of_row, .ordinal = numbers};
    return sd_parallel(n < 2 * FILL_PIECE ? 1 : decision->request->threads, fill_pieces, &filling,
                       error);
}

/* Replaces the numbers of rows, counted among those that take part, by the given items. */
static void replace_numbers(struct sd_decision *decision)
{
    const uint64_t *of_row = decision->of_row, *chosen = decision->chosen;
    struct sd_plan *plan = &decision->plan;
    for (size_t p = 0; p < plan->parts && (chosen != NULL || of_row != NULL); p++) {
        for (uint64_t i = plan->cuts[p].begin; i < plan->cuts[p].end; i++) {
            uint64_t number = chosen != NULL ? chosen[plan->items[i]] : plan->items[i];
            plan->items[i] = of_row != NULL ? of_row[number] : number;
        }
    }
}

/* Sorts each part's row numbers, and replaces them by the given items. */
static int restore_order(struct sd_decision *decision, struct splitdata_error *error)
{
    struct sd_plan *plan = &decision->plan;
    if (decision->chosen == NULL)
        return sd_plan_restore_order(plan, decision->of_row, decision->request->threads, error);
    int status = sd_plan_restore_order(plan, NULL, decision->request->threads, error);
    if (status == SPLITDATA_OK)
        replace_numbers(decision);
    return status;
}

int sd_decide_count_classes(struct sd_decision *decision, struct splitdata_error *error)
{
    return decision->strata == NULL ||
                   (decision->strata->codes.classes != NULL && decision->strata->codes.numbers)
               ? SPLITDATA_OK
               : sd_tally_begin(&decision->tally, &decision->strata->codes, decision->plan.parts,
                                sd_decide_sets(decision), decision->memory, error);
}

/* --- rounds ---------------------------------------------------------------------------------- */

int sd_decide_round(struct sd_decision *decision, const struct sd_items *items,
                    struct splitdata_error *error)
{
    const struct sd_strategy *strategy = decision->strategy;
    int status = SPLITDATA_OK;
    decision->plan.count = decision->rows;
    decision->of_row = items->of_row;
    if (decision->form == SD_PLAN_ITEMS)
        status = prepare_items(decision, items, error);
    decision->plan.items = decision->items;
    bool cut = status == SPLITDATA_OK && strategy->cut != NULL && strategy->cut(decision);
    decision->cuts_known = cut && shuffles(decision) && !must_number_rows(decision);
    return status;
}

static int find_members(struct sd_decision *decision, struct splitdata_error *error)
{
    decision->part_of_row = sd_memory_take(decision->memory, decision->rows, 1);
    return decision->part_of_row != NULL ? decision->strategy->members(decision, error)
                                         : sd_fail_memory(error, "the plan");
}

int sd_decide_arrange(struct sd_decision *decision, const struct sd_shuffle_progress *followed,
                      struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    if (decision->form == SD_PLAN_PART_OF_ROW)
        return find_members(decision, error);
    if (decision->form == SD_PLAN_ITEMS && decision->strategy->arrange != NULL)
        status = decision->strategy->arrange(decision, followed, error);
    if (status != SPLITDATA_OK || !must_number_rows(decision))
        return status;
    sd_shared_count(decision);
    if (must_restore_order(decision))
        return restore_order(decision, error);
    replace_numbers(decision);
    return SPLITDATA_OK;
}

int sd_decide_fold(struct sd_decision *decision, uint32_t fold, struct splitdata_error *error)
{
    return decision->strategy->select_fold(decision, fold, error);
}

bool sd_decide_train_is_rest(const struct sd_decision *decision)
{
    return decision->strategy->train_is_rest;
}

void sd_decide_fold_of(struct sd_decision *decision, uint32_t *fold_of)
{
    decision->strategy->label_folds(decision, fold_of);
    sd_shared_count_folds(decision, fold_of);
}

int sd_decide_set(struct sd_decision *decision, const struct sd_items *items, size_t set,
                  struct splitdata_error *error)
{
    const size_t folds = decision->folds != 0 ? decision->folds : 1;
    int status = SPLITDATA_OK;
    for (size_t round = 0; round <= set / folds && status == SPLITDATA_OK; round++) {
        status = sd_decide_round(decision, items, error);
        if (status == SPLITDATA_OK)
            status = sd_decide_arrange(decision, NULL, error);
    }
    return status == SPLITDATA_OK && decision->folds != 0
               ? sd_decide_fold(decision, (uint32_t)(set % folds), error)
               : status;
}

int sd_decide_labels(struct sd_decision *decision, uint32_t *labels, struct splitdata_error *error)
{
    if (decision->strategy->label_folds == NULL) {
        sd_plan_label(&decision->plan, labels);
        return SPLITDATA_OK;
    }
    uint32_t *folds = sd_memory_take(decision->memory, decision->rows, sizeof *folds);
    if (folds == NULL)
        return sd_fail_memory(error, "the new column");
    decision->strategy->label_folds(decision, folds);
    for (uint64_t i = 0; i < decision->rows; i++)
        labels[decision->chosen != NULL ? decision->chosen[i] : i] = folds[i];
    sd_memory_free(folds);
    return SPLITDATA_OK;
}

/* --- parts by keys --------------------------------------------------------------------------- */

const struct sd_key_set *sd_decide_key(const struct sd_decision *decision)
{
    return decision->strategy->key(decision->state);
}

int sd_decide_parts_of(const struct sd_decision *decision, struct sd_key_batch *batch,
                       struct splitdata_error *error)
{
    return decision->strategy->parts_of(decision, batch, error);
}

const char *sd_decide_told(const struct sd_decision *decision)
{
    const struct sd_text *text =
        decision->told.length != 0 ? &decision->told : &decision->description;
    return text->length != 0 ? text->bytes : NULL;
}

void sd_decide_end(struct sd_decision *decision)
{
    if (decision->state != NULL && decision->strategy->free != NULL)
        decision->strategy->free(decision->state);
    sd_memory_free(decision->runs.begin);
    sd_memory_free(decision->chosen);
    sd_memory_free(decision->equal);
    sd_memory_free(decision->in_first);
    sd_memory_free(decision->labels);
    sd_memory_free(decision->own_items);
    sd_memory_free(decision->fold_items);
    sd_memory_free(decision->part_of_row);
    sd_text_free(&decision->description);
    sd_text_free(&decision->told);
    sd_tally_end(&decision->tally);
    free(decision->plan.cuts);
    free(decision->sizes);
    free(decision->seed);
    *decision = (struct sd_decision){0};
}
