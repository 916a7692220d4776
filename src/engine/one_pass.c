/* SPDX-License-Identifier: MIT */
/*
 * One pass from front to back in constant memory: for ways in which a record's own key says where
 * it goes. The outputs are, byte for byte, those of the general path.
 *
 * The input passes through a window that always begins at a boundary between records; it grows only
 * when a single record and the next piece do not fit.
 */
#include "split.h"

#include "csv/start.h"
#include "in/ahead.h"
#include "out/feed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WINDOW = 1 << 20 };

struct stream {
    struct sd_run *run;
    struct sd_ahead ahead;
    uint8_t *window;
    size_t capacity, used;
    uint64_t base;  /* offset of the window's first byte in the input */
    uint64_t lines; /* line ends before the window */
    struct sd_scan scan;
    struct sd_spans spans;     /* the records completed by the last piece */
    struct sd_feeder *feeders; /* by part; with --emit column, one; NULL: a dry run */
    size_t feeder_count;
    bool started; /* the header was read */
    bool at_end;  /* of the input */
};

/* --- the window ------------------------------------------------------------------------------ */

/* Reads the next piece behind what the window holds. */
static int read_piece(struct stream *stream, size_t *got, struct splitdata_error *error)
{
    if (stream->capacity - stream->used < SD_AHEAD_PIECE) {
        size_t more = stream->capacity * 2 + WINDOW;
        uint8_t *window = sd_memory_resize(&stream->run->memory, stream->window, more, 1);
        if (window == NULL)
            return sd_fail_memory(error, "a long record");
        stream->window = window;
        stream->capacity = more;
    }
    int status = sd_ahead_take(&stream->ahead, stream->window + stream->used, got, error);
    if (status == SPLITDATA_OK) {
        stream->used += *got;
        stream->at_end = *got == 0;
    }
    return status;
}

/* Forgets everything before the record being read. */
static void slide(struct stream *stream)
{
    size_t done = (size_t)(stream->scan.record_start - stream->base);
    stream->lines += sd_line_at(stream->window, done) - 1;
    memmove(stream->window, stream->window + done, stream->used - done);
    stream->used -= done;
    stream->base += done;
    stream->spans.count = stream->spans.long_count = 0;
}

/* --- records --------------------------------------------------------------------------------- */

/* A record with its part as a new last field, before its own line end. */
static int put_with_column(struct stream *stream, uint32_t part, const uint8_t *record,
                           size_t length, struct splitdata_error *error)
{
    struct sd_feeder *feeder = &stream->feeders[0];
    const char *text = stream->run->contents.texts[part];
    size_t end = sd_line_end_length(record, length);
    int status = sd_feed_put(feeder, record, length - end, error);
    if (status == SPLITDATA_OK)
        status = sd_feed_put(feeder, text, strlen(text), error);
    return status == SPLITDATA_OK ? sd_feed_put(feeder, record + length - end, end, error) : status;
}

static int put(struct stream *stream, uint32_t part, const uint8_t *record, size_t length,
               struct splitdata_error *error)
{
    char number[24];
    enum splitdata_emit emit = stream->run->request.options->emit;
    if (emit == SPLITDATA_EMIT_COLUMN)
        return put_with_column(stream, part, record, length, error);
    if (emit == SPLITDATA_EMIT_ROWS)
        return sd_feed_put(&stream->feeders[part], record, length, error);
    int digits = snprintf(number, sizeof number, "%" PRIu64 "\n", stream->run->contents.rows);
    return sd_feed_put(&stream->feeders[part], number, (size_t)digits, error);
}

static int take_record(struct stream *stream, const uint8_t *record, size_t length,
                       struct splitdata_error *error)
{
    struct sd_run *run = stream->run;
    uint32_t part = 0;
    int status = run->way->part_of(run, record, length, &part, error);
    if (status == SPLITDATA_OK && run->achieved[part] == 0 && run->contents.prologue.length == 0 &&
        run->request.options->emit == SPLITDATA_EMIT_ROWS)
        status = sd_check_first(record, length, error);
    if (status == SPLITDATA_OK)
        status = sd_provenance_record(
            run, part, stream->base + (uint64_t)(record - stream->window), error);
    if (status == SPLITDATA_OK && stream->feeders != NULL)
        status = put(stream, part, record, length, error);
    run->achieved[part]++;
    run->contents.rows++;
    return status;
}

/* --- the beginning --------------------------------------------------------------------------- */

