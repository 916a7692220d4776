/* SPDX-License-Identifier: MIT */
/*
 * One pass from front to back in constant memory, for strategies that decide by a row's key. The
 * outputs are, byte for byte, those of the indexed engine.
 *
 * A window that begins at a record boundary moves over the input. It grows only if one record and
 * the next piece do not fit.
 */
#include "base/cancel.h"
#include "csv/not_data.h"
#include "csv/start.h"
#include "engine/deliver.h"
#include "in/ahead.h"
#include "keys/csv_source.h"
#include "out/feed.h"
#include "out/form.h"
#include "provenance/split_id.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WINDOW = 1 << 20 };

struct state {
    struct sd_job *job;
    struct sd_ahead ahead;
    uint8_t *window;
    size_t capacity, used;
    uint64_t base;  /* offset of the window's first byte in the input */
    uint64_t lines; /* line ends before the window */
    struct sd_scan scan;
    struct sd_spans spans; /* the records completed by the last piece */
    bool at_end;           /* of the input */
    bool finished;         /* sd_scan_finish was called */

    /* Set when the parts are known. */
    struct sd_decision *decision;
    struct sd_csv_key key;
    struct sd_feeder *feeders; /* by part, without an output where it is not written; one with
                                  --emit column; NULL: a dry run */
    size_t feeder_count;
    uint64_t *rows; /* by part: written so far */
};

static bool can(const struct sd_job *job)
{
    /* Streams are written when all files are complete, which one pass cannot do. */
    for (size_t i = 0; i < job->output_count; i++) {
        if (job->outputs[i] != NULL && sd_output_is_stream(job->outputs[i]))
            return false;
    }
    return true;
}

/* Not from a pipe: an error must not wait for bytes that are yet to be sent. */
bool sd_one_pass_reads_ahead(const struct sd_job *job)
{
    enum { WORTH_A_THREAD = 1 << 20 };
    const struct sd_source *source = &job->input->source;
    return source->regular && source->at_open.st_size >= WORTH_A_THREAD &&
           job->request->threads > 1;
}

/* --- the window ------------------------------------------------------------------------------ */

/* Appends the next piece to the window. */
static int read_piece(struct state *state, struct splitdata_error *error)
{
    size_t got;
    if (state->capacity - state->used < SD_AHEAD_PIECE) {
        size_t more = state->capacity * 2 + WINDOW;
        uint8_t *window = sd_memory_resize(state->job->memory, state->window, more, 1);
        if (window == NULL)
            return sd_fail_memory(error, "a long record");
        state->window = window;
        state->capacity = more;
    }
    int status = sd_ahead_take(&state->ahead, state->window + state->used, &got, error);
    if (status == SPLITDATA_OK) {
        state->used += got;
        state->at_end = got == 0;
    }
    return status;
}

/* Drops everything before the unfinished record from the window, and reads the next piece. */
static int slide(struct state *state, struct splitdata_error *error)
{
    size_t done = (size_t)(state->scan.record_start - state->base);
    state->lines += sd_line_at(state->window, done) - 1;
    memmove(state->window, state->window + done, state->used - done);
    state->used -= done;
    state->base += done;
    state->spans.count = state->spans.long_count = 0;
    return read_piece(state, error);
}

/* Adds the line to an error at a byte of the window. */
static int located(const struct state *state, int status, struct splitdata_error *error)
{
    if (status == SPLITDATA_DATA && error->offset != SPLITDATA_NOWHERE &&
        error->offset >= state->base)
        error->line = state->lines + sd_line_at(state->window, error->offset - state->base);
    return status;
}

/* --- the first record ------------------------------------------------------------------------ */

/* The first bytes tell other formats and a byte order mark. A pipe may return them one at a time.
 */
static int begin(struct state *state, struct splitdata_error *error)
{
    struct sd_job *job = state->job;
    int status = SPLITDATA_OK;
    sd_spans_begin(&state->spans, 0);
    state->spans.memory = job->memory;
    while (state->used < SD_START && !state->at_end && status == SPLITDATA_OK)
        status = read_piece(state, error);
    if (status != SPLITDATA_OK)
        return status;
    if (state->used == 0)
        return sd_fail_empty(error);
    const struct sd_reading reading = sd_job_reading(job);
    status = sd_check_start(job->dialect, &reading, state->window, state->used, error);
    job->records.index.bom = sd_byte_order_mark(state->window, state->used);
    sd_scan_begin(&state->scan, job->dialect, job->request->scanner, &state->spans,
                  job->records.index.bom);
    return status;
}

/* Finishes the scan at the end of the input; later calls do nothing. */
static int finish_scan(struct state *state, struct splitdata_error *error)
{
    if (!state->at_end || state->finished)
        return SPLITDATA_OK;
    state->finished = true;
    const struct sd_reading reading = sd_job_reading(state->job);
    int status = sd_check_end(state->job->dialect, &reading, state->window, state->used, error);
    if (status != SPLITDATA_OK)
        error->offset += state->base;
    return status == SPLITDATA_OK ? sd_scan_finish(&state->scan, error) : status;
}

