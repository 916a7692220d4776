/* SPDX-License-Identifier: MIT */
/* Groups are not split, and class shares are as equal as that allows. */
#include "algorithm/balanced.h"
#include "strategy/strategy.h"

#include <stdlib.h>

struct state {
    struct sd_key_set strata, groups;
};

static int prepare(struct sd_decision *decision, struct splitdata_error *error)
{
    struct state *state = sd_strategy_state(decision, sizeof *state, error);
    if (state == NULL)
        return (int)error->status;
    int status = sd_strategy_strata(decision, &state->strata, error);
    if (status == SPLITDATA_OK)
        status = sd_strategy_describe(decision, "stratified", &state->strata, "class", error);
    if (status == SPLITDATA_OK)
        status = sd_strategy_groups(decision, &state->groups, error);
    return status == SPLITDATA_OK ? sd_strategy_sizes(decision, decision->rows, "record", error)
                                  : status;
}

static int arrange(struct sd_decision *decision, const struct sd_shuffle_progress *followed,
                   struct splitdata_error *error)
{
    struct sd_draw draw;
    struct sd_balanced balanced = {.strata = &decision->strata->codes,
                                   .groups = &decision->groups->codes,
                                   .rows = sd_strategy_class_rows(decision)};
    (void)followed;
    int status = sd_balanced(&decision->plan, &balanced, decision->sizes,
                             sd_strategy_draw(decision, &draw), error);
    if (status != SPLITDATA_OK)
        return status;
    sd_strategy_count_classes(decision);
    return sd_strategy_describe_deviation(decision, balanced.deviation, error);
}

static void end(void *context)
{
    struct state *state = context;
    sd_key_set_free(&state->strata);
    sd_key_set_free(&state->groups);
    free(state);
}

const struct sd_strategy sd_strategy_stratified_group = {
    .name = "strata and groups",
    .shuffles = true,
    .own = true,
    .prepare = prepare,
    .arrange = arrange,
    .free = end,
};
