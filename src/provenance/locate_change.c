/* SPDX-License-Identifier: MIT */
#include "provenance/locate_change.h"

#include "base/cancel.h"
#include "provenance/verify_file.h"
#include "split.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE = 1 << 20 };

/* One part, and where its records are. */
struct part {
    struct sd_input input;
    struct sd_index index;
    struct sd_cut cut; /* its places in the plan */
};

struct restoring {
    const struct sd_restoration *asked;
    struct sd_request request;
    struct sd_dialect dialect;
    struct sd_memory memory;
    struct part *parts; /* of one set, which together hold all records */
    size_t count;
    size_t first;     /* the number of the first of them in the manifest */
    uint64_t *places; /* by record: its place in the plan of that set; NULL: its own number */
    size_t suffixes;  /* fields that were put behind each record */

    uint8_t *buffer;
    size_t filled;
    uint64_t size; /* put together so far */
    struct sd_digest digest;
    struct sd_comparison comparison; /* with the input as it is */
};

/* --- which parts ----------------------------------------------------------------------------- */

/* Chooses a set whose parts are all right and hold all records. */
static bool choose_parts(struct restoring *restoring)
{
    const struct sd_manifest *manifest = restoring->asked->manifest;
    const struct sd_manifest_part *parts = manifest->parts;
    if (manifest->options.emit == SPLITDATA_EMIT_INDICES)
        return false;
    if (manifest->options.emit == SPLITDATA_EMIT_COLUMN) {
        restoring->count = 1;
        restoring->suffixes = manifest->options.repeats != 0 ? manifest->options.repeats : 1;
        return restoring->asked->parts[0] != NULL && manifest->records <= parts[0].bytes;
    }
    /* Whoever changes a manifest may write any number. */
    if (manifest->options.folds > manifest->part_count ||
        manifest->options.repeats > manifest->part_count)
        return false;
    for (size_t first = 0, end; first < manifest->part_count; first = end) {
        uint64_t records = 0;
        bool right = true;
        for (end = first; end < manifest->part_count && parts[end].fold == parts[first].fold &&
                          parts[end].repeat == parts[first].repeat;
             end++) {
            records += parts[end].records;
            right = right && restoring->asked->parts[end] != NULL &&
                    parts[end].records <= parts[end].bytes;
        }
        restoring->first = first;
        restoring->count = end - first;
        if (right && records == manifest->records)
            return true;
    }
    return false;
}

/* --- the plan -------------------------------------------------------------------------------- */

/* Keeps where the records of the chosen set went, and ends the run, for that is all it is for. */
static int see_plan(void *context, const struct sd_plan *plan, size_t set,
                    struct splitdata_error *error)
{
    struct restoring *restoring = context;
    uint64_t records = restoring->asked->manifest->records, planned = 0;
    for (size_t p = 0; p < plan->parts; p++)
        planned += plan->cuts[p].end - plan->cuts[p].begin;
    if (set < restoring->first / restoring->count)
        return SPLITDATA_OK;
    if (plan->parts != restoring->count || plan->count != records || planned != records)
        return sd_fail(error, SPLITDATA_DATA, "another plan");
    restoring->places = sd_memory_take(&restoring->memory, records, sizeof *restoring->places);
    if (restoring->places == NULL)
        return sd_fail_memory(error, "the records' places");
    for (size_t p = 0; p < plan->parts; p++) {
        restoring->parts[p].cut = plan->cuts[p];
        for (uint64_t i = plan->cuts[p].begin; i < plan->cuts[p].end; i++)
            restoring->places[plan->items[i]] = i;
    }
    return sd_fail(error, SPLITDATA_NO, "the plan is known");
}

static int plan_again(struct restoring *restoring, struct splitdata_error *error)
{
    const struct sd_restoration *asked = restoring->asked;
    const struct splitdata_options *said = &asked->manifest->options;
    bool columns = said->stratify != NULL || said->group != NULL || said->time != NULL ||
                   said->hash != NULL || said->predefined != NULL;
    struct splitdata_options options = *asked->options;
    struct splitdata_report report;
    const struct sd_manifest_checkance_request request = {
        .rehearsal = true,
        .arranged = see_plan,
        .context = restoring,
        .records = columns ? 0 : asked->manifest->records,
    };
    options.emit = SPLITDATA_EMIT_INDICES;
    options.column = NULL;
    options.dry_run = true;
    int status = sd_run_split(asked->input, &options, &request, &report, error);
    if (status == SPLITDATA_OK)
        splitdata_report_free(&report);
    if (status == SPLITDATA_CANCELLED || restoring->places != NULL)
        return status == SPLITDATA_CANCELLED ? status : SPLITDATA_OK;
    return status != SPLITDATA_OK ? status : sd_fail(error, SPLITDATA_DATA, "another plan");
}