static int open_feeders(struct stream *stream, struct splitdata_error *error)
{
    struct sd_run *run = stream->run;
    size_t count = run->targets.count;
    stream->feeders = calloc(count, sizeof *stream->feeders);
    if (stream->feeders == NULL)
        return sd_fail_memory(error, "writing the outputs");
    for (size_t i = 0; i < count; i++) {
        struct sd_output *output = &run->targets.target[i].output;
        int status = sd_output_open(output, run->request.options->cancel_fd, error);
        if (status == SPLITDATA_OK)
            status = sd_feed_begin(&stream->feeders[i], output, -1, error);
        stream->feeder_count = i + 1;
        if (status == SPLITDATA_OK)
            status = sd_feed_put(&stream->feeders[i], run->contents.prologue.bytes,
                                 run->contents.prologue.length, error);
        if (status != SPLITDATA_OK)
            return status;
    }
    return SPLITDATA_OK;
}

/* The first record is in the window: what the header says, the columns, the outputs. */
static int read_start(struct stream *stream, struct sd_span first, struct splitdata_error *error)
{
    struct sd_run *run = stream->run;
    run->index.fields = stream->scan.fields;
    int status = sd_check_header(&run->dialect, stream->scan.fields, stream->window, first, error);
    if (status != SPLITDATA_OK)
        error->offset += stream->base;
    if (status == SPLITDATA_OK && run->dialect.header)
        status = sd_columns_read(&run->columns, &run->dialect, stream->window + first.start,
                                 (size_t)first.length, error);
    if (status == SPLITDATA_OK)
        status = run->way->prepare(run, error);
    return status == SPLITDATA_OK ? sd_contents_prepare(&run->contents, &run->columns, 0, error)
                                  : status;
}

static int start(struct stream *stream, struct splitdata_error *error)
{
    struct sd_run *run = stream->run;
    struct sd_span first = sd_spans_unpack(&stream->spans, stream->spans.packed[0]);
    first.start -= stream->base;
    /* For as long as the prologue is made from it, the window is the input and holds one record. */
    sd_spans_begin(&run->index.spans, 0);
    run->index.spans.memory = &run->memory;
    int status = sd_spans_push(&run->index.spans, first.start, first.length)
                     ? SPLITDATA_OK
                     : sd_fail_memory(error, "the header");
    run->input.data = stream->window;
    if (status == SPLITDATA_OK)
        status = read_start(stream, first, error);
    sd_spans_free(&run->index.spans);
    run->input.data = NULL;
    if (status == SPLITDATA_OK && !run->request.options->dry_run)
        status = open_feeders(stream, error);
    if (run->dialect.header)
        stream->spans.count = stream->spans.long_count = 0;
    stream->started = true;
    return status;
}

/* What an input is, and a byte order entry, stand in the first bytes; a pipe may give them one at a
 * time. */
static int begin(struct stream *stream, struct splitdata_error *error)
{
    struct sd_run *run = stream->run;
    int status = SPLITDATA_OK;
    size_t got;
    while (stream->used < SD_START && !stream->at_end && status == SPLITDATA_OK)
        status = read_piece(stream, &got, error);
    if (status != SPLITDATA_OK)
        return status;
    if (stream->used == 0)
        return sd_fail(error, SPLITDATA_DATA, "is empty");
    status = sd_check_start(stream->window, stream->used, error);
    run->index.bom = sd_byte_order_mark(stream->window, stream->used);
    sd_spans_begin(&stream->spans, 0);
    stream->spans.memory = &run->memory;
    sd_scan_begin(&stream->scan, &run->dialect, run->request.scanner, &stream->spans,
                  run->index.bom);
    return status;
}

/* --- the pass -------------------------------------------------------------------------------- */

/* Feeds what is fresh in the window; the first record alone, so that a wrong header is told of
 * before anything that follows from it. */
static int feed(struct stream *stream, struct splitdata_error *error)
{
    struct sd_scan *scan = &stream->scan;
    size_t i = (size_t)(scan->at - stream->base), taken;
    int status = SPLITDATA_OK;
    while (!stream->started && i < stream->used && status == SPLITDATA_OK) {
        status = sd_scan_feed_record(scan, stream->window + i, stream->used - i, &taken, error);
        i += taken;
        if (status == SPLITDATA_OK && stream->spans.count != 0)
            status = start(stream, error);
    }
    if (status == SPLITDATA_OK)
        status = sd_scan_feed(scan, stream->window + i, stream->used - i, error);
    if (status == SPLITDATA_OK && stream->at_end)
        status = sd_scan_finish(scan, error);
    if (status == SPLITDATA_OK && !stream->started && stream->spans.count != 0)
        status = start(stream, error);
    return status;
}

