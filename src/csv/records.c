/* SPDX-License-Identifier: MIT */
#include "csv/records.h"

#include "csv/not_data.h"
#include "csv/start.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

int sd_records_complete(struct sd_records *records, struct splitdata_error *error)
{
    const uint64_t headers = records->dialect->header ? 1 : 0;
    if (records->index.count == 0)
        return sd_fail_blank(records->dialect, error);
    records->rows = records->index.count - headers;
    if (records->index.spans.count == records->index.count)
        records->packed = records->index.spans.packed + headers;
    sd_records_say_columns(records);
    if (headers == 0)
        return SPLITDATA_OK;
    struct sd_span header = sd_records_first(records);
    int status = sd_columns_read(&records->columns, records->dialect, records->data + header.start,
                                 (size_t)records->index.names_length, error);
    return status == SPLITDATA_OK && records->rows == 0
               ? sd_fail_only_header(records->dialect, error)
               : status;
}

void sd_records_say_columns(struct sd_records *records)
{
    if (records->dialect->lines)
        records->columns.none =
            sd_no_columns(records->dialect, records->compressed, records->data, records->size);
}

int sd_fail_empty(struct splitdata_error *error)
{
    return sd_fail(error, SPLITDATA_DATA, "is empty");
}

int sd_fail_blank(const struct sd_dialect *dialect, struct splitdata_error *error)
{
    return sd_fail(error, SPLITDATA_DATA, "has no records, only %sblank lines%s",
                   dialect->skip_lines != 0 ? "skipped or " : "",
                   dialect->comment != 0 ? " or comments" : "");
}

int sd_fail_only_header(const struct sd_dialect *dialect, struct splitdata_error *error)
{
    return sd_fail(error, SPLITDATA_DATA, "has a header and no records%s",
                   dialect->header_records > 1 ? ""
                                               : " (--no-header reads the first line as a record)");
}

uint64_t sd_records_line(const struct sd_records *records, uint64_t offset)
{
    const struct sd_extents *extents = records->extents;
    if (extents == NULL)
        return sd_line_at(records->data, offset);
    const struct sd_extent *extent = &extents->extent[sd_extents_find(extents, offset)];
    return extent->lines + sd_line_at(records->data + extent->begin, offset - extent->begin);
}

uint64_t sd_records_line_of(const struct sd_records *records, const struct sd_sighting *sighting)
{
    const struct sd_extents *extents = records->extents;
    if (sighting->line == 0)
        return records->data != NULL ? sd_records_line(records, sighting->first) : 0;
    if (extents == NULL)
        return sighting->line;
    const struct sd_extent *extent = &extents->extent[sd_extents_find(extents, sighting->first)];
    return sighting->line - extent->lines_before + extent->lines;
}

uint64_t sd_records_lines(const struct sd_records *records)
{
    const struct sd_extents *extents = records->extents;
    uint64_t lines = 0;
    if (extents == NULL)
        return sd_lines_in(records->data, records->size);
    for (size_t e = 0; e < extents->count; e++) {
        const struct sd_extent *extent = &extents->extent[e];
        lines += sd_lines_in(records->data + extent->begin, extent->end - extent->begin);
    }
    return lines;
}

void sd_records_locate(const struct sd_records *records, const char *name,
                       struct splitdata_error *error)
{
    char line[32];
    if (error->offset != SPLITDATA_NOWHERE) {
        if (error->line == SPLITDATA_NOWHERE && records->data != NULL)
            error->line = sd_records_line(records, error->offset);
        if (error->line != SPLITDATA_NOWHERE)
            snprintf(line, sizeof line, ":%" PRIu64 ": ", error->line);
        else
            snprintf(line, sizeof line, ": byte %" PRIu64 ": ", error->offset);
        sd_error_prefix(error, line);
    } else if (strncmp(error->message, name, strlen(name)) == 0 &&
               error->message[strlen(name)] == ':') {
        return; /* the decompressor has already named the input */
    } else {
        sd_error_prefix(error, ": ");
    }
    sd_error_prefix(error, name);
}

void sd_records_free(struct sd_records *records)
{
    sd_columns_free(&records->columns);
    sd_index_free(&records->index);
    *records = (struct sd_records){0};
}
