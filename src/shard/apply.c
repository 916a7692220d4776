/* SPDX-License-Identifier: MIT */
/*
 * The third step: finds the records of one range again, and writes those of each part to a piece.
 * Pieces in the input's order are a part's bytes, so that all of them joined are the part; others
 * are sorted by place or key, with an index, for the step that joins them (piece.h).
 */
#include "splitdata/shard.h"

#include "base/cancel.h"
#include "csv/start.h"
#include "publish/output_names.h"
#include "rng/philox4x32.h"
#include "shard/data_set.h"
#include "shard/options.h"
#include "shard/piece.h"
#include "shard/plan_file.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Records of one file in the range. */
struct stretch {
    struct sd_plan_span span;
    const struct sd_plan_file *told;
    struct sd_data_file file;
    struct sd_spans spans;
};

struct applying {
    const struct splitdata_options *asked;
    struct sd_shard_plan plan;
    uint64_t number; /* of the range */
    struct sd_shard_options told;
    struct sd_request request;
    struct sd_memory memory;
    struct sd_dialect dialect;
    struct stretch *stretch;
    size_t stretches;
    struct sd_shard_file *file; /* by part */
    struct sd_piece_item *item; /* of an exchanged part */
};

/* A record as it goes to its part. */
struct record {
    const uint8_t *bytes;
    uint64_t length, row, key;
    const struct sd_text *ending; /* added after it; NULL: none */
    bool loose;                   /* the ending is for a record that another one follows */
};

/* --- the records of the range ---------------------------------------------------------------- */

static int fail_changed(const struct stretch *stretch, struct splitdata_error *error)
{
    return sd_fail(error, SPLITDATA_SYSTEM,
                   "%s: is not as it was when it was scanned (scan all ranges again)",
                   stretch->told->path);
}

static int find_records(struct applying *applying, struct stretch *stretch,
                        struct splitdata_error *error)
{
    const struct sd_plan_span *span = &stretch->span;
    const int cancel_fd = applying->asked->cancel_fd;
    struct sd_scan scanner;
    int status = sd_data_file_open(&stretch->file, stretch->told->path, applying->asked,
                                   &applying->memory, error);
    if (status != SPLITDATA_OK)
        return status;
    if (stretch->file.size != stretch->told->size || span->end > stretch->file.size)
        return fail_changed(stretch, error);
    sd_spans_begin(&stretch->spans, stretch->file.size);
    stretch->spans.memory = &applying->memory;
    sd_scan_begin(&scanner, &applying->dialect, applying->request.scanner, &stretch->spans,
                  span->begin);
    scanner.fields = applying->plan.fields;
    status = sd_scan_until(&scanner, stretch->file.data, span->end, stretch->file.size, cancel_fd,
                           error);
    if (status == SPLITDATA_DATA ||
        (status == SPLITDATA_OK && (scanner.at != span->end || stretch->spans.count != span->rows)))
        return fail_changed(stretch, error);
    return status;
}

static int find_all(struct applying *applying, struct splitdata_error *error)
{
    const struct sd_shard_plan *plan = &applying->plan;
    const uint64_t first = sd_shard_word(plan->first_span, applying->number, 8);
    const uint64_t after = sd_shard_word(plan->first_span, applying->number + 1, 8);
    int status = SPLITDATA_OK;
    applying->stretch = calloc((size_t)(after - first) + 1, sizeof *applying->stretch);
    if (applying->stretch == NULL)
        return sd_fail_memory(error, "the range");
    for (uint64_t s = first; s < after && status == SPLITDATA_OK; s++) {
        struct stretch *stretch = &applying->stretch[applying->stretches++];
        stretch->span = sd_shard_plan_span(plan, s);
        if (stretch->span.file >= plan->files)
            return sd_shard_map_fail(&plan->map, error);
        stretch->told = &plan->file[stretch->span.file];
        status = find_records(applying, stretch, error);
    }
    return status;
}

/* Record number i of a stretch. */
static struct record record_of(const struct applying *applying, const struct stretch *stretch,
                               size_t i)
{
    const struct sd_span span = sd_spans_unpack(&stretch->spans, stretch->spans.packed[i]);
    const unsigned lacks = stretch->told->lacks_end;
    const bool last = lacks != SD_LAST_ENDS && span.start + span.length == stretch->file.size;
    struct record record = {
        .bytes = stretch->file.data + span.start,
        .length = span.length,
        .row = stretch->span.first_row + i,
        .ending = last && (lacks == SD_LAST_GOES_ON || applying->plan.exchanged)
                      ? &stretch->told->ending
                      : NULL,
        .loose = last && lacks == SD_LAST_OF_ALL,
    };
    if (applying->plan.keyed)
        sd_philox4x32_first64(applying->plan.seed, record.row, 1, &record.key);
    return record;
}