/* --- the parts' records ---------------------------------------------------------------------- */

static int open_part(struct restoring *restoring, size_t p, struct splitdata_error *error)
{
    const struct splitdata_options *options = restoring->asked->options;
    struct part *part = &restoring->parts[p];
    const char *path = restoring->asked->parts[restoring->first + p];
    int status =
        sd_input_open(&part->input, path, options->gzip_library, options->cancel_fd, error);
    if (status == SPLITDATA_OK)
        status = sd_input_read(&part->input, options->map_input, &restoring->memory,
                               restoring->request.threads, error);
    const struct sd_index_request request = {
        .data = part->input.data,
        .size = part->input.size,
        .dialect = &restoring->dialect,
        .scanner = restoring->request.scanner,
        .threads = restoring->request.threads,
        .memory = &restoring->memory,
        .cancel_fd = options->cancel_fd,
    };
    if (status == SPLITDATA_OK)
        status = sd_index_build(&part->index, &request, error);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t records = part->cut.end - part->cut.begin + restoring->dialect.header;
    return part->index.spans.count == records ? SPLITDATA_OK
                                              : sd_fail(error, SPLITDATA_DATA, "another plan");
}

static const struct part *part_of(const struct restoring *restoring, uint64_t place)
{
    const struct part *part = restoring->parts;
    while (place < part->cut.begin || place >= part->cut.end)
        part++;
    return part;
}

/* A piece of the input as it was; what was put between both halves is left out. */
struct piece {
    const uint8_t *bytes;
    uint64_t length;
    const uint8_t *end; /* the line end, if anything was put before it */
    size_t end_length;
};

static struct piece piece_of(const struct restoring *restoring, const struct part *part,
                             size_t number)
{
    struct sd_span span = sd_spans_unpack(&part->index.spans, part->index.spans.packed[number]);
    struct piece piece = {part->input.data + span.start, span.length, NULL, 0};
    if (restoring->suffixes == 0)
        return piece;
    piece.end_length = sd_line_end_length(piece.bytes, piece.length);
    piece.length -= piece.end_length;
    piece.end = piece.bytes + piece.length;
    for (size_t i = 0; i < restoring->suffixes && piece.length > 0; i++) {
        while (piece.length > 0 && piece.bytes[piece.length - 1] != restoring->dialect.delimiter)
            piece.length--;
        piece.length -= piece.length > 0;
    }
    return piece;
}

/* Record number `record` of the input as it was, from 1; 0: the header, which may be empty. The
 * byte order mark stands before both. */
static struct piece find(const struct restoring *restoring, uint64_t record)
{
    size_t header = restoring->dialect.header ? 1 : 0;
    if (record == 0)
        return header != 0 ? piece_of(restoring, restoring->parts, 0) : (struct piece){0};
    uint64_t place = restoring->places != NULL ? restoring->places[record - 1] : record - 1;
    const struct part *part = part_of(restoring, place);
    return piece_of(restoring, part, (size_t)(place - part->cut.begin) + header);
}

/* --- the input as it was --------------------------------------------------------------------- */

static int flush(struct restoring *restoring, struct splitdata_error *error)
{
    int status = sd_check_cancel(restoring->asked->options->cancel_fd, error);
    if (status == SPLITDATA_OK)
        status = sd_digest_add(&restoring->digest, restoring->buffer, restoring->filled, error);
    if (status == SPLITDATA_OK)
        status = sd_comparison_observe(&restoring->comparison, restoring->buffer, restoring->filled,
                                       error);
    sd_progress_add(restoring->asked->progress, restoring->filled);
    restoring->filled = 0;
    return status;
}

/* The last record may have got a line end that it did not have: what is too much is left out. */
static int put(struct restoring *restoring, const uint8_t *bytes, uint64_t length,
               struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    uint64_t room = restoring->asked->manifest->input_bytes - restoring->size;
    if (length > room)
        length = room;
    restoring->size += length;
    while (length != 0 && status == SPLITDATA_OK) {
        size_t here = PIECE - restoring->filled;
        here = here < length ? here : (size_t)length;
        memcpy(restoring->buffer + restoring->filled, bytes, here);
        restoring->filled += here;
        bytes += here;
        length -= here;
        if (restoring->filled == PIECE)
            status = flush(restoring, error);
    }
    return status;
}

