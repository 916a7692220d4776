/* SPDX-License-Identifier: MIT */
/*
 * An order-preserving partition, for --order input: the input is read from front to back, and each
 * record is copied to the output of its part (sequential_writer.h). Row numbers are permuted, and
 * one byte a row is kept: its part. Without an incremental index (csv/incremental_index.h), a chunk
 * table replaces the full index (chunk_table.h).
 *
 * Memory: 5 bytes a row while the permutation is drawn (9 from 2^32 rows on), then 1; and 4 for
 * each record's length, if memory suffices.
 */
#include "algorithm/order.h"
#include "base/cancel.h"
#include "base/sequence.h"
#include "base/threads.h"
#include "engine/chunk_table.h"
#include "engine/deliver.h"
#include "engine/gather.h"
#include "engine/line_sample.h"
#include "engine/sequential_writer.h"

#include <stdlib.h>
#include <string.h>

/* The input is processed in units, in order: slices of the index; or, without an index, the first
 * record if it is not a header, and then the chunks. */
struct state {
    struct sd_job *job;
    struct sd_sequential_writer writer;
    struct sd_chunk_table table;
    bool indexed; /* there is a full index, and no chunk table */

    /* Set when the plan is known. */
    const struct sd_plan *plan;
    const uint8_t *part_of_row;
    size_t units;
    size_t first_chunk; /* the unit that is chunk 0 */
    atomic_size_t next;
    struct sd_sequence order;  /* units that are counted in `before` */
    struct sd_portion *before; /* by part */
    atomic_ullong *sums;       /* by part */
    uint64_t *lengths;         /* by part: bytes of all its records, first an estimate */
};

/* --- finding --------------------------------------------------------------------------------- */

static bool can(const struct sd_job *job)
{
    return job->by_rows && sd_sequential_can(job);
}

/* The indexed engine is faster with long records, which it writes straight from the input. */
static bool records_are_long(const struct sd_input *input)
{
    enum {
        LONG_RECORD = 3072
    }; /* bytes: from there on, blocks are written without a copy (SD_PIECES) */
    const struct sd_line_sample sample = sd_sample_lines(input->data, input->size);
    return sample.lines == 0 || sample.bytes / sample.lines > LONG_RECORD;
}

static int add_chunk(void *context, const struct sd_chunk_records *records,
                     struct splitdata_error *error)
{
    struct state *state = context;
    (void)error;
    sd_chunk_table_add(&state->table, records, true);
    return SPLITDATA_OK;
}

/* Memory for a row while the permutation is drawn: at most so many bytes. */
static uint64_t bytes_a_row(const struct sd_job *job)
{
    return 1 + (job->input->size <= UINT32_MAX ? sizeof(uint32_t) : sizeof(uint64_t));
}

static int build_table(struct sd_job *job, struct state *state, struct sd_index_request *request,
                       struct splitdata_error *error)
{
    int status = sd_chunk_table_begin(&state->table, job, true, bytes_a_row(job), error);
    request->on_chunk = add_chunk;
    request->context = state;
    return status == SPLITDATA_OK ? sd_index_build(&job->records.index, request, error) : status;
}

static int find(struct sd_job *job, struct splitdata_error *error)
{
    struct sd_index_request request = sd_job_index_request(job);
    struct sd_records *records = &job->records;
    struct state *state = sd_job_state(job, sizeof *state, error);
    if (state == NULL)
        return (int)error->status;
    state->job = job;
    job->unsuitable = records_are_long(job->input);
    if (job->unsuitable)
        return SPLITDATA_OK;
    request.release = job->release;
    request.progress = job->progress;
    state->indexed = sd_incremental_take(&job->incremental, &request, &records->index);
    int status = state->indexed ? SPLITDATA_OK : build_table(job, state, &request, error);
    if (status == SPLITDATA_OK)
        status = sd_sequential_begin(&state->writer, job, false, error);
    job->unsuitable = status == SPLITDATA_OK && !sd_index_is_contiguous(&records->index);
    return status;
}

/* --- units ----------------------------------------------------------------------------------- */

