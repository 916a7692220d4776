/* SPDX-License-Identifier: MIT */
/* A row's part depends only on the seed and the row's key, whose number keys/share.h computes. */
#include "algorithm/hashed.h"
#include "keys/share.h"
#include "strategy/strategy.h"

#include <stdlib.h>

struct state {
    struct sd_key_set key;
    struct sd_share share;       /* from keys to numbers */
    uint64_t *limits;            /* by part: from numbers to parts */
    struct sd_key_field *fields; /* with --missing class: a row's, without a value the empty text */
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
    state->fields = calloc(state->key.count + 1, sizeof *state->fields);
    if (status == SPLITDATA_OK && (state->limits == NULL || state->fields == NULL))
        status = sd_fail_memory(error, "the parts");
    if (status == SPLITDATA_OK)
        status = read_shares(decision->request, state->limits, error);
    if (status == SPLITDATA_OK && !sd_text_format(&decision->description, "hashed by %s", columns))
        status = sd_fail_memory(error, "the summary");
    return status;
}

static int part_of(struct sd_decision *decision, const struct sd_key_field *fields, uint32_t *part,
                   struct splitdata_error *error)
{
    struct state *state = decision->state;
    const bool none_is_value = decision->request->options->missing == SPLITDATA_MISSING_CLASS;
    uint64_t number = 0;
    bool empty = true;
    for (size_t c = 0; c < state->key.count; c++) {
        empty = empty && fields[c].length == 0;
        if (none_is_value)
            state->fields[c] =
                sd_key_is_missing(decision->keys, &fields[c]) ? sd_key_no_value : fields[c];
    }
    int status = sd_share_number(&state->share, none_is_value ? state->fields : fields,
                                 state->key.count, &number, error);
    decision->empty_keys += empty && !none_is_value;
    *part = sd_hash_part(state->limits, decision->plan.parts, number);
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
    free(state->fields);
    free(state);
}

const struct sd_strategy sd_strategy_hash = {
    .name = "hash",
    .own = true,
    .hashes = true,
    .prepare = prepare,
    .arrange = sd_arrange_by_key,
    .key = key,
    .part_of = part_of,
    .free = end,
};
