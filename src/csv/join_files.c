/* SPDX-License-Identifier: MIT */
#include "csv/join_files.h"

#include "csv/start.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The first record of a file, or its whole header, and what is before it. */
struct first {
    uint64_t begin; /* after the byte order mark and skipped lines */
    uint64_t fields;
    struct sd_span record; /* length 0: there is none */
    uint64_t names_length; /* bytes of the first record of a header */
};

/* Puts the file's name, and the line if the error has an offset, in front of the message. */
static int locate(const struct sd_join_file *file, int status, struct splitdata_error *error)
{
    char line[32] = ": ";
    if (error->offset != SPLITDATA_NOWHERE) {
        error->line = sd_line_at(file->bytes, error->offset);
        snprintf(line, sizeof line, ":%" PRIu64 ": ", error->line);
    }
    sd_error_prefix(error, line);
    sd_error_prefix(error, file->name);
    error->offset = SPLITDATA_NOWHERE;
    return status;
}

/* Finds the first record, if the file has all of it. */
static int find_first(const struct sd_join_files *joining, const struct sd_join_file *file,
                      struct first *first, bool *known, struct splitdata_error *error)
{
    const struct sd_dialect *dialect = joining->dialect;
    const uint64_t wanted = sd_dialect_first_records(dialect);
    struct sd_spans spans;
    struct sd_scan scan;
    size_t used;
    *first = (struct first){0};
    int status = sd_find_begin(dialect, file->bytes, file->length, &first->begin, error);
    *known = file->whole || (status == SPLITDATA_OK && first->begin < file->length);
    if (status != SPLITDATA_OK || !*known)
        return *known ? status : SPLITDATA_OK;
    sd_spans_begin(&spans, file->length);
    sd_scan_begin(&scan, dialect, NULL, &spans, first->begin);
    while (status == SPLITDATA_OK && spans.count < wanted && scan.at < file->length)
        status =
            sd_scan_feed_record(&scan, file->bytes + scan.at, file->length - scan.at, &used, error);
    if (status == SPLITDATA_OK && spans.count < wanted && file->whole)
        status = sd_scan_finish(&scan, error);
    *known = status != SPLITDATA_OK || spans.count >= wanted || file->whole;
    first->fields = scan.fields;
    if (status == SPLITDATA_OK && *known && spans.count != 0) {
        first->names_length = sd_spans_unpack(&spans, spans.packed[0]).length;
        status = sd_join_header(dialect, &spans, error);
        if (status == SPLITDATA_OK)
            first->record = sd_spans_unpack(&spans, spans.packed[0]);
    }
    sd_spans_free(&spans);
    return status;
}

static size_t line_end_of(const struct sd_dialect *dialect, const uint8_t *record, uint64_t length)
{
    if (dialect->lines)
        return length != 0 && record[length - 1] == '\n';
    return sd_record_end_length(record, length, dialect->escape);
}

/* Keeps what the others are compared with. */
static int keep_first(struct sd_join_files *joining, const struct sd_join_file *file,
                      const struct first *first, struct splitdata_error *error)
{
    const uint8_t *record = file->bytes + first->record.start;
    size_t end = line_end_of(joining->dialect, record, first->record.length);
    joining->first = file->name;
    if (end != 0 && end < sizeof joining->line_end) {
        memcpy(joining->line_end, record + first->record.length - end, end);
        joining->line_end[end] = '\0';
    }
    if (!joining->dialect->header)
        return SPLITDATA_OK;
    if (!sd_text_append(&joining->header, record, (size_t)first->record.length - end))
        return sd_fail_memory(error, "the header");
    return sd_columns_read(&joining->names, joining->dialect, record, (size_t)first->names_length,
                           error);
}

/* The first name that differs, as an error; SPLITDATA_OK: none does. */
static int compare_names(const struct sd_join_files *joining, const struct sd_columns *names,
                         struct splitdata_error *error)
{
    const struct sd_columns *first = &joining->names;
    for (size_t i = 0; i < first->count && i < names->count; i++) {
        if (strcmp(first->names[i], names->names[i]) != 0)
            return sd_fail(error, SPLITDATA_DATA,
                           "column %zu is '%.100s' here and '%.100s' in %s (files that are split "
                           "together need the same header)",
                           i + 1, names->names[i], first->names[i], joining->first);
    }
    if (first->count == names->count)
        return SPLITDATA_OK;
    bool more = names->count > first->count;
    return sd_fail(error, SPLITDATA_DATA,
                   "column %zu, '%.100s', is only %s %s (files that are split together need the "
                   "same header)",
                   (more ? first->count : names->count) + 1,
                   more ? names->names[first->count] : first->names[names->count],
                   more ? "here and not in" : "in", joining->first);
}

