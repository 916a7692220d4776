/* SPDX-License-Identifier: MIT */
/*
 * Parts that are contiguous ranges of the input: a split by rows without a shuffle. A chunk table
 * replaces the full index. While records are counted, the sum of each chunk for the split id is
 * computed as if the chunk were in the first part; when the sizes are known, only chunks with
 * records of other parts are visited again. If all outputs are plain files, chunks are written as
 * they are scanned (sequential_writer.h), and the rest from both ends of the input, so that two
 * files are written at once. Otherwise each part is written as one item, its range.
 */
#include "base/cancel.h"
#include "base/threads.h"
#include "engine/chunk_table.h"
#include "engine/deliver.h"
#include "engine/sequential_writer.h"
#include "provenance/split_id.h"

#include <stdlib.h>

struct state {
    struct sd_job *job;
    struct sd_chunk_table table;
    struct sd_sequential_writer writer;
    bool sequential; /* `writer` is used */

    /* Set when the plan is known. */
    const struct sd_plan *plan;
    uint64_t *begins, *lengths; /* by part: its range of the joined file */
    atomic_ullong *sums;
    atomic_size_t taken, front, back; /* numbers of chunks: in all, from either end */
};

static bool can(const struct sd_job *job)
{
    return job->by_rows;
}

/* Where the byte at `offset` of the input in memory, which is the first of a record, is in the
 * joined file. */
static uint64_t joined_offset(const struct state *state, uint64_t offset)
{
    return sd_joined_offset(sd_extents_gaps(state->job->records.extents), offset);
}

/* --- finding --------------------------------------------------------------------------------- */

static int add_chunk(void *context, const struct sd_chunk_records *records,
                     struct splitdata_error *error)
{
    enum { LONG = 32 }; /* bytes: shorter records are scanned as fast as their lengths are read */
    struct state *state = context;
    const struct sd_spans *spans = records->spans;
    const uint64_t *gaps = sd_extents_gaps(sd_input_extents(state->job->input));
    uint64_t end = sd_joined_offset(gaps, records->begin) + (records->end - records->begin);
    bool deferred = state->sequential && sd_sequential_deferred(&state->writer, end);
    bool keep =
        deferred && spans->count != 0 && (records->end - records->begin) / spans->count >= LONG;
    struct sd_chunk_entry *entry = sd_chunk_table_add(&state->table, records, keep);
    if (deferred)
        return SPLITDATA_OK;
    entry->sum = sd_split_sum(spans->packed, spans->count, spans->length_bits, entry->first, gaps);
    return state->sequential
               ? sd_sequential_chunk(&state->writer, records, &entry->postponed, error)
               : SPLITDATA_OK;
}

static int find(struct sd_job *job, struct splitdata_error *error)
{
    struct sd_index_request request = sd_job_index_request(job);
    struct state *state = sd_job_state(job, sizeof *state, error);
    if (state == NULL)
        return (int)error->status;
    state->job = job;
    state->sequential = sd_sequential_can(job);
    int status =
        state->sequential ? sd_sequential_begin(&state->writer, job, true, error) : SPLITDATA_OK;
    if (status == SPLITDATA_OK)
        status = sd_chunk_table_begin(&state->table, job, state->sequential, 0, error);
    request.release = job->release;
    request.progress = job->progress;
    request.on_chunk = add_chunk;
    request.context = state;
    if (status == SPLITDATA_OK)
        status = sd_index_build(&job->records.index, &request, error);
    job->unsuitable = status == SPLITDATA_OK && !sd_index_is_contiguous(&job->records.index);
    return job->unsuitable && state->sequential ? sd_sequential_discard(&state->writer, error)
                                                : status;
}

/* --- the ranges ------------------------------------------------------------------------------ */

