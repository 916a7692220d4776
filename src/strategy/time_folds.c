/* SPDX-License-Identifier: MIT */
/* TimeSeriesSplit: in each fold, test is a period of time, and train the rows before it. */
#include "strategy/time_line.h"

#include <stdlib.h>
#include <string.h>

struct state {
    struct sd_time_line line;
    struct sd_time_folds folds;
};

static int prepare(struct sd_decision *decision, struct splitdata_error *error)
{
    const struct splitdata_options *options = decision->request->options;
    const struct sd_part *part = decision->request->parts.part;
    struct state *state = sd_strategy_state(decision, sizeof *state, error);
    int status =
        state != NULL ? sd_time_line_read(decision, &state->line, error) : (int)error->status;
    if (status != SPLITDATA_OK)
        return status;
    if (state->line.gap.kind == SD_GAP_TICKS)
        return sd_fail(error, SPLITDATA_USAGE, "--gap %s: folds along time take a gap in records",
                       options->gap);
    const char *sizes[] = {options->train_size, options->test_size};
    for (size_t p = 0; p < 2; p++) {
        if (sizes[p] != NULL && part[p].size.kind != SD_SIZE_COUNT)
            return sd_fail(error, SPLITDATA_USAGE,
                           "--%s-size %s: folds along time take a number of records", part[p].name,
                           sizes[p]);
    }
    state->folds = (struct sd_time_folds){
        .rows = decision->rows,
        .test_size = options->test_size != NULL ? part[1].size.count : 0,
        .max_train = options->train_size != NULL ? part[0].size.count : 0,
        .gap = state->line.gap.amount,
        .folds = decision->folds,
        .sliding = options->window_sliding,
    };
    return decision->request->recipe->time_folds_set(&state->folds, error);
}

/* The parts of a fold are ranges of the order in time; their rows keep the input's order. */
static int select_fold(struct sd_decision *decision, uint32_t fold, struct splitdata_error *error)
{
    const struct state *state = decision->state;
    struct sd_cut train, test;
    uint8_t *in_test = sd_memory_take(decision->memory, decision->rows, sizeof *in_test);
    if (in_test == NULL)
        return sd_fail_memory(error, "a fold");
    decision->request->recipe->time_fold(&state->folds, fold, &train, &test);
    memset(in_test, 2, (size_t)decision->rows);
    for (uint64_t at = train.begin; at < train.end; at++)
        in_test[state->line.order[at]] = 0;
    for (uint64_t at = test.begin; at < test.end; at++)
        in_test[state->line.order[at]] = 1;
    int status = sd_strategy_gather_fold(decision, in_test, error);
    sd_memory_free(in_test);
    return status;
}

static void label_folds(const struct sd_decision *decision, uint32_t *labels)
{
    const struct state *state = decision->state;
    for (uint64_t i = 0; i < decision->rows; i++)
        labels[i] = decision->folds;
    for (uint32_t fold = 0; fold < decision->folds; fold++) {
        struct sd_cut train, test;
        decision->request->recipe->time_fold(&state->folds, fold, &train, &test);
        for (uint64_t at = test.begin; at < test.end; at++)
            labels[state->line.order[at]] = fold;
    }
}

static void end(void *context)
{
    struct state *state = context;
    sd_time_line_free(&state->line);
    free(state);
}

const struct sd_strategy sd_strategy_time_folds = {
    .name = "time folds",
    .prepare = prepare,
    .select_fold = select_fold,
    .label_folds = label_folds,
    .free = end,
};