/* Scans the window up to the end of the first record, so that a wrong header is reported before the
 * errors that it causes. */
static int scan_first(struct state *state, struct splitdata_error *error)
{
    struct sd_scan *scan = &state->scan;
    size_t i = (size_t)(scan->at - state->base), taken;
    int status = SPLITDATA_OK;
    while (state->spans.count == 0 && i < state->used && status == SPLITDATA_OK) {
        status = sd_scan_feed_record(scan, state->window + i, state->used - i, &taken, error);
        i += taken;
    }
    return status == SPLITDATA_OK && state->spans.count == 0 ? finish_scan(state, error) : status;
}

/* Reads the header, if there is one; the first record is in the window. */
static int read_first(struct state *state, struct splitdata_error *error)
{
    struct sd_records *records = &state->job->records;
    struct sd_span first = sd_spans_unpack(&state->spans, state->spans.packed[0]);
    first.start -= state->base;
    records->index.fields = state->scan.fields;
    /* The template needs only the first record. */
    sd_spans_begin(&records->index.spans, 0);
    records->index.spans.memory = state->job->memory;
    if (!sd_spans_push(&records->index.spans, first.start, first.length))
        return sd_fail_memory(error, "the header");
    records->data = state->window;
    records->size = state->used;
    if (state->base == 0)
        sd_records_say_columns(records);
    int status =
        sd_check_header(state->job->dialect, state->scan.fields, state->window, first, error);
    if (status != SPLITDATA_OK)
        error->offset += state->base;
    if (status == SPLITDATA_OK && state->job->dialect->header)
        status = sd_columns_read(&records->columns, state->job->dialect,
                                 state->window + first.start, (size_t)first.length, error);
    if (state->job->dialect->header)
        state->spans.count = state->spans.long_count = 0;
    return status;
}

static int find(struct sd_job *job, struct splitdata_error *error)
{
    const struct sd_source *source = &job->input->source;
    struct state *state = sd_job_state(job, sizeof *state, error);
    if (state == NULL)
        return (int)error->status;
    state->job = job;
    sd_progress_begin(job->progress, SPLITDATA_STAGE_WRITE, 0,
                      source->regular ? (uint64_t)source->at_open.st_size : 0);
    sd_ahead_begin(&state->ahead, &job->input->stream, sd_one_pass_reads_ahead(job));
    int status = begin(state, error);
    if (status == SPLITDATA_OK)
        status = scan_first(state, error);
    while (status == SPLITDATA_OK && state->spans.count == 0 && !state->at_end) {
        status = slide(state, error);
        if (status == SPLITDATA_OK)
            status = scan_first(state, error);
    }
    if (status == SPLITDATA_OK)
        status = state->spans.count == 0 ? sd_fail_blank(error) : read_first(state, error);
    job->template = (struct sd_output_template){
        .request = job->request, .records = &job->records, .memory = job->memory};
    if (status != SPLITDATA_OK)
        sd_ahead_end(&state->ahead);
    return located(state, status, error);
}

/* --- records --------------------------------------------------------------------------------- */

/* A record with its part as a new last field, before the record's line terminator. */
static int put_with_column(struct state *state, uint32_t part, const uint8_t *record, size_t length,
                           struct splitdata_error *error)
{
    struct sd_feeder *feeder = &state->feeders[0];
    size_t text_length;
    const char *text = sd_output_template_suffix(&state->job->template, part, &text_length);
    size_t end = sd_line_end_length(record, length);
    int status = sd_feed_put(feeder, record, length - end, error);
    if (status == SPLITDATA_OK)
        status = sd_feed_put(feeder, text, text_length, error);
    return status == SPLITDATA_OK ? sd_feed_put(feeder, record + length - end, end, error) : status;
}

static int put(struct state *state, uint32_t part, const uint8_t *record, size_t length,
               struct splitdata_error *error)
{
    char number[24];
    enum splitdata_emit emit = state->job->request->options->emit;
    if (emit == SPLITDATA_EMIT_COLUMN)
        return put_with_column(state, part, record, length, error);
    if (emit == SPLITDATA_EMIT_ROWS)
        return sd_feed_put(&state->feeders[part], record, length, error);
    int digits = snprintf(number, sizeof number, "%" PRIu64 "\n", state->job->records.rows);
    return sd_feed_put(&state->feeders[part], number, (size_t)digits, error);
}

static int take_record(struct state *state, const uint8_t *record, size_t length, uint64_t offset,
                       struct splitdata_error *error)
{
    struct sd_job *job = state->job;
    uint32_t part = 0;
    int status = sd_csv_key_read(&state->key, record, length, error);
    if (status == SPLITDATA_OK)
        status = sd_decide_part_of_key(state->decision, state->key.fields, &part, error);
    const bool written = sd_request_writes(job->request, part);
    if (status == SPLITDATA_OK && state->rows[part] == 0 && written)
        status = sd_job_check_first(job, record, offset, length, error);
    job->sums[part] += sd_split_place(offset, state->rows[part]);
    if (status == SPLITDATA_OK && state->feeders != NULL && written)
        status = put(state, part, record, length, error);
    state->rows[part]++;
    job->records.rows++;
    return status;
}

