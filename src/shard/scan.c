/* SPDX-License-Identifier: MIT */
/*
 * The first step: scans a range of bytes. The scan of the range before is not waited for: each
 * boundary that may be the first one (csv/entries.h) begins a run of records. A run ends where the
 * next one begins if it meets it there, so that hardly a byte is scanned twice.
 */
#include "splitdata/shard.h"

#include "base/cancel.h"
#include "csv/entries.h"
#include "csv/not_data.h"
#include "keys/csv_source.h"
#include "provenance/manifest_format.h"
#include "shard/data_set.h"
#include "shard/summary.h"

#include <stdlib.h>
#include <string.h>

/* Records are taken from the scanner in pieces of so many bytes. */
enum { PIECE = 4 << 20 };

struct scan {
    const struct splitdata_options *options;
    struct sd_data_set set;
    struct sd_summary summary;
    struct sd_key_source source;
    struct sd_key_set keys; /* all key columns, each once; only what reading them needs */
    struct sd_csv_key reader;
};

/* --- key columns ----------------------------------------------------------------------------- */

static int add_columns(struct scan *scan, const char *option, const char *list, bool binned,
                       struct splitdata_error *error)
{
    struct sd_key_set chosen = {0};
    struct sd_summary *summary = &scan->summary;
    if (list == NULL)
        return SPLITDATA_OK;
    int status = sd_key_set_choose(&chosen, &scan->source, option, list, binned, error);
    uint64_t *field =
        realloc(summary->field, (summary->fields_read + chosen.count + 1) * sizeof *field);
    if (field != NULL)
        summary->field = field;
    else if (status == SPLITDATA_OK)
        status = sd_fail_memory(error, "the key columns");
    for (size_t c = 0; status == SPLITDATA_OK && c < chosen.count; c++) {
        size_t k = 0;
        while (k < summary->fields_read && field[k] != chosen.fields[c])
            k++;
        field[k] = chosen.fields[c];
        summary->fields_read += k == summary->fields_read;
    }
    sd_key_set_free(&chosen);
    return status;
}

static int choose_columns(struct scan *scan, struct splitdata_error *error)
{
    const struct splitdata_options *options = scan->options;
    const struct {
        const char *option, *list;
    } lists[] = {{"--stratify", options->stratify},
                 {"--group", options->group},
                 {"--time", options->time},
                 {"--hash", options->hash},
                 {"--predefined", options->predefined}};
    int status = SPLITDATA_OK;
    sd_csv_source_begin(&scan->source, &scan->set.head, &scan->set.options, 1, &scan->set.memory);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0] && status == SPLITDATA_OK; i++)
        status = add_columns(scan, lists[i].option, lists[i].list, i == 0, error);
    if (status == SPLITDATA_DATA)
        sd_records_locate(&scan->set.head, scan->set.opened.list.path[scan->set.first], error);
    if (status != SPLITDATA_OK)
        return status;
    scan->keys = (struct sd_key_set){.source = &scan->source, .count = scan->summary.fields_read};
    scan->keys.fields = calloc(scan->keys.count + 1, sizeof *scan->keys.fields);
    if (scan->keys.fields == NULL)
        return sd_fail_memory(error, "the key columns");
    for (size_t k = 0; k < scan->keys.count; k++)
        scan->keys.fields[k] = (size_t)scan->summary.field[k];
    return sd_csv_key_open(&scan->reader, &scan->keys, &scan->set.opened.dialect, error);
}

static int reserve(struct sd_shard_key *key, uint64_t rows, struct splitdata_error *error)
{
    if (rows <= key->capacity)
        return SPLITDATA_OK;
    const size_t capacity = (size_t)(rows + rows / 2 + 1024);
    uint32_t *code = realloc(key->code, capacity * sizeof *code);
    if (code == NULL)
        return sd_fail_memory(error, "the keys of a range");
    key->code = code;
    key->capacity = capacity;
    return SPLITDATA_OK;
}

