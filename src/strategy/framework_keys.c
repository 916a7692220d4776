/* SPDX-License-Identifier: MIT */
/* --hash with --like NAME: a row's part depends on its key alone, by the framework's function. */
#include "strategy/strategy.h"

#include <stdlib.h>

struct state {
    struct sd_key_set key;
    struct sd_cut *ranges; /* by part: its numbers */
};

static int prepare(struct sd_decision *decision, struct splitdata_error *error)
{
    const struct sd_recipe *recipe = decision->request->recipe;
    const struct sd_sizes_asked asked = sd_request_sizes_asked(decision->request, 0, "record");
    struct state *state = sd_strategy_state(decision, sizeof *state, error);
    if (state == NULL)
        return (int)error->status;
    int status = sd_strategy_key(decision, &state->key, "--hash", decision->request->options->hash,
                                 true, error);
    state->ranges = calloc(decision->plan.parts, sizeof *state->ranges);
    if (status == SPLITDATA_OK && state->ranges == NULL)
        status = sd_fail_memory(error, "the parts");
    if (status == SPLITDATA_OK)
        status = recipe->key_ranges(&asked, state->ranges, error);
    if (status == SPLITDATA_OK &&
        !sd_text_format(&decision->description, "by the key %s", state->key.names[0]))
        status = sd_fail_memory(error, "the summary");
    return status;
}

static uint32_t part_with(const struct sd_decision *decision, uint64_t number)
{
    const struct state *state = decision->state;
    uint32_t p = 0;
    while (p + 1 < decision->plan.parts &&
           (number < state->ranges[p].begin || number >= state->ranges[p].end))
        p++;
    return p;
}

_Static_assert(SD_DISTINCT_BATCH <= SD_RECIPE_KEYS, "a batch of keys is numbered at once");

/* Numbers the batch up to the first key that is at fault; *count is how many. */
static int number_keys(const struct sd_request *request, const struct sd_key_batch *batch,
                       uint64_t *numbers, size_t *count, struct splitdata_error *error)
{
    const struct sd_recipe *recipe = request->recipe;
    struct sd_recipe_key keys[SD_DISTINCT_BATCH];
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < batch->count; i++)
        keys[i] = (struct sd_recipe_key){batch->fields[i].bytes, batch->fields[i].length};
    *count = batch->count;
    if (recipe->key_numbers != NULL) {
        recipe->key_numbers(&request->recipe_options, keys, batch->count, numbers);
        return SPLITDATA_OK;
    }
    for (size_t i = 0; i < *count; i++) {
        status = recipe->key_number(&request->recipe_options, &keys[i], &numbers[i], error);
        if (status != SPLITDATA_OK)
            *count = i;
    }
    return status;
}

static int parts_of(const struct sd_decision *decision, struct sd_key_batch *batch,
                    struct splitdata_error *error)
{
    const bool none_is_value = decision->request->options->missing == SPLITDATA_MISSING_CLASS;
    uint64_t numbers[SD_DISTINCT_BATCH];
    int status = number_keys(decision->request, batch, numbers, &batch->known, error);
    for (size_t i = 0; i < batch->known; i++) {
        batch->empty += batch->fields[i].length == 0 && !none_is_value;
        batch->part[i] = part_with(decision, numbers[i]);
    }
    return status;
}

static const struct sd_key_set *key(const void *context)
{
    const struct state *state = context;
    return &state->key;
}

static void end(void *context)
{
    struct state *state = context;
    sd_key_set_free(&state->key);
    free(state->ranges);
    free(state);
}

const struct sd_strategy sd_strategy_framework_keys = {
    .name = "framework keys",
    .hashes = true,
    .prepare = prepare,
    .arrange = sd_arrange_by_key,
    .key = key,
    .parts_of = parts_of,
    .free = end,
};
