/* SPDX-License-Identifier: MIT */
/* Whole records of a file, to be compared: csv_source.h. */
#include "base/text.h"
#include "csv/cells.h"
#include "keys/csv_source.h"

#include <stdlib.h>

struct reader {
    const struct sd_key_source *source;
    const bool *ignored; /* by column; NULL: the bytes are compared */
    struct sd_cells cells;
    struct sd_text fields; /* of the last record: the length and the bytes of each */
};

int sd_csv_records_open(const struct sd_key_source *source, const bool *ignored, void **opened,
                        struct splitdata_error *error)
{
    const struct sd_records *records = source->context;
    struct reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL)
        return sd_fail_memory(error, "the records");
    reader->source = source;
    reader->ignored = ignored;
    int status = SPLITDATA_OK;
    if (ignored != NULL)
        status = sd_cells_open(&reader->cells, records->dialect, NULL, error);
    if (status != SPLITDATA_OK)
        free(reader);
    else
        *opened = reader;
    return status;
}

static bool take_field(void *context, size_t index, const char *bytes, size_t length)
{
    struct reader *reader = context;
    const bool kept = index >= reader->source->width || !reader->ignored[index];
    const uint64_t prefix = length;
    return !kept || (sd_text_append(&reader->fields, &prefix, sizeof prefix) &&
                     sd_text_append(&reader->fields, bytes, length));
}

int sd_csv_records_read(void *context, uint64_t row, struct sd_key_field *record,
                        struct splitdata_error *error)
{
    struct reader *reader = context;
    const struct sd_records *records = reader->source->context;
    struct sd_span span = sd_records_span(records, sd_key_row(reader->source, row));
    const uint8_t *bytes = records->data + span.start;
    const size_t length = (size_t)span.length;
    if (reader->ignored == NULL) {
        const size_t end = records->dialect->lines
                               ? length != 0 && bytes[length - 1] == '\n'
                               : sd_record_end_length(bytes, length, records->dialect->escape);
        *record = (struct sd_key_field){(const char *)bytes, length - end};
        return SPLITDATA_OK;
    }
    reader->fields.length = 0;
    int status = sd_cells_walk(&reader->cells, bytes, length, take_field, reader, error);
    *record = (struct sd_key_field){reader->fields.bytes, reader->fields.length};
    return status;
}

void sd_csv_records_close(void *context)
{
    struct reader *reader = context;
    if (reader->ignored != NULL)
        sd_cells_close(&reader->cells);
    sd_text_free(&reader->fields);
    free(reader);
}