/* Numbers the keys of the records at spans->packed, whose first is number run->rows. */
static int take_keys(struct scan *scan, const struct sd_data_file *file,
                     const struct sd_spans *spans, struct sd_shard_run *run,
                     struct splitdata_error *error)
{
    struct sd_key_field records[SD_DISTINCT_BATCH];
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < spans->count && status == SPLITDATA_OK;) {
        size_t count = spans->count - i < SD_DISTINCT_BATCH ? spans->count - i : SD_DISTINCT_BATCH;
        for (size_t j = 0; j < count; j++) {
            const struct sd_span span = sd_spans_unpack(spans, spans->packed[i + j]);
            records[j] =
                (struct sd_key_field){(const char *)file->data + span.start, (size_t)span.length};
        }
        status = sd_csv_key_read(&scan->reader, records, &count, file->data + file->size, error);
        for (size_t k = 0; k < scan->keys.count && status == SPLITDATA_OK; k++) {
            struct sd_shard_key *key = &run->key[k];
            status = reserve(key, run->rows + i + count, error);
            if (status == SPLITDATA_OK)
                status =
                    sd_distinct_add(&key->distinct, scan->reader.fields + k * SD_DISTINCT_BATCH,
                                    count, key->code + run->rows + i, error);
        }
        i += count;
    }
    return status;
}

/* --- records --------------------------------------------------------------------------------- */

/* Keeps an error in the data: it is one only if the run is the true one. */
static int keep_error(const struct sd_shard_stretch *stretch, const struct sd_data_file *file,
                      struct sd_shard_run *run, int status, struct splitdata_error *error)
{
    if (status != SPLITDATA_DATA)
        return status;
    run->failed = true;
    run->failed_at = error->offset < file->size ? error->offset : file->size;
    run->failed_lines = sd_data_file_lines(file, stretch->from, run->failed_at);
    run->message = sd_copy_string(error->message, strlen(error->message));
    return run->message != NULL ? SPLITDATA_OK : sd_fail_memory(error, "a message");
}

/* Goes on to the first boundary at or after `until`. */
static int scan_to(struct scan *scan, struct sd_scan *scanner, const struct sd_data_file *file,
                   struct sd_shard_run *run, uint64_t until, struct splitdata_error *error)
{
    struct sd_spans *spans = scanner->spans;
    int status = SPLITDATA_OK;
    while (status == SPLITDATA_OK && scanner->at < until) {
        const uint64_t stop = until - scanner->at < PIECE ? until : scanner->at + PIECE;
        status = sd_check_cancel(scan->options->cancel_fd, error);
        if (status == SPLITDATA_OK)
            status = sd_scan_until(scanner, file->data, stop, file->size, scan->options->cancel_fd,
                                   error);
        if (status == SPLITDATA_OK && scan->keys.count != 0)
            status = take_keys(scan, file, spans, run, error);
        run->rows += spans->count;
        spans->count = spans->long_count = 0;
    }
    return status;
}

/* Scans run number r; those after it are scanned already. */
static int scan_run(struct scan *scan, const struct sd_data_file *file,
                    struct sd_shard_stretch *stretch, size_t r, struct splitdata_error *error)
{
    struct sd_shard_run *run = &stretch->run[r];
    struct sd_spans spans;
    struct sd_scan scanner;
    const bool next = r + 1 < stretch->runs;
    run->key = calloc(scan->keys.count + 1, sizeof *run->key);
    if (run->key == NULL)
        return sd_fail_memory(error, "the key columns");
    for (size_t k = 0; k < scan->keys.count; k++)
        sd_distinct_begin(&run->key[k].distinct, &scan->set.memory);
    sd_spans_begin(&spans, file->size);
    sd_scan_begin(&scanner, &scan->set.opened.dialect, scan->set.request.scanner, &spans,
                  run->begin);
    scanner.fields = scan->summary.fields;
    int status = scan_to(scan, &scanner, file, run, next ? run[1].begin : stretch->to, error);
    if (status == SPLITDATA_OK && next) {
        if (scanner.at == run[1].begin && scanner.other_delimiter == 0)
            run->joins = (int)r + 1;
        else
            status = scan_to(scan, &scanner, file, run, stretch->to, error);
    }
    sd_spans_free(&spans);
    run->end = scanner.at;
    run->blank_lines = scanner.blank_lines;
    run->comment_lines = scanner.comment_lines;
    run->other_delimiter = scanner.other_delimiter;
    run->other_delimiter_at = scanner.other_delimiter_at;
    return keep_error(stretch, file, run, status, error);
}

