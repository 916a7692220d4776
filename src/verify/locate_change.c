/* SPDX-License-Identifier: MIT */
#include "verify/reconstruction.h"

#include "base/cancel.h"
#include "base/digest.h"
#include "config/request.h"
#include "in/input.h"
#include "keys/csv_source.h"
#include "strategy/strategy.h"
#include "verify/verify_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE = 1 << 20 };

/* --- the plan -------------------------------------------------------------------------------- */

/* Reads an open input and finds all its records. */
static int index_input(struct sd_reconstructed *reconstruction, struct sd_input *input,
                       struct sd_index *index, struct splitdata_error *error)
{
    const struct splitdata_options *options = reconstruction->asked->options;
    int status = sd_input_read(input, options->map_input, &reconstruction->memory,
                               reconstruction->request.threads, error);
    const struct sd_index_request request = {
        .data = input->data,
        .size = input->size,
        .dialect = &reconstruction->dialect,
        .scanner = reconstruction->request.scanner,
        .reading = {.repeated = true},
        .threads = reconstruction->request.threads,
        .memory = &reconstruction->memory,
        .cancel_fd = options->cancel_fd,
    };
    return status == SPLITDATA_OK ? sd_index_build(index, &request, error) : status;
}

static int compare_places(const void *a, const void *b)
{
    const struct sd_part_again *one = a, *other = b;
    return one->cut.begin < other->cut.begin ? -1 : one->cut.begin > other->cut.begin;
}

/* Sets the position of each record in the plan, whose items are record numbers. */
static int note_places(struct sd_reconstructed *reconstruction, const struct sd_plan *plan,
                       struct splitdata_error *error)
{
    uint64_t records = reconstruction->asked->manifest->records, planned = 0;
    for (size_t p = 0; p < plan->parts; p++)
        planned += plan->cuts[p].end - plan->cuts[p].begin;
    if (plan->parts != reconstruction->planned || plan->count != records || planned != records)
        return sd_fail(error, SPLITDATA_DATA, "another plan");
    reconstruction->places =
        sd_memory_take(&reconstruction->memory, records, sizeof *reconstruction->places);
    if (reconstruction->places == NULL)
        return sd_fail_memory(error, "the records' places");
    for (size_t p = 0; p < plan->parts; p++) {
        if (!sd_reconstruction_place(reconstruction, p, plan->cuts[p]))
            return sd_fail(error, SPLITDATA_DATA, "another plan");
        for (uint64_t i = plan->cuts[p].begin; i < plan->cuts[p].end; i++)
            reconstruction->places[plan->items[i]] = i;
    }
    return SPLITDATA_OK;
}

/* Plans `records` records; `keys` reads columns, NULL: the strategy reads none. */
static int plan_records(struct sd_reconstructed *reconstruction, uint64_t records,
                        struct sd_key_source *keys, struct splitdata_error *error)
{
    static const struct sd_items numbers = {0};
    struct sd_decision decision;
    int status =
        sd_decide_begin(&decision, &reconstruction->request, &reconstruction->memory, error);
    if (status == SPLITDATA_OK)
        status = sd_decide_prepare(&decision, records, keys, SD_PLAN_ITEMS, error);
    if (status == SPLITDATA_OK)
        status = sd_decide_set(&decision, &numbers, reconstruction->first / reconstruction->planned,
                               error);
    if (status == SPLITDATA_OK)
        status = note_places(reconstruction, &decision.plan, error);
    sd_decide_end(&decision);
    return status;
}

/* Plans the records of the current input, if columns decide. */
static int plan_input(struct sd_reconstructed *reconstruction, struct splitdata_error *error)
{
    const struct sd_reconstruction *asked = reconstruction->asked;
    const struct splitdata_options *options = asked->options;
    struct sd_part_again now = {0};
    int status = sd_input_open(&now.input, asked->input, options, true, error);
    struct sd_records records = {.dialect = &reconstruction->dialect};
    struct sd_key_source keys;
    if (status == SPLITDATA_OK)
        status = index_input(reconstruction, &now.input, &records.index, error);
    records.data = now.input.data;
    records.size = now.input.size;
    if (status == SPLITDATA_OK)
        status = sd_records_complete(&records, error);
    if (status == SPLITDATA_OK) {
        sd_csv_source_begin(&keys, &records, reconstruction->request.options,
                            reconstruction->request.threads, &reconstruction->memory);
        status = plan_records(reconstruction, records.rows, &keys, error);
    }
    sd_records_free(&records);
    sd_input_close(&now.input);
    return status;
}

