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

static int part_of(struct sd_decision *decision, const struct sd_key_field *fields, uint32_t *part,
                   struct splitdata_error *error)
{
    const struct state *state = decision->state;
    const struct sd_recipe_key key = {fields[0].bytes, fields[0].length};
    const bool none_is_value = decision->request->options->missing == SPLITDATA_MISSING_CLASS;
    uint64_t number = 0;
    uint32_t p = 0;
    int status = decision->request->recipe->key_number(&decision->request->recipe_options, &key,
                                                       &number, error);
    decision->empty_keys += key.length == 0 && !none_is_value;
    while (p + 1 < decision->plan.parts &&
           (number < state->ranges[p].begin || number >= state->ranges[p].end))
        p++;
    *part = p;
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
    .part_of = part_of,
    .free = end,
};