/* Finds where the runs of a stretch begin. */
static int begin_runs(struct scan *scan, const struct sd_data_file *file,
                      struct sd_shard_stretch *stretch, struct splitdata_error *error)
{
    uint64_t entry[SD_MOST_ENTRIES] = {stretch->start};
    if (stretch->from > stretch->start)
        stretch->runs = sd_find_entries(&scan->set.opened.dialect, file->data, file->size,
                                        stretch->from, stretch->to, entry);
    else
        stretch->runs = stretch->start < stretch->to;
    stretch->run = calloc(stretch->runs + 1, sizeof *stretch->run);
    if (stretch->run == NULL)
        return sd_fail_memory(error, "a range");
    for (size_t r = 0; r < stretch->runs; r++)
        stretch->run[r] = (struct sd_shard_run){.begin = entry[r], .joins = SD_JOINS_NONE};
    return SPLITDATA_OK;
}

/* --- files ----------------------------------------------------------------------------------- */

static int scan_file(struct scan *scan, size_t i, const struct sd_data_file *file, uint64_t from,
                     uint64_t to, struct splitdata_error *error)
{
    struct sd_summary *summary = &scan->summary;
    struct sd_shard_stretch *stretch = &summary->stretch[summary->stretches++];
    *stretch = (struct sd_shard_stretch){
        .file = i,
        .path = scan->set.opened.list.path[i],
        .size = file->size,
        .gzip = file->gzip,
        .from = file->gzip ? 0 : from,
        .to = file->gzip ? file->size : to,
    };
    int status = sd_data_set_start(&scan->set, i, file, &stretch->start, error);
    stretch->first_byte = stretch->start < file->size ? file->data[stretch->start] : -1;
    stretch->last_byte = file->size != 0 ? file->data[file->size - 1] : -1;
    stretch->lines = sd_data_file_lines(file, stretch->from, stretch->to);
    const struct sd_reading reading = sd_request_reading(&scan->set.request, file->gzip);
    if (status == SPLITDATA_OK && stretch->to == file->size && file->size != 0) {
        status = sd_check_end(&scan->set.opened.dialect, &reading, file->data, file->size, error);
        if (status == SPLITDATA_DATA) {
            const struct sd_records records = {.data = file->data, .size = file->size};
            sd_records_locate(&records, stretch->path, error);
        }
    }
    if (status == SPLITDATA_OK)
        status = begin_runs(scan, file, stretch, error);
    for (size_t r = stretch->runs; r > 0 && status == SPLITDATA_OK; r--)
        status = scan_run(scan, file, stretch, r - 1, error);
    return status == SPLITDATA_OK ? sd_data_file_check(file, error) : status;
}

static int scan_files(struct scan *scan, struct splitdata_error *error)
{
    const struct sd_summary *summary = &scan->summary;
    const struct sd_data_set *set = &scan->set;
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < set->count && status == SPLITDATA_OK; i++) {
        const uint64_t begin = set->begin[i], end = set->begin[i + 1];
        struct sd_data_file file;
        if (begin == end || begin >= summary->to || end <= summary->from)
            continue;
        status = sd_data_file_open(&file, set->opened.list.path[i], &set->options,
                                   &scan->set.memory, error);
        if (status == SPLITDATA_OK && (!file.gzip || begin >= summary->from)) {
            const uint64_t from = summary->from > begin ? summary->from - begin : 0;
            const uint64_t to = summary->to < end ? summary->to - begin : end - begin;
            status = scan_file(scan, i, &file, from, to, error);
        }
        sd_data_file_close(&file);
    }
    return status;
}

