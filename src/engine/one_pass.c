/* SPDX-License-Identifier: MIT */
/*
 * One pass from front to back in constant memory, for strategies that decide by a row's key. The
 * outputs are, byte for byte, those of the indexed engine.
 */
#include "csv/not_data.h"
#include "csv/start.h"
#include "engine/deliver.h"
#include "engine/keyed_parts.h"
#include "engine/put_record.h"
#include "engine/window.h"
#include "out/feed.h"
#include "provenance/split_id.h"

#include <inttypes.h>
#include <stdlib.h>

struct state {
    struct sd_job *job;
    struct sd_window window; /* begins at a record boundary */
    struct sd_scan scan;
    struct sd_spans spans; /* the records completed by the last piece */
    bool finished;         /* sd_scan_finish was called */
    struct sd_traits_view view;
    struct sd_text header; /* a copy of the names' record */

    /* Set when the parts are known. */
    struct sd_decision *decision;
    struct sd_keyed_parts parts;
    struct sd_feeder *feeders; /* by part, without an output where it is not written; one with
                                  --emit column; NULL: a dry run */
    size_t feeder_count;
    uint64_t *rows; /* by part: written so far */

    uint64_t before; /* records, those of the header among them, before those in `spans` */
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

/* Not from a pipe, whose total is 0: an error must not wait for bytes that are yet to be sent. */
bool sd_one_pass_reads_ahead(const struct sd_job *job)
{
    enum { WORTH_A_THREAD = 1 << 20 };
    return sd_input_total(job->input) >= WORTH_A_THREAD && job->request->threads > 1;
}

/* Drops all before the unfinished record from the window, and reads the next piece. */
static int slide(struct state *state, struct splitdata_error *error)
{
    state->before += state->spans.count;
    state->spans.count = state->spans.long_count = 0;
    return sd_window_slide(&state->window, state->scan.record_start, error);
}

/* --- the first record ------------------------------------------------------------------------ */

/* Reads until all lines that are to be skipped, and the byte after them, are in the window. */
static int find_begin(struct state *state, struct splitdata_error *error)
{
    struct sd_index *index = &state->job->records.index;
    int status = SPLITDATA_OK;
    for (;;) {
        int found = sd_find_begin(state->job->dialect, state->window.bytes, state->window.used,
                                  &index->begin, error);
        if (state->window.at_end || (found == SPLITDATA_OK && index->begin < state->window.used))
            return found;
        status = sd_window_read(&state->window, error);
        if (status != SPLITDATA_OK)
            return status;
    }
}

/* The first bytes tell other formats and a byte order mark. A pipe may return them one at a time.
 */
static int begin(struct state *state, struct splitdata_error *error)
{
    struct sd_job *job = state->job;
    int status = SPLITDATA_OK;
    sd_spans_begin(&state->spans, 0);
    state->spans.memory = job->memory;
    while (state->window.used < SD_START && !state->window.at_end && status == SPLITDATA_OK)
        status = sd_window_read(&state->window, error);
    if (status != SPLITDATA_OK)
        return status;
    if (state->window.used == 0)
        return sd_fail_empty(error);
    const struct sd_reading reading =
        sd_request_reading(job->request, job->input->compression != NULL);
    status = sd_check_start(job->dialect, &reading, state->window.bytes, state->window.used, error);
    job->records.index.bom = sd_byte_order_mark(state->window.bytes, state->window.used);
    if (status == SPLITDATA_OK)
        status = find_begin(state, error);
    sd_scan_begin(&state->scan, job->dialect, job->request->scanner, &state->spans,
                  job->records.index.begin);
    return status;
}

/* Finishes the scan at the end of the input; later calls do nothing. */
static int finish_scan(struct state *state, struct splitdata_error *error)
{
    const struct sd_job *job = state->job;
    if (!state->window.at_end || state->finished)
        return SPLITDATA_OK;
    state->finished = true;
    const struct sd_reading reading =
        sd_request_reading(job->request, job->input->compression != NULL);
    int status =
        sd_check_end(job->dialect, &reading, state->window.bytes, state->window.used, error);
    if (status != SPLITDATA_OK)
        error->offset += state->window.base;
    return status == SPLITDATA_OK ? sd_scan_finish(&state->scan, error) : status;
}

/* Whether the first record, or all of the header's, were found. */
static bool has_first(const struct state *state)
{
    return state->spans.count >= sd_dialect_first_records(state->job->dialect);
}

/* Enters the next files, if all of the one that is scanned was fed. */
static int enter_files(struct state *state, struct splitdata_error *error)
{
    return sd_window_enter(&state->window, &state->scan, state->before + state->spans.count, error);
}

/* Scans the window up to the end of the first record, so that a wrong header is reported before the
 * errors that it causes. */
static int scan_first(struct state *state, struct splitdata_error *error)
{
    size_t i = (size_t)(state->scan.at - state->window.base), taken;
    int status = SPLITDATA_OK;
    while (!has_first(state) && i < state->window.used && status == SPLITDATA_OK) {
        status = sd_scan_feed_record(&state->scan, state->window.bytes + i,
                                     sd_window_file_end(&state->window) - i, &taken, error);
        i += taken;
        if (status == SPLITDATA_OK)
            status = enter_files(state, error);
    }
    return status == SPLITDATA_OK && !has_first(state) ? finish_scan(state, error) : status;
}

/* Adds the traits of the records that the last piece completed. */
static void add_traits(struct state *state)
{
    state->view.bytes = state->window.bytes;
    state->view.base = state->window.base;
    sd_traits_of_piece(&state->job->records.index.traits, &state->view, &state->spans, &state->scan,
                       state->window.lines);
}

/* Forgets the header's records, and keeps a copy of the names. */
static bool keep_header(struct state *state, const uint8_t *record, uint64_t length)
{
    add_traits(state);
    state->before += state->spans.count;
    state->spans.count = state->spans.long_count = 0;
    if (!sd_text_append(&state->header, record, (size_t)length))
        return false;
    sd_traits_view_header(&state->view, (const uint8_t *)state->header.bytes, length);
    return true;
}

/* Reads the header, if there is one; the first record is in the window. */
static int read_first(struct state *state, struct splitdata_error *error)
{
    struct sd_records *records = &state->job->records;
    struct sd_span first = sd_spans_unpack(&state->spans, state->spans.packed[0]);
    const uint64_t names_length = records->index.names_length = first.length;
    int status = sd_join_header(state->job->dialect, &state->spans, error);
    if (status != SPLITDATA_OK)
        return status;
    first = sd_spans_unpack(&state->spans, state->spans.packed[0]);
    first.start -= state->window.base;
    records->index.fields = state->scan.fields;
    /* The template needs only the first record. */
    sd_spans_begin(&records->index.spans, 0);
    records->index.spans.memory = state->job->memory;
    if (!sd_spans_push(&records->index.spans, first.start, first.length))
        return sd_fail_memory(error, "the header");
    records->data = state->window.bytes;
    records->size = state->window.used;
    if (state->window.base == 0)
        sd_records_say_columns(records);
    const struct sd_span names = {first.start, names_length};
    status =
        sd_check_header(state->job->dialect, state->scan.fields, state->window.bytes, names, error);
    if (status != SPLITDATA_OK)
        error->offset += state->window.base;
    if (status == SPLITDATA_OK && state->job->dialect->header)
        status = sd_columns_read(&records->columns, state->job->dialect,
                                 state->window.bytes + first.start, (size_t)names_length, error);
    if (status == SPLITDATA_OK && state->job->dialect->header &&
        !keep_header(state, state->window.bytes + first.start, names_length))
        return sd_fail_memory(error, "the header");
    return status;
}

static int find(struct sd_job *job, struct splitdata_error *error)
{
    struct state *state = sd_job_state(job, sizeof *state, error);
    if (state == NULL)
        return (int)error->status;
    state->job = job;
    state->view.lines = job->dialect->lines;
    sd_traits_begin(&job->records.index.traits);
    sd_progress_begin(job->progress, SPLITDATA_STAGE_WRITE, 0, sd_input_total(job->input));
    sd_window_begin(&state->window, job->memory, job->input, sd_one_pass_reads_ahead(job));
    int status = begin(state, error);
    if (status == SPLITDATA_OK)
        status = scan_first(state, error);
    while (status == SPLITDATA_OK && !has_first(state) && !state->window.at_end) {
        status =
            state->spans.count == 0 ? slide(state, error) : sd_window_read(&state->window, error);
        if (status == SPLITDATA_OK)
            status = scan_first(state, error);
    }
    if (status == SPLITDATA_OK)
        status =
            state->spans.count == 0 ? sd_fail_blank(job->dialect, error) : read_first(state, error);
    job->template = (struct sd_output_template){
        .request = job->request, .records = &job->records, .memory = job->memory};
    if (status != SPLITDATA_OK)
        sd_window_stop(&state->window);
    return sd_window_locate(&state->window, state->job->dialect, status, error);
}

/* --- records --------------------------------------------------------------------------------- */

static int take_record(struct state *state, uint32_t part, struct sd_span span,
                       struct splitdata_error *error)
{
    struct sd_job *job = state->job;
    const uint8_t *record = state->window.bytes + (span.start - state->window.base);
    const bool written = sd_request_writes(job->request, part);
    int status = state->rows[part] == 0 && written
                     ? sd_job_check_first(job, record, span.start, span.length, error)
                     : SPLITDATA_OK;
    job->sums[part] += sd_split_place(span.start, state->rows[part]);
    if (status == SPLITDATA_OK && state->feeders != NULL && written)
        status = sd_put_record(job, state->feeders, part, record, (size_t)span.length, error);
    state->rows[part]++;
    job->records.rows++;
    return status;
}

/* Records before one whose key is at fault may have faults, too, which come first. */
static int take_records(struct state *state, struct splitdata_error *error)
{
    const struct sd_spans *spans = &state->spans;
    const struct sd_window *window = &state->window;
    struct splitdata_error own;
    int found =
        sd_keyed_parts_find(&state->parts, spans, window->bytes, window->used, window->base, error);
    int status = SPLITDATA_OK;
    state->job->template.file_rows = sd_file_rows_of(window->extents, window->scanned + 1);
    state->decision->empty_keys = state->parts.empty;
    for (size_t i = 0; i < state->parts.known && status == SPLITDATA_OK; i++)
        status = take_record(state, state->parts.part[i], sd_spans_unpack(spans, spans->packed[i]),
                             &own);
    if (status != SPLITDATA_OK)
        *error = own;
    return status != SPLITDATA_OK ? status : found;
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
    size_t i = (size_t)(state->scan.at - state->window.base);
    int status = enter_files(state, error);
    while (status == SPLITDATA_OK && i < state->window.used) {
        const size_t end = sd_window_file_end(&state->window);
        status = sd_scan_feed(&state->scan, state->window.bytes + i, end - i, error);
        i = end;
        if (status == SPLITDATA_OK)
            status = enter_files(state, error);
    }
    return status == SPLITDATA_OK ? finish_scan(state, error) : status;
}

static int pass(struct state *state, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    while (status == SPLITDATA_OK) {
        status = scan_rest(state, error);
        add_traits(state);
        if (status == SPLITDATA_OK)
            status = take_records(state, error);
        if (status != SPLITDATA_OK || state->window.at_end)
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
        return sd_fail_only_header(job->dialect, error);
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
    job->records.index.comment_lines = state->scan.comment_lines;
    job->records.size = state->window.base + state->window.used;
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
        status = sd_keyed_parts_begin(&state->parts, decision, job->dialect, job->request->threads,
                                      error);
    if (status == SPLITDATA_OK && !job->request->options->dry_run)
        status = open_feeders(state, error);
    if (status == SPLITDATA_OK)
        status = pass(state, error);
    if (status == SPLITDATA_OK)
        status = finish(state, error);
    sd_window_stop(&state->window);
    return sd_window_locate(&state->window, state->job->dialect, status, error);
}

static void end(void *context)
{
    struct state *state = context;
    sd_window_stop(&state->window);
    for (size_t i = 0; i < state->feeder_count; i++)
        sd_feed_free(&state->feeders[i]);
    free(state->feeders);
    free(state->rows);
    sd_keyed_parts_end(&state->parts);
    sd_window_end(&state->window);
    sd_text_free(&state->header);
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