/* The chunk in which row `number` begins. */
static size_t chunk_of(const struct state *state, uint64_t number)
{
    const struct sd_chunk_entry *table = state->table.chunk;
    size_t low = 0, high = state->job->records.index.chunks;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (table[middle].first <= number)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The offset of row `number` in the joined file; if there are fewer rows, its end. */
static int find_offset(const struct state *state, uint64_t number, struct sd_spans *spans,
                       uint64_t *offset, struct splitdata_error *error)
{
    const struct sd_records *records = &state->job->records;
    int status = SPLITDATA_OK;
    *offset = sd_extents_bytes(records->extents, records->size);
    if (number == 0) {
        struct sd_span first = sd_records_first(records);
        *offset = joined_offset(state, first.start) + (records->dialect->header ? first.length : 0);
    } else if (number < records->rows) {
        size_t c = chunk_of(state, number);
        status = sd_chunk_table_find(&state->table, c, spans, error);
        if (status == SPLITDATA_OK)
            *offset = joined_offset(state, spans->packed[number - state->table.chunk[c].first] >>
                                               spans->length_bits);
    }
    return status;
}

static int find_ranges(struct state *state, struct splitdata_error *error)
{
    const struct sd_plan *plan = state->plan;
    struct sd_spans spans;
    uint64_t begin, end;
    sd_spans_begin(&spans, state->job->input->size);
    spans.memory = state->job->memory;
    int status = find_offset(state, plan->cuts[0].begin, &spans, &begin, error);
    for (size_t p = 0; p < plan->parts && status == SPLITDATA_OK; p++) {
        status = find_offset(state, plan->cuts[p].end, &spans, &end, error);
        state->begins[p] = begin;
        state->lengths[p] = end - begin;
        begin = end; /* a part begins where the one before it ends */
    }
    sd_spans_free(&spans);
    return status;
}

/* Checks the first record of each part (sd_job_check_first). */
static int check_first(const struct state *state, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (size_t p = 0; p < state->plan->parts && status == SPLITDATA_OK; p++) {
        uint64_t length = state->lengths[p];
        if (length == 0 || !sd_request_writes(state->job->request, p))
            continue;
        uint64_t at = sd_extents_run(state->job->records.extents, state->begins[p], &length);
        status = sd_job_check_first(state->job, state->job->input->data + at, at, length, error);
    }
    return status;
}

/* --- writing them ---------------------------------------------------------------------------- */

/* Part p is written in aligned pieces: the last boundary of pieces at or before byte `offset` of
 * the joined file; the part's end is one, too. */
static uint64_t piece_boundary(const struct state *state, size_t p, uint64_t offset)
{
    uint64_t begin = state->begins[p], prologue = state->job->template.prologue.length;
    uint64_t beyond = (prologue + offset - begin) % SD_SEQUENTIAL_ALIGNMENT; /* of the output */
    if (offset == begin + state->lengths[p])
        return offset;
    return offset - begin > beyond ? offset - beyond : begin;
}

/* Writes the share of a chunk in part p: bytes begin to end-1 of the joined file, but aligned. */
static int write_piece(const struct state *state, size_t p, uint64_t begin, uint64_t end,
                       struct splitdata_error *error)
{
    uint64_t from = piece_boundary(state, p, begin), to = piece_boundary(state, p, end);
    return sd_sequential_write_input(&state->writer, p, from - state->begins[p], from, to - from,
                                     error);
}

/* The number in first..end that is nearest to `number`. */
static uint64_t within(uint64_t number, uint64_t first, uint64_t end)
{
    return number < first ? first : number < end ? number : end;
}

/* Adds the records of `spans`, of one file, to their parts. The first is row `first`, the last ends
 * at byte `boundary`. */
static int add(struct state *state, const struct sd_spans *spans, uint64_t first, uint64_t boundary,
               struct splitdata_error *error)
{
    const struct sd_plan *plan = state->plan;
    uint64_t last = first + spans->count;
    int status = SPLITDATA_OK;
    for (size_t p = 0; p < plan->parts && status == SPLITDATA_OK; p++) {
        struct sd_cut cut = plan->cuts[p];
        uint64_t from = within(cut.begin, first, last), to = within(cut.end, first, last);
        if (from == to)
            continue;
        const uint64_t *packed = spans->packed + (from - first);
        uint64_t at = packed[0] >> spans->length_bits, begin = joined_offset(state, at);
        uint64_t end = to != last ? packed[to - from] >> spans->length_bits : boundary;
        atomic_fetch_add(&state->sums[p],
                         sd_split_sum(packed, to - from, spans->length_bits, from - cut.begin,
                                      sd_extents_gaps(state->job->records.extents)));
        if (state->sequential)
            status = write_piece(state, p, begin, begin + (end - at), error);
    }
    return status;
}

/* Where the last record of a chunk ends in the joined file. */
static uint64_t end_of(const struct state *state, const struct sd_chunk_entry *entry)
{
    return joined_offset(state, entry->begin) + (entry->end - entry->begin);
}

/* Whether chunk `c` lies in the first part, but not at its end: its sum is known, and it was
 * written. */
static bool is_in_first(const struct state *state, size_t c)
{
    const struct sd_chunk_entry *entry = &state->table.chunk[c];
    return entry[1].first < state->plan->cuts[0].end &&
           !(state->sequential && sd_sequential_deferred(&state->writer, end_of(state, entry)));
}

static int write_postponed(const struct state *state, size_t c, struct splitdata_error *error)
{
    const struct sd_chunk_entry *entry = &state->table.chunk[c];
    int status = sd_check_cancel(state->job->request->options->cancel_fd, error);
    return status == SPLITDATA_OK ? write_piece(state, 0, joined_offset(state, entry->begin),
                                                end_of(state, entry), error)
                                  : status;
}

static int take_chunk(struct state *state, size_t c, struct sd_spans *spans,
                      struct splitdata_error *error)
{
    const struct sd_chunk_entry *entry = &state->table.chunk[c];
    if (entry->first >= state->plan->cuts[state->plan->parts - 1].end)
        return SPLITDATA_OK; /* its rows are in no part */
    if (is_in_first(state, c)) {
        atomic_fetch_add(&state->sums[0], entry->sum);
        return entry->postponed ? write_postponed(state, c, error) : SPLITDATA_OK;
    }
    int status = sd_chunk_table_find(&state->table, c, spans, error);
    return status == SPLITDATA_OK ? add(state, spans, entry->first, entry->end, error) : status;
}

static bool next_chunk(struct state *state, unsigned worker, size_t *c)
{
    const size_t chunks = state->job->records.index.chunks;
    if (atomic_fetch_add(&state->taken, 1) >= chunks)
        return false;
    *c = worker % 2 == 0 ? atomic_fetch_add(&state->front, 1)
                         : chunks - 1 - atomic_fetch_add(&state->back, 1);
    return true;
}

static int take_chunks(void *context, unsigned worker, struct splitdata_error *error)
{
    struct state *state = context;
    const struct sd_job *job = state->job;
    const struct sd_chunk_entry *table = state->table.chunk;
    struct sd_spans spans;
    int status = SPLITDATA_OK;
    size_t c;
    sd_spans_begin(&spans, job->input->size);
    spans.memory = job->memory;
    while (status == SPLITDATA_OK && next_chunk(state, worker, &c)) {
        status = take_chunk(state, c, &spans, error);
        sd_progress_add(job->progress, table[c].end - table[c].begin);
    }
    if (status != SPLITDATA_OK)
        atomic_store(&state->taken, job->records.index.chunks);
    sd_spans_free(&spans);
    return status;
}

static int take_all(struct state *state, struct splitdata_error *error)
{
    const struct sd_job *job = state->job;
    const size_t chunks = job->records.index.chunks;
    const unsigned threads = job->request->threads;
    const struct sd_span first = sd_records_first(&job->records);
    const uint64_t start = first.start + first.length;
    int status = SPLITDATA_OK;
    if (state->sequential)
        status = sd_sequential_open(&state->writer, state->lengths, SD_LENGTHS_EXACT, error);
    sd_progress_begin(job->progress,
                      state->sequential ? SPLITDATA_STAGE_WRITE : SPLITDATA_STAGE_PLAN, start,
                      job->input->size);
    if (status == SPLITDATA_OK && !job->dialect->header)
        status = add(state, &job->records.index.spans, 0, start, error);
    if (status == SPLITDATA_OK)
        status =
            sd_parallel(chunks < threads ? (unsigned)chunks : threads, take_chunks, state, error);
    return status == SPLITDATA_OK && state->sequential
               ? sd_sequential_end(&state->writer, state->lengths, error)
               : status;
}

/* Adds the range of part p to `spans`, a span for each file that it has bytes of. */
static bool push_range(const struct state *state, size_t p, struct sd_spans *spans)
{
    uint64_t joined = state->begins[p], left = state->lengths[p];
    bool room = true;
    for (uint64_t run; left != 0 && room; left -= run, joined += run) {
        run = left;
        const uint64_t at = sd_extents_run(state->job->records.extents, joined, &run);
        room = sd_spans_push(spans, at, run);
    }
    return room;
}

/* Writes each part as one item for each file that it has records of, whose span is the whole
 * range. */
static int deliver_ranges(struct state *state, struct splitdata_error *error)
{
    struct sd_job *job = state->job;
    struct sd_spans *spans = &job->records.index.spans;
    const size_t parts = state->plan->parts, first = spans->count;
    struct sd_layouts layouts = {0};
    struct sd_plan ranges = *state->plan;
    bool room = true;
    ranges.cuts = calloc(parts, sizeof *ranges.cuts);
    for (size_t p = 0; p < parts && ranges.cuts != NULL && room; p++) {
        ranges.cuts[p].begin = spans->count - first;
        room = push_range(state, p, spans);
        ranges.cuts[p].end = spans->count - first;
    }
    ranges.items = spans->packed + first;
    int status = room && ranges.cuts != NULL
                     ? sd_layouts_of_plan(&layouts, job, &ranges, false, error)
                     : sd_fail_memory(error, "the plan");
    if (status == SPLITDATA_OK)
        status = sd_layouts_measure(&layouts, NULL, error);
    if (status == SPLITDATA_OK)
        status = sd_layouts_name(&layouts, 0, error);
    if (status == SPLITDATA_OK && !job->request->options->dry_run)
        status = sd_deliver(job, &layouts, 0, 1, error);
    sd_layouts_end(&layouts);
    free(ranges.cuts);
    return status;
}

static int write_set(struct sd_job *job, struct sd_decision *decision, size_t set,
                     struct splitdata_error *error)
{
    struct state *state = job->state;
    const size_t parts = decision->plan.parts;
    (void)set;
    state->plan = &decision->plan;
    state->begins = calloc(parts, sizeof *state->begins);
    state->lengths = calloc(parts, sizeof *state->lengths);
    state->sums = calloc(parts, sizeof *state->sums);
    sd_chunk_table_close(&state->table);
    int status = state->begins != NULL && state->lengths != NULL && state->sums != NULL
                     ? find_ranges(state, error)
                     : sd_fail_memory(error, "the plan");
    if (status == SPLITDATA_OK)
        status = check_first(state, error);
    if (status == SPLITDATA_OK)
        status = take_all(state, error);
    for (size_t p = 0; p < parts && status == SPLITDATA_OK; p++)
        job->sums[p] = atomic_load(&state->sums[p]);
    sd_clock_lap(job->clock, SPLITDATA_STAGE_WRITE);
    if (status != SPLITDATA_OK)
        return status;
    return state->sequential ? sd_complete(job, job->outputs, parts, error)
                             : deliver_ranges(state, error);
}

static void end(void *context)
{
    struct state *state = context;
    sd_chunk_table_end(&state->table);
    free(state->begins);
    free(state->lengths);
    free(state->sums);
    free(state);
}

const struct sd_engine sd_engine_contiguous = {
    .name = "contiguous",
    .form = SD_PLAN_RANGES,
    .can = can,
    .find = find,
    .write = write_set,
    .free = end,
};
