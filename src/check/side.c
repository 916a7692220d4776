/* SPDX-License-Identifier: MIT */
#include "check/side.h"

#include "base/threads.h"
#include "csv/not_data.h"
#include "csv/start.h"

#include <stdlib.h>
#include <string.h>

int sd_side_locate(const struct sd_side *side, int status, struct splitdata_error *error)
{
    return sd_job_locate(&side->job, status, error);
}

/* Scans the first record, and reads the names of the columns. */
static int scan_head(struct sd_side *side, struct sd_spans *spans, struct splitdata_error *error)
{
    const struct sd_input *input = &side->opened.input;
    const struct sd_dialect *dialect = &side->opened.dialect;
    uint64_t at = 0;
    struct sd_scan scan;
    size_t used = 0;
    int status = sd_find_begin(dialect, input->data, input->size, &at, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_scan_begin(&scan, dialect, side->request->scanner, spans, at);
    while (status == SPLITDATA_OK && spans->count == 0 && at < input->size) {
        status =
            sd_scan_feed_record(&scan, input->data + at, (size_t)(input->size - at), &used, error);
        at += used;
    }
    if (status == SPLITDATA_OK && spans->count == 0)
        status = sd_scan_finish(&scan, error);
    if (status != SPLITDATA_OK)
        return status;
    if (spans->count == 0)
        return sd_fail_blank(dialect, error);
    const struct sd_span first = sd_spans_unpack(spans, spans->packed[0]);
    side->width = dialect->lines ? 1 : (size_t)scan.fields;
    status = sd_check_header(dialect, scan.fields, input->data, first, error);
    return status == SPLITDATA_OK && dialect->header
               ? sd_columns_read(&side->head, dialect, input->data + first.start,
                                 (size_t)first.length, error)
               : status;
}

static int read_head(struct sd_side *side, struct splitdata_error *error)
{
    const struct sd_input *input = &side->opened.input;
    const struct sd_reading reading = sd_request_reading(side->request, input->compression != NULL);
    struct sd_spans spans;
    if (input->size == 0)
        return sd_fail_empty(error);
    sd_spans_begin(&spans, 0);
    int status = sd_check_start(&side->opened.dialect, &reading, input->data, input->size, error);
    if (status == SPLITDATA_OK)
        status = scan_head(side, &spans, error);
    sd_spans_free(&spans);
    return status;
}

int sd_side_open(struct sd_side *side, const char *path, const struct sd_sides_shared *shared,
                 struct splitdata_error *error)
{
    const struct splitdata_options *options = shared->request->options;
    struct sd_opened *opened = &side->opened;
    side->path = path;
    side->name = strcmp(path, "-") == 0 ? "standard input" : path;
    side->request = shared->request;
    side->job = (struct sd_job){
        .request = shared->request,
        .dialect = &opened->dialect,
        .input = &opened->input,
        .memory = shared->memory,
        .progress = shared->progress,
        .clock = shared->clock,
    };
    int status = sd_opened_begin(opened, path, options, error);
    if (status == SPLITDATA_OK && opened->list.many)
        status = sd_fail(error, SPLITDATA_USAGE, "%s: a folder, and a part is one file", path);
    opened->input.source.progress = shared->progress;
    if (status == SPLITDATA_OK)
        status = sd_opened_describe(opened, shared->request, error);
    if (status == SPLITDATA_OK && shared->memory->directory == NULL)
        status = sd_memory_find_directory(shared->memory, options->tmpdir, ".", error);
    sd_progress_begin(shared->progress, SPLITDATA_STAGE_READ, 0, sd_input_total(&opened->input));
    if (status == SPLITDATA_OK)
        status = sd_input_read(&opened->input, options->map_input, shared->memory,
                               shared->request->threads, error);
    if (status != SPLITDATA_OK)
        return status;
    side->job.records.dialect = &opened->dialect;
    side->job.records.compressed = opened->input.compression != NULL;
    side->job.records.data = opened->input.data;
    side->job.records.size = opened->input.size;
    return sd_side_locate(side, read_head(side, error), error);
}

/* Builds the index that the request asks for, and counts the rows. */
static int find(struct sd_side *side, const struct sd_index_request *request,
                struct splitdata_error *error)
{
    struct sd_records *records = &side->job.records;
    sd_progress_begin(side->job.progress, SPLITDATA_STAGE_INDEX, 0, records->size);
    int status = sd_index_build(&records->index, request, error);
    if (status == SPLITDATA_OK)
        status = sd_records_complete(records, error);
    return sd_side_locate(side, status, error);
}

int sd_side_index(struct sd_side *side, struct splitdata_error *error)
{
    struct sd_index_request request = sd_job_index_request(&side->job);
    request.progress = side->job.progress;
    return find(side, &request, error);
}

/* Who takes the records of a listed part. */
struct listed {
    const struct sd_side *side;
    sd_on_chunk *take;
    void *context;
};

/* An sd_range_work. */
static int take_listed(void *context, uint64_t begin, uint64_t end, struct splitdata_error *error)
{
    const struct listed *listed = context;
    struct sd_spans spans = listed->side->job.records.index.spans;
    spans.packed += begin;
    spans.count = (size_t)(end - begin);
    return listed->take(listed->context, &(struct sd_chunk_records){.spans = &spans}, error);
}

int sd_side_stream(struct sd_side *side, sd_on_chunk *take, void *context,
                   struct splitdata_error *error)
{
    enum { AT_ONCE = 1 << 14 };
    const struct sd_release release = {sd_input_release, &side->opened.input};
    struct listed listed = {side, take, context};
    if (side->listed)
        return sd_side_locate(side,
                              sd_parallel_for(side->request->threads, sd_side_rows(side), AT_ONCE,
                                              take_listed, &listed, error),
                              error);
    sd_columns_free(&side->job.records.columns);
    sd_index_free(&side->job.records.index);
    struct sd_index_request request = sd_job_index_request(&side->job);
    request.progress = side->job.progress;
    request.release = &release;
    request.on_chunk = take;
    request.context = context;
    int status = find(side, &request, error);
    /* Without a header, the first record is a row, and in no chunk. */
    if (status == SPLITDATA_OK && !side->opened.dialect.header)
        status = sd_side_locate(side, take_listed(&listed, 0, 1, error), error);
    return status;
}

const uint8_t *sd_side_record(const struct sd_side *side, struct sd_span span, size_t *length)
{
    const struct sd_dialect *dialect = &side->opened.dialect;
    const uint8_t *bytes = side->opened.input.data + span.start;
    const size_t whole = (size_t)span.length;
    *length = whole - (dialect->lines ? whole != 0 && bytes[whole - 1] == '\n'
                                      : sd_record_end_length(bytes, whole, dialect->escape));
    return bytes;
}

bool sd_has_these_bytes(const void *context, uint32_t part, uint64_t row)
{
    const struct sd_wanted *wanted = context;
    const struct sd_side *side = &wanted->sides[part];
    size_t length;
    const uint8_t *bytes = sd_side_record(side, sd_side_span(side, row), &length);
    return length == wanted->length && (length == 0 || memcmp(bytes, wanted->bytes, length) == 0);
}

void sd_side_close(struct sd_side *side)
{
    free(side->column);
    free(side->value);
    if (side->borrowed) {
        sd_index_free(&side->job.records.index);
        return;
    }
    sd_columns_free(&side->head);
    sd_job_end(&side->job);
    sd_opened_end(&side->opened);
}