/* --- pieces in the input's order ------------------------------------------------------------- */

/* Whether no record of the part is before `row`. */
static bool is_first(const struct sd_shard_plan *plan, size_t set, size_t part, uint64_t row)
{
    for (uint64_t r = 0; r < row; r++) {
        uint64_t key = 0;
        if (plan->keyed)
            sd_philox4x32_first64(plan->seed, r, 1, &key);
        if (sd_shard_plan_part(plan, set, r, key) == part)
            return false;
    }
    return true;
}

/* Refuses a record that begins with a byte order mark where an output begins with it. */
static int check_first(const struct applying *applying, const struct record *record, size_t set,
                       size_t part, struct splitdata_error *error)
{
    if (applying->plan.prologue.length != 0 ||
        sd_check_first(record->bytes, record->length, error) == SPLITDATA_OK ||
        !is_first(&applying->plan, set, part, record->row))
        return SPLITDATA_OK;
    return SPLITDATA_DATA;
}

static int put_rows(struct applying *applying, size_t set, struct splitdata_error *error)
{
    const struct sd_shard_plan *plan = &applying->plan;
    int status = SPLITDATA_OK;
    for (size_t s = 0; s < applying->stretches; s++) {
        const struct stretch *stretch = &applying->stretch[s];
        for (size_t i = 0; i < stretch->spans.count && status == SPLITDATA_OK; i++) {
            const struct record record = record_of(applying, stretch, i);
            const size_t part = sd_shard_plan_part(plan, set, record.row, record.key);
            if (part >= plan->parts)
                continue;
            struct sd_shard_file *file = &applying->file[part];
            status = check_first(applying, &record, set, part, error);
            if (status == SPLITDATA_OK)
                status = sd_shard_file_put(file, record.bytes, (size_t)record.length, error);
            if (status == SPLITDATA_OK && record.ending != NULL)
                status =
                    sd_shard_file_put(file, record.ending->bytes, record.ending->length, error);
        }
    }
    return status;
}

/* --- pieces that are exchanged --------------------------------------------------------------- */