/* The number of records that begin before byte `offset` of the input. */
static size_t records_before(const struct sd_records *records, uint64_t offset)
{
    const unsigned bits = records->index.spans.length_bits;
    size_t low = 0, high = (size_t)records->rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (records->packed[middle] >> bits < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Takes the records of the index that begin in chunk number `unit` of the input. */
static void take_slice(const struct state *state, struct sd_gatherer *gatherer, size_t unit)
{
    const struct sd_records *records = &state->job->records;
    uint64_t begin = (uint64_t)unit * SD_INDEX_CHUNK;
    size_t first = records_before(records, begin);
    size_t end = records_before(records, begin + SD_INDEX_CHUNK);
    gatherer->packed = records->packed + first;
    gatherer->count = end - first;
    gatherer->part_of = state->part_of_row + first;
    gatherer->end =
        end == records->rows ? records->size : records->packed[end] >> gatherer->spans.length_bits;
}

static int find_unit(const struct state *state, struct sd_gatherer *gatherer, size_t unit,
                     struct splitdata_error *error)
{
    const struct sd_job *job = state->job;
    const struct sd_spans *found = &gatherer->spans;
    int status = sd_check_cancel(job->request->options->cancel_fd, error);
    if (status != SPLITDATA_OK)
        return status;
    if (state->indexed) {
        take_slice(state, gatherer, unit);
        return SPLITDATA_OK;
    }
    const struct sd_chunk_entry *entry = state->table.chunk;
    if (unit < state->first_chunk) {
        const struct sd_span first = sd_records_first(&job->records);
        found = &job->records.index.spans;
        gatherer->end = first.start + first.length;
        gatherer->part_of = state->part_of_row;
    } else {
        entry += unit - state->first_chunk;
        gatherer->end = entry->end;
        gatherer->part_of = state->part_of_row + entry->first;
        status =
            sd_chunk_table_find(&state->table, unit - state->first_chunk, &gatherer->spans, error);
    }
    gatherer->packed = found->packed;
    gatherer->count = found->count;
    return status;
}

/* Checks the first record of a part, if it is in this unit. */
static int check_first(const struct state *state, const struct sd_gatherer *gatherer, size_t part,
                       struct splitdata_error *error)
{
    const uint8_t *first = memchr(gatherer->part_of, (int)part, gatherer->count);
    if (first == NULL)
        return SPLITDATA_OK;
    size_t i = (size_t)(first - gatherer->part_of);
    uint64_t begin = sd_gather_offset(gatherer, i), end = sd_gather_offset(gatherer, i + 1);
    return sd_job_check_first(state->job, state->job->input->data + begin, begin, end - begin,
                              error);
}

/* In the order of units: where the unit's records begin in each part. */
static int find_offsets(struct state *state, struct sd_gatherer *gatherer, size_t unit,
                        struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (size_t p = 0; p < state->plan->parts && status == SPLITDATA_OK; p++) {
        if (state->before[p].rows == 0)
            status = check_first(state, gatherer, p, error);
        gatherer->before[p] = state->before[p];
        state->before[p].rows += gatherer->own[p].rows;
        state->before[p].bytes += gatherer->own[p].bytes;
    }
    if (status == SPLITDATA_OK)
        sd_sequence_advance(&state->order, unit + 1);
    return status;
}

static int write_unit(struct state *state, struct sd_gatherer *gatherer, size_t unit,
                      struct splitdata_error *error)
{
    int status = find_unit(state, gatherer, unit, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_gather_count(gatherer);
    if (!sd_sequence_wait(&state->order, unit))
        return SPLITDATA_OK;
    status = find_offsets(state, gatherer, unit, error);
    if (status == SPLITDATA_OK && gatherer->count != 0) {
        status = sd_gather_write(gatherer, error);
        sd_progress_add(state->job->progress, gatherer->end - sd_gather_offset(gatherer, 0));
    }
    return status;
}

static int take_units(void *context, unsigned worker, struct splitdata_error *error)
{
    struct state *state = context;
    struct sd_gatherer gatherer;
    size_t unit;
    int status = sd_gather_begin(&gatherer, &state->writer, error);
    (void)worker;
    while (status == SPLITDATA_OK && !sd_sequence_stopped(&state->order) &&
           (unit = atomic_fetch_add(&state->next, 1)) < state->units)
        status = write_unit(state, &gatherer, unit, error);
    if (status != SPLITDATA_OK)
        sd_sequence_stop(&state->order);
    for (size_t p = 0; p < state->plan->parts && gatherer.sums != NULL; p++)
        atomic_fetch_add(&state->sums[p], gatherer.sums[p]);
    sd_gather_end(&gatherer);
    return status;
}

/* Computes the exact lengths of the parts. */
static int add_up(struct state *state, uint64_t *lengths, struct splitdata_error *error)
{
    const size_t parts = state->plan->parts;
    struct sd_gatherer gatherer;
    int status = sd_gather_begin(&gatherer, &state->writer, error);
    for (size_t unit = 0; unit < state->units && status == SPLITDATA_OK; unit++) {
        status = find_unit(state, &gatherer, unit, error);
        if (status == SPLITDATA_OK)
            sd_gather_count(&gatherer);
        for (size_t p = 0; p < parts && status == SPLITDATA_OK; p++)
            lengths[p] += gatherer.own[p].bytes;
    }
    sd_gather_end(&gatherer);
    return status;
}

/* Estimates the lengths of the parts as if all records had the same length. If no record is left
 * out, their sum is exact, which suffices to reserve room in one directory. Otherwise the lengths
 * are computed, if that takes no second scan. */
static int guess_lengths(struct state *state, enum sd_lengths *known, struct splitdata_error *error)
{
    const struct sd_job *job = state->job;
    const struct sd_plan *plan = state->plan;
    double each = (double)(job->input->size - job->template.prologue.length) / (double)plan->count;
    bool together = sd_plan_rest(plan) != plan->parts && job->one_directory;
    *known = together ? SD_LENGTHS_TOGETHER : SD_LENGTHS_GUESSED;
    if (!together && (state->indexed || state->table.lengths.items != NULL)) {
        *known = SD_LENGTHS_EXACT;
        return add_up(state, state->lengths, error);
    }
    for (size_t p = 0; p < plan->parts; p++)
        state->lengths[p] = (uint64_t)(each * (double)(plan->cuts[p].end - plan->cuts[p].begin));
    return SPLITDATA_OK;
}

static int write_all(struct state *state, struct splitdata_error *error)
{
    const struct sd_job *job = state->job;
    const unsigned threads = job->request->threads;
    enum sd_lengths known;
    int status = guess_lengths(state, &known, error);
    if (status == SPLITDATA_OK)
        status = sd_sequential_open(&state->writer, state->lengths, known, error);
    sd_progress_begin(job->progress, SPLITDATA_STAGE_WRITE, 0, job->input->size);
    sd_sequence_begin(&state->order);
    if (status == SPLITDATA_OK)
        status = sd_parallel(state->units < threads ? (unsigned)state->units : threads, take_units,
                             state, error);
    sd_sequence_end(&state->order);
    for (size_t p = 0; p < state->plan->parts; p++) {
        state->lengths[p] = state->before[p].bytes;
        state->job->sums[p] = atomic_load(&state->sums[p]);
    }
    return status == SPLITDATA_OK ? sd_sequential_end(&state->writer, state->lengths, error)
                                  : status;
}

static void cut_units(struct state *state)
{
    const struct sd_job *job = state->job;
    if (state->indexed) {
        state->units = (size_t)((job->input->size - 1) / SD_INDEX_CHUNK) + 1;
        return;
    }
    sd_chunk_table_close(&state->table);
    state->first_chunk = job->dialect->header ? 0 : 1;
    state->units = state->first_chunk + job->records.index.chunks;
}

static int write_set(struct sd_job *job, struct sd_decision *decision, size_t set,
                     struct splitdata_error *error)
{
    struct state *state = job->state;
    const size_t parts = decision->plan.parts;
    (void)set;
    state->plan = &decision->plan;
    state->part_of_row = decision->part_of_row;
    state->before = calloc(parts, sizeof *state->before);
    state->sums = calloc(parts, sizeof *state->sums);
    state->lengths = calloc(parts, sizeof *state->lengths);
    cut_units(state);
    int status = state->before != NULL && state->sums != NULL && state->lengths != NULL
                     ? write_all(state, error)
                     : sd_fail_memory(error, "writing the outputs");
    sd_clock_lap(job->clock, SPLITDATA_STAGE_WRITE);
    return status == SPLITDATA_OK ? sd_complete(job, job->outputs, parts, error) : status;
}

static void end(void *context)
{
    struct state *state = context;
    sd_chunk_table_end(&state->table);
    free(state->lengths);
    free(state->before);
    free(state->sums);
    free(state);
}

const struct sd_engine sd_engine_partition = {
    .name = "partition",
    .form = SD_PLAN_PART_OF_ROW,
    .can = can,
    .find = find,
    .write = write_set,
    .free = end,
};