/* --- the summary ----------------------------------------------------------------------------- */

/* What all summaries of a data set have in common. */
static int describe(struct scan *scan, struct splitdata_error *error)
{
    const struct sd_data_set *set = &scan->set;
    const struct sd_records *head = &set->head;
    struct sd_summary *summary = &scan->summary;
    const struct sd_dialect *dialect = &set->opened.dialect;
    const struct splitdata_options *asked = scan->options;
    struct splitdata_options keys, read = set->options;
    bool made = true;
    splitdata_options_init(&keys);
    keys.stratify = asked->stratify;
    keys.group = asked->group;
    keys.time = asked->time;
    keys.hash = asked->hash;
    keys.predefined = asked->predefined;
    read.format = dialect->lines ? SPLITDATA_FORMAT_LINES : SPLITDATA_FORMAT_CSV;
    read.header = dialect->header ? SPLITDATA_HEADER_PRESENT : SPLITDATA_HEADER_ABSENT;
    read.delimiter = dialect->blanks   ? SPLITDATA_DELIMITER_BLANKS
                     : dialect->colons ? SPLITDATA_DELIMITER_COLONS
                                       : dialect->delimiter;
    read.quote = dialect->quote == SD_NO_QUOTE ? SPLITDATA_QUOTE_NONE : dialect->quote;
    read.ragged_keep = dialect->ragged_keep;
    summary->options = sd_options_write(&keys, &made);
    summary->dialect = sd_dialect_write(&read, &made);
    summary->total = set->begin[set->count];
    summary->files = set->count;
    summary->first = set->first;
    summary->fields = head->index.fields;
    summary->other_delimiter = set->after.other_delimiter;
    made =
        made &&
        sd_text_append(&summary->prologue, set->template.prologue.bytes,
                       set->template.prologue.length) &&
        sd_text_add(&summary->line_end, set->opened.joining.line_end) &&
        sd_text_append(&summary->last_end, set->template.line_end, set->template.line_end_length) &&
        sd_text_append(&summary->names, head->data + sd_records_first(head).start,
                       dialect->header ? (size_t)head->index.names_length : 0);
    return made ? SPLITDATA_OK : sd_fail_memory(error, "the summary");
}

static int make_summary(struct scan *scan, const char *input, const char *output,
                        struct splitdata_error *error)
{
    struct sd_shard_file file = {0};
    struct sd_summary *summary = &scan->summary;
    int status = sd_data_set_begin(&scan->set, input, scan->options, error);
    if (status == SPLITDATA_OK)
        status = describe(scan, error);
    if (status == SPLITDATA_OK)
        status = choose_columns(scan, error);
    if (status == SPLITDATA_OK && summary->from >= summary->total)
        status = sd_fail(error, SPLITDATA_USAGE,
                         "the range begins at byte %llu, and there are only %llu bytes",
                         (unsigned long long)summary->from, (unsigned long long)summary->total);
    if (status != SPLITDATA_OK)
        return status;
    if (summary->to > summary->total)
        summary->to = summary->total;
    summary->stretch = calloc(scan->set.count, sizeof *summary->stretch);
    status = summary->stretch != NULL ? scan_files(scan, error)
                                      : sd_fail_memory(error, "the list of files");
    if (status != SPLITDATA_OK)
        return status;
    status = sd_shard_file_begin(&file, output, scan->options, error);
    if (status == SPLITDATA_OK)
        status = sd_summary_write(summary, &file, error);
    if (status == SPLITDATA_OK)
        status = sd_shard_file_publish(&file, error);
    sd_shard_file_end(&file);
    return status;
}

int splitdata_shard_scan(const char *input, const struct splitdata_options *options, uint64_t from,
                         uint64_t to, const char *output, struct splitdata_error *error)
{
    struct scan scan = {.options = options, .summary = {.from = from, .to = to}};
    int status = make_summary(&scan, input, output, error);
    sd_csv_key_close(&scan.reader);
    free(scan.keys.fields);
    sd_summary_free(&scan.summary);
    sd_data_set_end(&scan.set);
    return status;
}