static int take_records(struct state *state, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < state->spans.count && status == SPLITDATA_OK; i++) {
        struct sd_span span = sd_spans_unpack(&state->spans, state->spans.packed[i]);
        status = take_record(state, state->window + (span.start - state->base), (size_t)span.length,
                             span.start, error);
        if (status == SPLITDATA_DATA && error->offset == SPLITDATA_NOWHERE)
            error->offset = span.start;
    }
    return status;
}

/* --- the pass -------------------------------------------------------------------------------- */

static int open_feeders(struct state *state, struct splitdata_error *error)
{
    const struct sd_job *job = state->job;
    const struct sd_text *prologue = &job->template.prologue;
    state->feeders = calloc(job->output_count, sizeof *state->feeders);
    if (state->feeders == NULL)
        return sd_fail_memory(error, "writing the outputs");
    state->feeder_count = job->output_count;
    for (size_t i = 0; i < job->output_count; i++) {
        if (job->outputs[i] == NULL)
            continue;
        int status = sd_output_open(job->outputs[i], job->request->options->cancel_fd, error);
        if (status == SPLITDATA_OK)
            status = sd_feed_begin(&state->feeders[i], job->outputs[i], -1, error);
        if (status == SPLITDATA_OK)
            status = sd_feed_put(&state->feeders[i], prologue->bytes, prologue->length, error);
        if (status != SPLITDATA_OK)
            return status;
    }
    return SPLITDATA_OK;
}

/* Scans the new bytes of the window. */
static int scan_rest(struct state *state, struct splitdata_error *error)
{
    struct sd_scan *scan = &state->scan;
    size_t i = (size_t)(scan->at - state->base);
    int status = sd_scan_feed(scan, state->window + i, state->used - i, error);
    return status == SPLITDATA_OK ? finish_scan(state, error) : status;
}

static int pass(struct state *state, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    while (status == SPLITDATA_OK) {
        status = scan_rest(state, error);
        if (status == SPLITDATA_OK)
            status = take_records(state, error);
        if (status != SPLITDATA_OK || state->at_end)
            break;
        status = slide(state, error);
    }
    return status;
}

static int finish(struct state *state, struct splitdata_error *error)
{
    struct sd_job *job = state->job;
    struct sd_plan *plan = &state->decision->plan;
    if (job->records.rows == 0)
        return sd_fail_only_header(error);
    for (size_t p = 0; p < plan->parts; p++) {
        plan->cuts[p] = (struct sd_cut){0, state->rows[p]};
        if (state->rows[p] == 0)
            return sd_fail(error, SPLITDATA_DATA,
                           "the part %s would be empty (of %" PRIu64 " records)",
                           job->request->parts.part[p].name, job->records.rows);
    }
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < state->feeder_count && status == SPLITDATA_OK; i++) {
        if (job->outputs[i] != NULL)
            status = sd_feed_finish(&state->feeders[i], error);
    }
    sd_clock_lap(job->clock, SPLITDATA_STAGE_WRITE);
    if (status == SPLITDATA_OK)
        status = sd_complete(job, job->outputs, state->feeder_count, error);
    job->records.index.blank_lines = state->scan.blank_lines;
    job->records.size = state->base + state->used;
    state->decision->all_rows = state->decision->rows = job->records.rows;
    return status;
}

static int write_set(struct sd_job *job, struct sd_decision *decision, size_t set,
                     struct splitdata_error *error)
{
    struct state *state = job->state;
    (void)set;
    job->records.data = NULL; /* the window moves from here on */
    state->decision = decision;
    state->rows = calloc(decision->plan.parts, sizeof *state->rows);
    int status = state->rows != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the plan");
    if (status == SPLITDATA_OK)
        status = sd_csv_key_open(&state->key, sd_decide_key(decision), job->dialect, error);
    if (status == SPLITDATA_OK && !job->request->options->dry_run)
        status = open_feeders(state, error);
    if (status == SPLITDATA_OK)
        status = pass(state, error);
    if (status == SPLITDATA_OK)
        status = finish(state, error);
    sd_ahead_end(&state->ahead);
    return located(state, status, error);
}

static void end(void *context)
{
    struct state *state = context;
    sd_ahead_end(&state->ahead);
    for (size_t i = 0; i < state->feeder_count; i++)
        sd_feed_free(&state->feeders[i]);
    free(state->feeders);
    free(state->rows);
    sd_csv_key_close(&state->key);
    sd_memory_free(state->window);
    sd_spans_free(&state->spans);
    free(state);
}

const struct sd_engine sd_engine_one_pass = {
    .name = "one pass",
    .form = SD_PLAN_PART_OF_KEY,
    .streams = true,
    .can = can,
    .find = find,
    .write = write_set,
    .free = end,
};