static int plan_again(struct sd_reconstructed *reconstruction, struct splitdata_error *error)
{
    const struct sd_manifest *manifest = reconstruction->asked->manifest;
    return sd_strategy_reads_keys(&manifest->options)
               ? plan_input(reconstruction, error)
               : plan_records(reconstruction, manifest->records, NULL, error);
}

/* --- the parts' records ---------------------------------------------------------------------- */

static int open_part(struct sd_reconstructed *reconstruction, struct sd_part_again *part,
                     struct splitdata_error *error)
{
    const struct splitdata_options *options = reconstruction->asked->options;
    int status = sd_input_open(&part->input, part->path, options, true, error);
    if (status == SPLITDATA_OK)
        status = index_input(reconstruction, &part->input, &part->index, error);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t records = part->cut.end - part->cut.begin + reconstruction->dialect.header;
    return part->index.spans.count == records ? SPLITDATA_OK
                                              : sd_fail(error, SPLITDATA_DATA, "another plan");
}

static const struct sd_part_again *part_of(const struct sd_reconstructed *reconstruction,
                                           uint64_t place)
{
    size_t low = 0, high = reconstruction->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (reconstruction->parts[middle].cut.begin <= place)
            low = middle;
        else
            high = middle;
    }
    return &reconstruction->parts[low];
}

/* A piece of the original input; the bytes that were inserted between both halves are left out. */
struct piece {
    const uint8_t *bytes;
    uint64_t length;
    const uint8_t *end; /* the line terminator, if anything was inserted before it */
    size_t end_length;
};

static struct piece piece_of(const struct sd_reconstructed *reconstruction,
                             const struct sd_part_again *part, size_t number)
{
    struct sd_span span = sd_spans_unpack(&part->index.spans, part->index.spans.packed[number]);
    struct piece piece = {part->input.data + span.start, span.length, NULL, 0};
    if (reconstruction->suffixes == 0)
        return piece;
    piece.end_length = sd_line_end_length(piece.bytes, piece.length);
    piece.length -= piece.end_length;
    piece.end = piece.bytes + piece.length;
    for (size_t i = 0; i < reconstruction->suffixes && piece.length > 0; i++) {
        while (piece.length > 0 &&
               piece.bytes[piece.length - 1] != reconstruction->dialect.delimiter)
            piece.length--;
        piece.length -= piece.length > 0;
    }
    return piece;
}

/* Record number `record` of the original input, from 1; 0: the header, which may be empty. The BOM
 * precedes both. */
static struct piece find(const struct sd_reconstructed *reconstruction, uint64_t record)
{
    size_t header = reconstruction->dialect.header ? 1 : 0;
    if (record == 0)
        return header != 0 ? piece_of(reconstruction, reconstruction->parts, 0) : (struct piece){0};
    uint64_t place =
        reconstruction->places != NULL ? reconstruction->places[record - 1] : record - 1;
    const struct sd_part_again *part = part_of(reconstruction, place);
    return piece_of(reconstruction, part, (size_t)(place - part->cut.begin) + header);
}

/* --- the input as it was --------------------------------------------------------------------- */

static int flush(struct sd_reconstructed *reconstruction, struct splitdata_error *error)
{
    int status = sd_check_cancel(reconstruction->asked->options->cancel_fd, error);
    if (status == SPLITDATA_OK)
        status = sd_digest_add(&reconstruction->digest, reconstruction->buffer,
                               reconstruction->filled, error);
    if (status == SPLITDATA_OK)
        status = sd_comparison_observe(&reconstruction->comparison, reconstruction->buffer,
                                       reconstruction->filled, error);
    sd_progress_add(reconstruction->asked->progress, reconstruction->filled);
    reconstruction->filled = 0;
    return status;
}

/* The last record may have got a line terminator that it did not have: excess bytes are dropped. */
static int put(struct sd_reconstructed *reconstruction, const uint8_t *bytes, uint64_t length,
               struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    uint64_t room = reconstruction->asked->manifest->input_bytes - reconstruction->size;
    if (length > room)
        length = room;
    reconstruction->size += length;
    while (length != 0 && status == SPLITDATA_OK) {
        size_t here = PIECE - reconstruction->filled;
        here = here < length ? here : (size_t)length;
        memcpy(reconstruction->buffer + reconstruction->filled, bytes, here);
        reconstruction->filled += here;
        bytes += here;
        length -= here;
        if (reconstruction->filled == PIECE)
            status = flush(reconstruction, error);
    }
    return status;
}