/* Compares a later header with the first one. */
static int compare_header(const struct sd_join_files *joining, const struct sd_join_file *file,
                          const struct first *first, struct splitdata_error *error)
{
    const uint8_t *record = file->bytes + first->record.start;
    const uint64_t length = first->record.length;
    size_t end = line_end_of(joining->dialect, record, length);
    struct sd_columns names = {0};
    if (length - end == joining->header.length &&
        memcmp(record, joining->header.bytes, joining->header.length) == 0)
        return SPLITDATA_OK;
    int status =
        sd_columns_read(&names, joining->dialect, record, (size_t)first->names_length, error);
    if (status == SPLITDATA_OK)
        status = compare_names(joining, &names, error);
    sd_columns_free(&names);
    if (status == SPLITDATA_OK && sd_dialect_first_records(joining->dialect) > 1)
        status = sd_fail(error, SPLITDATA_DATA,
                         "the header has the names of %s, but other records after them (files that "
                         "are split together need the same header)",
                         joining->first);
    if (status != SPLITDATA_OK && error->offset == SPLITDATA_NOWHERE)
        error->offset = first->record.start;
    return status;
}

/* Of the first file that has a record. Its faults are told where its records are found. */
static int begin_first(struct sd_join_files *joining, const struct sd_join_file *file,
                       struct sd_join_head *head, struct splitdata_error *error)
{
    struct first first;
    int status = find_first(joining, file, &first, &head->known, error);
    if (status != SPLITDATA_OK && status != SPLITDATA_DATA)
        return status;
    if (status != SPLITDATA_OK)
        head->known = true;
    if (head->known && joining->bytes)
        head->length = (size_t)sd_byte_order_mark(file->bytes, file->length);
    joining->bytes = joining->bytes || head->known;
    return status == SPLITDATA_OK && head->known && first.record.length != 0
               ? keep_first(joining, file, &first, error)
               : SPLITDATA_OK;
}

static int begin_later(const struct sd_join_files *joining, const struct sd_join_file *file,
                       struct sd_join_head *head, struct splitdata_error *error)
{
    struct first first;
    int status =
        sd_check_start(joining->dialect, &joining->reading, file->bytes, file->length, error);
    if (status == SPLITDATA_OK)
        status = find_first(joining, file, &first, &head->known, error);
    if (status != SPLITDATA_OK || !head->known)
        return status;
    head->length = (size_t)first.begin;
    if (joining->dialect->header && first.record.length == 0)
        return sd_fail(error, SPLITDATA_DATA,
                       "has no header, as %s has (files that are split together need the same one)",
                       joining->first);
    if (joining->dialect->header) {
        status = compare_header(joining, file, &first, error);
        head->length = (size_t)(first.record.start + first.record.length);
    }
    if (status == SPLITDATA_OK)
        head->lines = sd_line_at(file->bytes, head->length) - 1;
    return status;
}

static int begin(void *context, const struct sd_join_file *file, struct sd_join_head *head,
                 struct splitdata_error *error)
{
    struct sd_join_files *joining = context;
    *head = (struct sd_join_head){.known = true};
    if (file->length == 0 && file->whole)
        return SPLITDATA_OK;
    head->known = file->whole || file->length >= SD_START;
    if (!head->known)
        return SPLITDATA_OK;
    error->offset = error->line = SPLITDATA_NOWHERE;
    int status = joining->first == NULL ? begin_first(joining, file, head, error)
                                        : begin_later(joining, file, head, error);
    return status == SPLITDATA_DATA ? locate(file, status, error) : status;
}

static int between(void *context, const uint8_t *tail, size_t length, uint8_t next,
                   const char *name, const char **end, struct splitdata_error *error)
{
    const struct sd_join_files *joining = context;
    const bool lines = joining->dialect->lines;
    *end = "";
    if (tail[length - 1] == '\n' || (length == 3 && sd_byte_order_mark(tail, length) != 0))
        return SPLITDATA_OK;
    if (!lines && tail[length - 1] == '\r')
        return next != '\n' ? SPLITDATA_OK
                            : sd_fail(error, SPLITDATA_DATA,
                                      "%s:1: begins with a line feed, and the file before it ends "
                                      "with a carriage return: together they would be one line end",
                                      name);
    *end = joining->line_end;
    return SPLITDATA_OK;
}

void sd_join_files_begin(struct sd_join_files *joining, const struct sd_dialect *dialect,
                         const struct sd_reading *reading)
{
    *joining = (struct sd_join_files){
        .join = {begin, between, joining},
        .dialect = dialect,
        .reading = *reading,
        .line_end = "\n",
    };
}

void sd_join_files_end(struct sd_join_files *joining)
{
    sd_text_free(&joining->header);
    sd_columns_free(&joining->names);
}
