/* SPDX-License-Identifier: MIT */
/* A row's part depends only on the seed and the row's key, whose number keys/share.h computes. */
#include "algorithm/hashed.h"
#include "keys/share.h"
#include "strategy/strategy.h"

#include <stdlib.h>

struct state {
    struct sd_key_set key;
    struct sd_share share; /* from keys to numbers */
    uint64_t *limits;      /* by part: from numbers to parts */
};

/* Sizes must be shares: a hash does not know the number of records. */
static int read_shares(const struct sd_request *request, uint64_t *limits,
                       struct splitdata_error *error)
{
    const struct sd_parts *parts = &request->parts;
    struct sd_ratio *shares = calloc(parts->count, sizeof *shares);
    int status = shares != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the parts");
    for (size_t p = 0; p < parts->count && status == SPLITDATA_OK; p++) {
        const struct sd_size *size = &parts->part[p].size;
        size_t other_part = 1 - (p & 1);
        const struct sd_size *other = &parts->part[other_part].size;
        if (size->kind == SD_SIZE_SHARE)
            shares[p] = size->share;
        else if (request->train_test && size->kind == SD_SIZE_NONE && other->kind == SD_SIZE_SHARE)
            shares[p] = (struct sd_ratio){other->share.denominator - other->share.numerator,
                                          other->share.denominator};
        else
            status = sd_fail(error, SPLITDATA_USAGE,
                             "--hash: the size of %s must be a share: a record's part depends on "
                             "its key alone, not on the number of records",
                             parts->part[size->kind == SD_SIZE_NONE ? other_part : p].name);
    }
    struct sd_ratio sum = {0, 1};
    for (size_t p = 0; p < parts->count && status == SPLITDATA_OK; p++) {
        if (!sd_ratio_add(sum, shares[p], &sum) ||
            (p + 1 == parts->count && sd_ratio_against_one(sum) != 0))
            status = sd_fail(error, SPLITDATA_USAGE, "--hash: the shares must sum to 1");
    }
    if (status == SPLITDATA_OK)
        status = sd_hash_limits(shares, parts->count, limits, error);
    free(shares);
    return status;
}

static int prepare(struct sd_decision *decision, struct splitdata_error *error)
{
    const char *columns = decision->request->options->hash;
    struct state *state = sd_strategy_state(decision, sizeof *state, error);
    if (state == NULL)
        return (int)error->status;
    int status = sd_strategy_key(decision, &state->key, "--hash", columns, false, error);
    if (status == SPLITDATA_OK)
        status = sd_share_begin(&state->share, decision->seed, error);
    state->limits = calloc(decision->plan.parts, sizeof *state->limits);
    if (status == SPLITDATA_OK && state->limits == NULL)
        status = sd_fail_memory(error, "the parts");
    if (status == SPLITDATA_OK)
        status = read_shares(decision->request, state->limits, error);
    if (status == SPLITDATA_OK && !sd_text_format(&decision->description, "hashed by %s", columns))
        status = sd_fail_memory(error, "the summary");
    return status;
}

/* With --missing class a field without a value is the empty text. */
static void empty_missing(const struct sd_decision *decision, const struct state *state,
                          struct sd_key_batch *batch)
{
    for (size_t c = 0; c < state->key.count; c++) {
        struct sd_key_field *fields = batch->fields + c * SD_DISTINCT_BATCH;
        for (size_t i = 0; i < batch->count; i++) {
            if (sd_key_is_missing(decision->keys, &fields[i]))
                fields[i] = sd_key_no_value;
        }
    }
}

static void count_empty(const struct state *state, struct sd_key_batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        size_t c = 0;
        while (c < state->key.count && batch->fields[c * SD_DISTINCT_BATCH + i].length == 0)
            c++;
        batch->empty += c == state->key.count;
    }
}

static int parts_of(const struct sd_decision *decision, struct sd_key_batch *batch,
                    struct splitdata_error *error)
{
    const struct state *state = decision->state;
    uint64_t numbers[SD_DISTINCT_BATCH];
    batch->known = 0;
    if (decision->request->options->missing == SPLITDATA_MISSING_CLASS)
        empty_missing(decision, state, batch);
    else
        count_empty(state, batch);
    int status = sd_share_numbers(&state->share, batch->fields, state->key.count, batch->count,
                                  numbers, error);
    for (size_t i = 0; i < batch->count && status == SPLITDATA_OK; i++)
        batch->part[i] = sd_hash_part(state->limits, decision->plan.parts, numbers[i]);
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
    sd_share_free(&state->share);
    free(state->limits);
    free(state);
}

const struct sd_strategy sd_strategy_hash = {
    .name = "hash",
    .own = true,
    .hashes = true,
    .prepare = prepare,
    .arrange = sd_arrange_by_key,
    .key = key,
    .parts_of = parts_of,
    .free = end,
};