/* Reconstructs the whole input; *check: it matches the manifest. */
static int put_together(struct sd_reconstructed *reconstruction, bool *check,
                        struct splitdata_error *error)
{
    const struct sd_manifest *manifest = reconstruction->asked->manifest;
    const struct sd_part_again *first = reconstruction->parts;
    char text[SD_DIGEST_TEXT] = "";
    sd_progress_begin(reconstruction->asked->progress, SPLITDATA_STAGE_READ, 0,
                      manifest->input_bytes);
    int status = put(reconstruction, first->input.data, first->index.bom, error);
    for (uint64_t r = 0; r <= manifest->records && status == SPLITDATA_OK; r++) {
        struct piece piece = find(reconstruction, r);
        status = put(reconstruction, piece.bytes, piece.length, error);
        if (status == SPLITDATA_OK)
            status = put(reconstruction, piece.end, piece.end_length, error);
    }
    if (status == SPLITDATA_OK)
        status = flush(reconstruction, error);
    if (status == SPLITDATA_OK)
        status = sd_digest_text(&reconstruction->digest, text, error);
    *check = status == SPLITDATA_OK && reconstruction->size == manifest->input_bytes &&
             strcmp(text, manifest->input_digest) == 0;
    return status;
}

/* The record, from 1, that contains byte `at` of the original input; 0: the header. */
static uint64_t record_at(const struct sd_reconstructed *reconstruction, uint64_t at)
{
    uint64_t record = 0, end = reconstruction->parts[0].index.bom;
    for (;; record++) {
        struct piece piece = find(reconstruction, record);
        end += piece.length + piece.end_length;
        if (at < end || record == reconstruction->asked->manifest->records)
            return record;
    }
}

/* --- all of it ------------------------------------------------------------------------------- */

static int restore(struct sd_reconstructed *reconstruction, struct sd_change *change,
                   struct splitdata_error *error)
{
    const struct splitdata_options *options = reconstruction->asked->options;
    bool check = false;
    int status = sd_request_begin(&reconstruction->request, options, true, error);
    if (status == SPLITDATA_OK)
        status = sd_request_dialect(&reconstruction->request, "", &reconstruction->dialect, error);
    if (status != SPLITDATA_OK)
        return status;
    reconstruction->memory.bound = sd_request_array_memory(&reconstruction->request, false);
    reconstruction->memory.directory = options->tmpdir != NULL ? options->tmpdir : "/tmp";
    reconstruction->parts = calloc(reconstruction->count, sizeof *reconstruction->parts);
    reconstruction->buffer = malloc(PIECE);
    if (reconstruction->parts == NULL || reconstruction->buffer == NULL)
        return sd_fail_memory(error, "the parts");
    const size_t first = reconstruction->asked->manifest->parts[reconstruction->first].first_file;
    for (size_t f = 0; f < reconstruction->count; f++)
        reconstruction->parts[f].path = reconstruction->asked->files[first + f];
    reconstruction->parts[0].cut = (struct sd_cut){0, reconstruction->asked->manifest->records};
    if (reconstruction->suffixes == 0)
        status = plan_again(reconstruction, error);
    qsort(reconstruction->parts, reconstruction->count, sizeof *reconstruction->parts,
          compare_places);
    for (size_t p = 0; p < reconstruction->count && status == SPLITDATA_OK; p++)
        status = open_part(reconstruction, &reconstruction->parts[p], error);
    if (status == SPLITDATA_OK)
        status = put_together(reconstruction, &check, error);
    const struct sd_comparison *comparison = &reconstruction->comparison;
    if (status == SPLITDATA_OK && check && comparison->differs)
        *change = (struct sd_change){true, comparison->at,
                                     record_at(reconstruction, comparison->at), comparison->line};
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

int sd_locate_change(const struct sd_reconstruction *asked, struct sd_change *change,
                     struct splitdata_error *error)
{
    struct sd_reconstructed reconstruction = {.asked = asked,
                                              .digest = {.kind = asked->manifest->options.digest},
                                              .comparison.path = asked->input};
    struct splitdata_error reason;
    *change = (struct sd_change){0};
    if (!sd_reconstruction_choose(&reconstruction))
        return SPLITDATA_OK;
    int status = restore(&reconstruction, change, &reason);
    for (size_t p = 0; reconstruction.parts != NULL && p < reconstruction.count; p++) {
        sd_index_free(&reconstruction.parts[p].index);
        sd_input_close(&reconstruction.parts[p].input);
    }
    free(reconstruction.parts);
    free(reconstruction.buffer);
    sd_memory_free(reconstruction.places);
    sd_digest_free(&reconstruction.digest);
    sd_comparison_free(&reconstruction.comparison);
    sd_request_end(&reconstruction.request);
    if (status == SPLITDATA_CANCELLED)
        *error = reason;
    return status == SPLITDATA_CANCELLED ? status : SPLITDATA_OK;
}