static int by_word(const void *a, const void *b)
{
    const struct sd_piece_item *x = a, *y = b;
    if (x->word != y->word)
        return x->word < y->word ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* Collects the records of a part, sorted; returns their number. */
static size_t collect(struct applying *applying, size_t set, size_t part)
{
    const struct sd_shard_plan *plan = &applying->plan;
    size_t count = 0;
    for (size_t s = 0; s < applying->stretches; s++) {
        const struct stretch *stretch = &applying->stretch[s];
        for (size_t i = 0; i < stretch->spans.count; i++) {
            const struct record record = record_of(applying, stretch, i);
            if (sd_shard_plan_part(plan, set, record.row, record.key) != part)
                continue;
            applying->item[count++] = (struct sd_piece_item){
                .word = plan->keyed ? record.key
                                    : sd_shard_word(plan->set[set].places, record.row, plan->width),
                .row = record.row,
                .bytes = record.bytes,
                .length = record.length,
                .ending = record.ending,
                .loose = record.loose,
            };
        }
    }
    qsort(applying->item, count, sizeof *applying->item, by_word);
    return count;
}

static int put_exchanged(struct applying *applying, size_t set, struct splitdata_error *error)
{
    const struct sd_shard_plan *plan = &applying->plan;
    size_t rows = 1;
    int status = SPLITDATA_OK;
    for (size_t s = 0; s < applying->stretches; s++)
        rows += applying->stretch[s].spans.count;
    free(applying->item);
    applying->item = calloc(rows, sizeof *applying->item);
    if (applying->item == NULL)
        return sd_fail_memory(error, "the records of a range");
    for (size_t part = 0; part < plan->parts && status == SPLITDATA_OK; part++) {
        const struct sd_piece_told told = {plan->id, set, part, applying->number};
        const size_t count = collect(applying, set, part);
        status = sd_piece_put(&told, applying->item, count, &applying->file[part], error);
    }
    return status;
}

/* --- the pieces of a set --------------------------------------------------------------------- */

/* Opens the piece of each part: "DIR/fold1.train-00000-of-00008". */
static int open_piece(struct applying *applying, size_t set, size_t part,
                      struct splitdata_error *error)
{
    const struct sd_shard_plan *plan = &applying->plan;
    const char *directory = applying->asked->output_dir;
    struct sd_text path = {0};
    char number[SD_SHARD_TEXT];
    sd_shard_text((size_t)applying->number, (size_t)plan->ranges, number);
    const bool made = sd_text_format(&path, "%s/", directory != NULL ? directory : ".") &&
                      sd_shard_plan_name(plan, set, part, &path) &&
                      sd_text_format(&path, "-%s%s", number, plan->exchanged ? ".piece" : "");
    int status =
        made ? sd_shard_file_begin(&applying->file[part], path.bytes, applying->asked, error)
             : sd_fail_memory(error, "a name");
    sd_text_free(&path);
    return status;
}

static int put_prologue(struct applying *applying, size_t part, struct splitdata_error *error)
{
    const struct sd_text *prologue = &applying->plan.prologue;
    if (applying->number != 0 || applying->plan.exchanged)
        return SPLITDATA_OK;
    return sd_shard_file_put(&applying->file[part], prologue->bytes, prologue->length, error);
}

static int write_set(struct applying *applying, size_t set, struct splitdata_error *error)
{
    const struct sd_shard_plan *plan = &applying->plan;
    int status = sd_check_cancel(applying->asked->cancel_fd, error);
    for (size_t part = 0; part < plan->parts && status == SPLITDATA_OK; part++) {
        status = open_piece(applying, set, part, error);
        if (status == SPLITDATA_OK)
            status = put_prologue(applying, part, error);
    }
    if (status == SPLITDATA_OK)
        status =
            plan->exchanged ? put_exchanged(applying, set, error) : put_rows(applying, set, error);
    for (size_t s = 0; s < applying->stretches && status == SPLITDATA_OK; s++)
        status = sd_data_file_check(&applying->stretch[s].file, error);
    for (size_t part = 0; part < plan->parts && status == SPLITDATA_OK; part++)
        status = sd_shard_file_publish(&applying->file[part], error);
    for (size_t part = 0; part < plan->parts; part++)
        sd_shard_file_end(&applying->file[part]);
    return status;
}

static int begin(struct applying *applying, const char *path, struct splitdata_error *error)
{
    struct splitdata_options *read = &applying->told.manifest.options;
    int status = sd_shard_plan_open(&applying->plan, path, error);
    if (status != SPLITDATA_OK)
        return status;
    if (applying->number >= applying->plan.ranges)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--number %" PRIu64 ": the plan has ranges 0 to %" PRIu64, applying->number,
                       applying->plan.ranges - 1);
    status = sd_shard_options_read(&applying->told, NULL, applying->plan.dialect, error);
    if (status != SPLITDATA_OK)
        return status;
    read->threads = applying->asked->threads;
    read->memory = applying->asked->memory;
    read->scanner = applying->asked->scanner;
    status = sd_request_begin(&applying->request, read, false, error);
    if (status != SPLITDATA_OK)
        return status;
    applying->memory.bound = sd_request_array_memory(&applying->request, false);
    status = sd_memory_find_directory(&applying->memory, applying->asked->tmpdir, "/tmp", error);
    if (status == SPLITDATA_OK)
        status = sd_request_dialect(&applying->request, "", &applying->dialect, error);
    applying->file = calloc(applying->plan.parts, sizeof *applying->file);
    return status == SPLITDATA_OK && applying->file == NULL ? sd_fail_memory(error, "the pieces")
                                                            : status;
}

int splitdata_shard_apply(const char *plan, uint64_t number,
                          const struct splitdata_options *options, struct splitdata_error *error)
{
    struct applying applying = {.asked = options, .number = number};
    int status = begin(&applying, plan, error);
    if (status == SPLITDATA_OK)
        status = find_all(&applying, error);
    for (size_t set = 0; status == SPLITDATA_OK && set < applying.plan.sets; set++)
        status = write_set(&applying, set, error);
    for (size_t s = 0; s < applying.stretches; s++) {
        sd_spans_free(&applying.stretch[s].spans);
        sd_data_file_close(&applying.stretch[s].file);
    }
    free(applying.stretch);
    free(applying.item);
    free(applying.file);
    sd_request_end(&applying.request);
    sd_shard_options_free(&applying.told);
    sd_shard_plan_close(&applying.plan);
    return status;
}