static int take_records(struct stream *stream, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < stream->spans.count && status == SPLITDATA_OK; i++) {
        struct sd_span span = sd_spans_unpack(&stream->spans, stream->spans.packed[i]);
        status = take_record(stream, stream->window + (span.start - stream->base),
                             (size_t)span.length, error);
        if (status == SPLITDATA_DATA && error->offset == SPLITDATA_NOWHERE)
            error->offset = span.start;
    }
    return status;
}

static int pass(struct stream *stream, struct splitdata_error *error)
{
    int status = begin(stream, error);
    while (status == SPLITDATA_OK) {
        size_t got;
        status = feed(stream, error);
        if (status == SPLITDATA_OK)
            status = take_records(stream, error);
        if (status != SPLITDATA_OK || stream->at_end)
            break;
        slide(stream);
        status = read_piece(stream, &got, error);
    }
    return status;
}

static int finish(struct stream *stream, struct splitdata_error *error)
{
    struct sd_run *run = stream->run;
    const struct splitdata_options *options = run->request.options;
    if (!stream->started)
        return sd_fail(error, SPLITDATA_DATA, "has no records, only blank lines");
    if (run->contents.rows == 0)
        return sd_fail(error, SPLITDATA_DATA,
                       "has a header and no records (--no-header takes the first line for one)");
    for (size_t p = 0; p < run->plan.parts; p++) {
        if (run->achieved[p] == 0)
            return sd_fail(error, SPLITDATA_DATA,
                           "the part %s would be empty (of %" PRIu64 " records)",
                           run->request.parts.part[p].name, run->contents.rows);
    }
    for (size_t i = 0; i < stream->feeder_count; i++) {
        int status = sd_feed_finish(&stream->feeders[i], error);
        if (status == SPLITDATA_OK)
            status = sd_output_complete(stream->feeders[i].output, !options->no_sync, error);
        if (status != SPLITDATA_OK)
            return status;
    }
    run->index.blank_lines = stream->scan.blank_lines;
    run->input.size = stream->base + stream->used;
    run->rows.count = run->contents.rows;
    return SPLITDATA_OK;
}

bool sd_run_can_stream(const struct sd_run *run)
{
    const struct sd_request *request = &run->request;
    if (run->way->part_of == NULL || request->sample.kind != SD_SIZE_NONE ||
        run->provenance.asked.arranged != NULL ||
        (request->scanner != NULL && request->scanner->libcsv))
        return false;
    /* What is not a file is written when all files are complete. */
    for (size_t i = 0; i < run->targets.count; i++) {
        if (sd_output_is_stream(&run->targets.target[i].output))
            return false;
    }
    return true;
}

/* Not a pipe: while one waits for bytes that somebody has yet to send, an error must not wait. */
static bool can_read_ahead(const struct sd_run *run)
{
    enum { WORTH_A_THREAD = 1 << 20 };
    const struct sd_source *source = &run->input.source;
    return source->regular && source->at_open.st_size >= WORTH_A_THREAD && run->request.threads > 1;
}

int sd_run_stream(struct sd_run *run, struct splitdata_error *error)
{
    struct stream stream = {.run = run};
    size_t parts = run->request.parts.count;
    bool apart = can_read_ahead(run);
    sd_provenance_one_pass(run, apart);
    sd_ahead_begin(&stream.ahead, &run->input.stream, apart);
    run->plan.parts = parts;
    run->sizes = calloc(parts, sizeof *run->sizes); /* what is asked for: nothing in records */
    run->achieved = calloc(parts, sizeof *run->achieved);
    int status = run->sizes != NULL && run->achieved != NULL ? pass(&stream, error)
                                                             : sd_fail_memory(error, "the plan");
    if (status == SPLITDATA_OK)
        status = finish(&stream, error);
    if (status == SPLITDATA_DATA && error->offset != SPLITDATA_NOWHERE &&
        error->offset >= stream.base)
        error->line = stream.lines + sd_line_at(stream.window, error->offset - stream.base);
    sd_ahead_end(&stream.ahead);
    for (size_t i = 0; i < stream.feeder_count; i++)
        sd_feed_free(&stream.feeders[i]);
    free(stream.feeders);
    sd_memory_free(stream.window);
    sd_spans_free(&stream.spans);
    return status;
}
