/* SPDX-License-Identifier: MIT */
/* A plain split by rows: by the recipe's permutation or draws, or in the input's order. The state
 * is the order in which the recipe's framework sorts the rows; NULL: it does not. */
#include "algorithm/holdout.h"
#include "algorithm/members.h"
#include "strategy/strategy.h"

#include <stdlib.h>
#include <string.h>

/* Whether the draws determine the sizes. */
static bool is_drawn(const struct sd_decision *decision)
{
    return decision->request->recipe->assign != NULL && !decision->request->options->no_shuffle;
}

/* Parts in the order of the file follow each other: what is left out is at the end. */
static int check_tail(const struct sd_decision *decision, struct splitdata_error *error)
{
    const struct sd_recipe *recipe = decision->request->recipe;
    uint64_t sum = 0;
    for (size_t p = 0; p < decision->plan.parts; p++)
        sum += decision->sizes[p];
    if (!recipe->tail || !decision->request->options->no_shuffle || sum == decision->rows)
        return SPLITDATA_OK;
    return sd_fail(error, SPLITDATA_USAGE,
                   "--like %s: takes the last part from the end of the rows, which --no-shuffle "
                   "does not (give one size, and the other part is the rest)",
                   recipe->name);
}

static int prepare(struct sd_decision *decision, struct splitdata_error *error)
{
    if (is_drawn(decision) && decision->request->recipe->sizes == NULL)
        return SPLITDATA_OK;
    int status = sd_strategy_sizes(decision, decision->rows, "record", error);
    return status == SPLITDATA_OK ? check_tail(decision, error) : status;
}

static bool cut(struct sd_decision *decision)
{
    if (is_drawn(decision))
        return false;
    if (decision->request->options->no_shuffle)
        sd_cut_first_part_first(&decision->plan, decision->sizes);
    else
        decision->request->recipe->cut(&decision->plan, decision->sizes);
    return true;
}

/* Puts the items, in input order, into the order in which the framework sorts the rows. */
static int sort_items(struct sd_decision *decision, struct splitdata_error *error)
{
    const uint64_t n = decision->plan.count;
    uint64_t *items = decision->plan.items, *order = decision->state;
    int status = SPLITDATA_OK;
    if (order == NULL) {
        decision->state = order = sd_memory_take(decision->memory, n, sizeof *order);
        status = order != NULL ? sd_strategy_order_rows(decision, order, error)
                               : sd_fail_memory(error, "the order of the records");
    }
    uint64_t *sorted = NULL;
    if (status == SPLITDATA_OK) {
        sorted = sd_memory_take(decision->memory, n, sizeof *sorted);
        if (sorted == NULL)
            status = sd_fail_memory(error, "the order of the records");
    }
    for (uint64_t i = 0; status == SPLITDATA_OK && i < n; i++)
        sorted[i] = items[order[i]];
    if (status == SPLITDATA_OK)
        memcpy(items, sorted, (size_t)n * sizeof *items);
    sd_memory_free(sorted);
    return status;
}

static int assign(struct sd_decision *decision, const struct sd_draw *draw,
                  struct splitdata_error *error)
{
    if (decision->request->recipe->sorts_numbers != NULL) {
        int status = sort_items(decision, error);
        if (status != SPLITDATA_OK)
            return status;
    }
    const struct sd_sizes_asked asked =
        sd_request_sizes_asked(decision->request, decision->rows, "record");
    return decision->request->recipe->assign(&decision->plan, &asked, draw, error);
}

static int arrange(struct sd_decision *decision, const struct sd_shuffle_progress *followed,
                   struct splitdata_error *error)
{
    struct sd_draw draw;
    const struct sd_draw *drawn = sd_strategy_draw(decision, &draw);
    if (drawn == NULL)
        return SPLITDATA_OK;
    return is_drawn(decision) ? assign(decision, drawn, error)
                              : sd_holdout_permute(&decision->plan, drawn, followed, error);
}

static int members(struct sd_decision *decision, struct splitdata_error *error)
{
    struct sd_draw draw;
    return sd_members(&decision->plan, sd_strategy_draw(decision, &draw),
                      decision->request->threads, decision->part_of_row, error);
}

/* --- parts by the numbers of rows ------------------------------------------------------------ */

struct numbered {
    struct sd_key_set none; /* no columns */
    struct sd_row_rule rule;
};

static int prepare_numbered(struct sd_decision *decision, struct splitdata_error *error)
{
    const struct sd_sizes_asked asked = sd_request_sizes_asked(decision->request, 0, "record");
    struct sd_draw draw;
    if (decision->form != SD_PLAN_PART_OF_KEY)
        return SPLITDATA_OK;
    struct numbered *numbered = sd_strategy_state(decision, sizeof *numbered, error);
    return numbered != NULL ? decision->request->recipe->row_rule(
                                  &asked, sd_strategy_draw(decision, &draw), &numbered->rule, error)
                            : (int)error->status;
}

static const struct sd_key_set *no_key(const void *context)
{
    const struct numbered *numbered = context;
    return &numbered->none;
}

static int parts_of_numbers(const struct sd_decision *decision, struct sd_key_batch *batch,
                            struct splitdata_error *error)
{
    const struct numbered *numbered = decision->state;
    (void)error;
    for (batch->known = 0; batch->known < batch->count; batch->known++)
        batch->part[batch->known] =
            decision->request->recipe->part_of_row(&numbered->rule, batch->row + batch->known);
    return SPLITDATA_OK;
}

static void end_numbered(void *context)
{
    struct numbered *numbered = context;
    if (numbered != NULL)
        free(numbered->rule.limits);
    free(numbered);
}

const struct sd_strategy sd_strategy_numbered_rows = {
    .name = "numbered rows",
    .shuffles = true,
    .prepare = prepare_numbered,
    .arrange = arrange,
    .key = no_key,
    .parts_of = parts_of_numbers,
    .free = end_numbered,
};

const struct sd_strategy sd_strategy_rows = {
    .name = "rows",
    .shuffles = true,
    .prepare = prepare,
    .cut = cut,
    .arrange = arrange,
    .members = members,
    .free = sd_memory_free,
};
