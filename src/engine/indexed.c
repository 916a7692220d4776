/* SPDX-License-Identifier: MIT */
/* The general engine: a full index, a plan of items, and blocks that threads fill in any order. */
#include "base/small_record.h"
#include "engine/deliver.h"
#include "engine/small_records.h"

#include <stdlib.h>

struct state {
    struct sd_concurrent_array small; /* items that hold records; items NULL: not used */
    struct sd_layouts layouts;        /* of the set in work */
};

static bool can(const struct sd_job *job)
{
    (void)job;
    return true;
}

/* --- records --------------------------------------------------------------------------------- */

static int add_small(void *context, const struct sd_chunk_records *records,
                     struct splitdata_error *error)
{
    struct sd_job *job = context;
    struct state *state = job->state;
    (void)error;
    sd_small_records_add(&state->small, job, records);
    return SPLITDATA_OK;
}

/* Whether an unsuitable engine, or the incremental index, has already built a full index. */
static bool is_complete(struct sd_job *job, const struct sd_index_request *request)
{
    struct sd_index *index = &job->records.index;
    return (index->count != 0 && index->spans.count == index->count) ||
           sd_incremental_take(&job->incremental, request, index);
}

/* Builds items that hold small records or, if that is not possible, a full index. */
static int build_index(struct sd_job *job, struct state *state, struct sd_index_request *request,
                       struct splitdata_error *error)
{
    struct sd_index *index = &job->records.index;
    if (index->count != 0)
        request->progress = NULL; /* the unsuitable engine has counted all bytes */
    sd_index_free(index);
    if (!sd_small_records_begin(&state->small, job))
        return sd_index_build(index, request, error);
    request->on_chunk = add_small;
    request->context = job;
    int status = sd_index_build(index, request, error);
    if (status != SPLITDATA_OK || sd_small_records_close(&state->small, job))
        return status;
    sd_concurrent_array_end(&state->small);
    sd_index_free(index);
    request->on_chunk = NULL;
    request->progress = NULL;
    return sd_index_build(index, request, error);
}

static int find(struct sd_job *job, struct splitdata_error *error)
{
    struct sd_index_request request = sd_job_index_request(job);
    struct sd_records *records = &job->records;
    struct state *state = sd_job_state(job, sizeof *state, error);
    if (state == NULL)
        return (int)error->status;
    request.release = job->release;
    request.progress = job->progress;
    int status =
        is_complete(job, &request) ? SPLITDATA_OK : build_index(job, state, &request, error);
    if (status != SPLITDATA_OK || records->index.count == 0)
        return status;
    records->packed = records->index.spans.packed + (job->dialect->header ? 1 : 0);
    job->items =
        (struct sd_items){.of_row = records->packed, .once = !job->request->options->query_files};
    if (state->small.items != NULL)
        job->items = (struct sd_items){.of_row = state->small.items, .once = true, .payload = true};
    else if (job->request->options->emit != SPLITDATA_EMIT_ROWS)
        job->items.of_row = NULL;
    return SPLITDATA_OK;
}

/* --- parts ----------------------------------------------------------------------------------- */

static const struct sd_shuffle_progress *follow(struct sd_job *job, const struct sd_plan *plan,
                                                struct splitdata_error *error)
{
    struct state *state = job->state;
    if (sd_layouts_of_plan(&state->layouts, job, plan, true, error) != SPLITDATA_OK)
        return NULL;
    sd_layouts_follow(&state->layouts);
    return &state->layouts.progress;
}

/* Checks the first record of each file (sd_job_check_first). */
static int check_first(const struct sd_job *job, const struct sd_layouts *layouts,
                       struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    if (job->request->options->emit != SPLITDATA_EMIT_ROWS)
        return SPLITDATA_OK;
    for (size_t f = 0; f < layouts->files && status == SPLITDATA_OK; f++) {
        const struct sd_content *content = &layouts->file[f].content;
        if (content->count == 0)
            continue;
        struct sd_span span = layouts->plan->payload
                                  ? sd_small_record_span(content->items)
                                  : sd_spans_unpack(&job->records.index.spans, *content->items);
        status =
            sd_job_check_first(job, job->input->data + span.start, span.start, span.length, error);
    }
    return status;
}

static int write_set(struct sd_job *job, struct sd_decision *decision, size_t set,
                     struct splitdata_error *error)
{
    const struct splitdata_options *options = job->request->options;
    const struct sd_plan *plan = &decision->plan;
    const bool column = options->emit == SPLITDATA_EMIT_COLUMN;
    struct state *state = job->state;
    struct sd_layouts *layouts = &state->layouts;
    size_t first = set * plan->parts;
    int status = SPLITDATA_OK;
    if (!layouts->followed)
        status = sd_layouts_of_plan(layouts, job, plan, true, error);
    if (status == SPLITDATA_OK)
        status = sd_layouts_measure(layouts, &job->sums[first], error);
    if (status == SPLITDATA_OK)
        status = check_first(job, layouts, error);
    if (status == SPLITDATA_OK && !column)
        status = sd_layouts_name(layouts, first, error);
    sd_clock_lap(job->clock, SPLITDATA_STAGE_PLAN);
    if (status == SPLITDATA_OK && !options->dry_run && !column)
        status = sd_deliver(job, layouts, set, sd_decide_sets(decision), error);
    sd_layouts_end(layouts);
    return status;
}

static int write_column(struct sd_job *job, struct splitdata_error *error)
{
    struct state *state = job->state;
    struct sd_layouts *layouts = &state->layouts;
    int status = sd_layouts_of_column(layouts, job, error);
    if (status == SPLITDATA_OK)
        status = sd_layouts_measure(layouts, NULL, error);
    if (status == SPLITDATA_OK)
        status = sd_layouts_name(layouts, 0, error);
    if (status == SPLITDATA_OK)
        status = sd_deliver(job, layouts, 0, 1, error);
    sd_layouts_end(layouts);
    return status;
}

static void end(void *context)
{
    struct state *state = context;
    sd_layouts_end(&state->layouts);
    sd_concurrent_array_end(&state->small);
    free(state);
}

const struct sd_engine sd_engine_indexed = {
    .name = "indexed",
    .form = SD_PLAN_ITEMS,
    .can = can,
    .find = find,
    .follow = follow,
    .write = write_set,
    .write_column = write_column,
    .free = end,
};