/* Puts all of it together; *check: it is what the manifest knows. */
static int put_together(struct restoring *restoring, bool *check, struct splitdata_error *error)
{
    const struct sd_manifest *manifest = restoring->asked->manifest;
    const struct part *first = restoring->parts;
    char text[SD_DIGEST_TEXT] = "";
    sd_progress_begin(restoring->asked->progress, SPLITDATA_STAGE_READ, 0, manifest->input_bytes);
    int status = put(restoring, first->input.data, first->index.bom, error);
    for (uint64_t r = 0; r <= manifest->records && status == SPLITDATA_OK; r++) {
        struct piece piece = find(restoring, r);
        status = put(restoring, piece.bytes, piece.length, error);
        if (status == SPLITDATA_OK)
            status = put(restoring, piece.end, piece.end_length, error);
    }
    if (status == SPLITDATA_OK)
        status = flush(restoring, error);
    if (status == SPLITDATA_OK)
        status = sd_digest_text(&restoring->digest, text, error);
    *check = status == SPLITDATA_OK && restoring->size == manifest->input_bytes &&
             strcmp(text, manifest->input_sha256) == 0;
    return status;
}

/* The record, from 1, that byte `at` of the input as it was belongs to; 0: the header. */
static uint64_t record_at(const struct restoring *restoring, uint64_t at)
{
    uint64_t record = 0, end = restoring->parts[0].index.bom;
    for (;; record++) {
        struct piece piece = find(restoring, record);
        end += piece.length + piece.end_length;
        if (at < end || record == restoring->asked->manifest->records)
            return record;
    }
}

/* --- all of it ------------------------------------------------------------------------------- */

static int restore(struct restoring *restoring, struct sd_change *change,
                   struct splitdata_error *error)
{
    const struct splitdata_options *options = restoring->asked->options;
    bool check = false;
    int status = sd_request_begin(&restoring->request, options, error);
    if (status == SPLITDATA_OK)
        status = sd_request_dialect(&restoring->request, "", &restoring->dialect, error);
    if (status != SPLITDATA_OK)
        return status;
    restoring->memory.bound = sd_request_array_memory(&restoring->request, false);
    restoring->memory.directory = options->tmpdir != NULL ? options->tmpdir : "/tmp";
    restoring->parts = calloc(restoring->count, sizeof *restoring->parts);
    restoring->buffer = malloc(PIECE);
    if (restoring->parts == NULL || restoring->buffer == NULL)
        return sd_fail_memory(error, "the parts");
    restoring->parts[0].cut = (struct sd_cut){0, restoring->asked->manifest->records};
    if (restoring->suffixes == 0)
        status = plan_again(restoring, error);
    for (size_t p = 0; p < restoring->count && status == SPLITDATA_OK; p++)
        status = open_part(restoring, p, error);
    if (status == SPLITDATA_OK)
        status = put_together(restoring, &check, error);
    const struct sd_comparison *comparison = &restoring->comparison;
    if (status == SPLITDATA_OK && check && comparison->differs)
        *change = (struct sd_change){true, comparison->at, record_at(restoring, comparison->at),
                                     comparison->line};
    return status;
}

void sd_describe_change(const struct sd_change *change, const struct sd_manifest *manifest,
                        uint64_t has, char *detail, size_t size)
{
    uint64_t should = manifest->input_bytes;
    char where[64];
    if (change->record == 0 && manifest->options.header == SPLITDATA_HEADER_ABSENT)
        snprintf(where, sizeof where, "byte order mark");
    else if (change->record == 0)
        snprintf(where, sizeof where, "header, line %" PRIu64, change->line);
    else
        snprintf(where, sizeof where, "record %" PRIu64 ", line %" PRIu64, change->record,
                 change->line);
    if (change->byte == has)
        snprintf(detail, size, "ends at byte %" PRIu64 " (%s), not %" PRIu64, has, where, should);
    else if (has == should)
        snprintf(detail, size, "changed at byte %" PRIu64 " (%s)", change->byte, where);
    else
        snprintf(detail, size, "%s at byte %" PRIu64 " (%s)%s %" PRIu64 " bytes, not %" PRIu64,
                 change->record == 0 ? "is another file, or changed" : "changed", change->byte,
                 where, change->record == 0 ? ": it has" : ", and has", has, should);
}

int sd_find_change(const struct sd_restoration *asked, struct sd_change *change,
                   struct splitdata_error *error)
{
    struct restoring restoring = {.asked = asked, .comparison.path = asked->input};
    struct splitdata_error reason;
    *change = (struct sd_change){0};
    if (!choose_parts(&restoring))
        return SPLITDATA_OK;
    int status = restore(&restoring, change, &reason);
    for (size_t p = 0; restoring.parts != NULL && p < restoring.count; p++) {
        sd_index_free(&restoring.parts[p].index);
        sd_input_close(&restoring.parts[p].input);
    }
    free(restoring.parts);
    free(restoring.buffer);
    sd_memory_free(restoring.places);
    sd_digest_free(&restoring.digest);
    sd_comparison_free(&restoring.comparison);
    sd_request_end(&restoring.request);
    if (status == SPLITDATA_CANCELLED)
        *error = reason;
    return status == SPLITDATA_CANCELLED ? status : SPLITDATA_OK;
}
