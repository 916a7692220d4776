/* SPDX-License-Identifier: MIT */
/* LeaveOneGroupOut: one fold for each group, which is its test part. */
#include "strategy/strategy.h"

#include <stdlib.h>

struct state {
    struct sd_row_folds row_folds;
    struct sd_key_set groups;
};

static int prepare(struct sd_decision *decision, struct splitdata_error *error)
{
    struct state *state = sd_strategy_state(decision, sizeof *state, error);
    if (state == NULL)
        return (int)error->status;
    struct sd_folds *folds = &state->row_folds.folds;
    int status = sd_strategy_groups(decision, &state->groups, error);
    if (status == SPLITDATA_OK)
        status = sd_row_folds_begin(decision, &state->row_folds, error);
    if (status == SPLITDATA_OK)
        status = decision->request->recipe->fold_each_group(folds, &state->groups.codes, error);
    decision->folds = folds->count;
    return status;
}

static void end(void *context)
{
    struct state *state = context;
    sd_memory_free(state->row_folds.folds.fold_of);
    sd_key_set_free(&state->groups);
    free(state);
}

const struct sd_strategy sd_strategy_leave_one_group_out = {
    .name = "each group",
    .reads_folds = true,
    .prepare = prepare,
    .select_fold = sd_row_folds_select,
    .label_folds = sd_row_folds_label,
    .train_is_rest = true,
    .free = end,
};
