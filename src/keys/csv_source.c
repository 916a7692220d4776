/* SPDX-License-Identifier: MIT */
#include "keys/csv_source.h"

#include "csv/cells.h"

#include <stdlib.h>

/* A thread's reader. */
struct reader {
    const struct sd_key_source *source;
    const struct sd_key_set *set;
    struct sd_cells *cells; /* one for each column */
};

static void close_cells(struct sd_cells *cells, size_t count)
{
    for (size_t c = 0; cells != NULL && c < count; c++)
        sd_cells_close(&cells[c]);
    free(cells);
}

/* NULL and an error: no memory. */
static struct sd_cells *open_cells(const struct sd_key_set *set, const struct sd_dialect *dialect,
                                   struct splitdata_error *error)
{
    struct sd_cells *cells = calloc(set->count + 1, sizeof *cells);
    const char *name = set->count != 0 ? set->source->options->scanner : NULL;
    const struct sd_scanner *scanner = name != NULL ? sd_scanner_named(name) : NULL;
    int status = cells != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the key columns");
    for (size_t c = 0; c < set->count && status == SPLITDATA_OK; c++)
        status = sd_cells_open(&cells[c], dialect, scanner, error);
    if (status == SPLITDATA_OK)
        return cells;
    close_cells(cells, set->count);
    return NULL;
}

/* --- rows of an index ------------------------------------------------------------------------ */

static void close_reader(void *context)
{
    struct reader *reader = context;
    close_cells(reader->cells, reader->set->count);
    free(reader);
}

static int open_reader(const struct sd_key_source *source, const struct sd_key_set *set,
                       void **opened, struct splitdata_error *error)
{
    const struct sd_records *records = source->context;
    struct reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL)
        return sd_fail_memory(error, "the key columns");
    *reader = (struct reader){source, set, open_cells(set, records->dialect, error)};
    if (reader->cells == NULL) {
        free(reader);
        return (int)error->status;
    }
    *opened = reader;
    return SPLITDATA_OK;
}

/* Reads the key fields of records[0..*count-1]. A batch ends early after a value that was copied
 * into a cell: the next row would overwrite it. */
static int read_batch(const struct sd_key_set *set, struct sd_cells *cells,
                      const struct sd_key_field *records, size_t *count, const uint8_t *end,
                      struct sd_key_field *fields, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (size_t c = 0; c < set->count && status == SPLITDATA_OK; c++)
        status = sd_cells_read_all(&cells[c], records, count, end, set->fields[c],
                                   fields + c * SD_DISTINCT_BATCH, error);
    return status;
}

static int read_rows(void *context, uint64_t begin, uint64_t end, struct sd_key_field *fields,
                     size_t *count, struct splitdata_error *error)
{
    const struct reader *reader = context;
    const struct sd_records *records = reader->source->context;
    const uint8_t *data = records->data;
    struct sd_key_field batch[SD_DISTINCT_BATCH];
    *count = end - begin < SD_DISTINCT_BATCH ? (size_t)(end - begin) : SD_DISTINCT_BATCH;
    for (size_t i = 0; i < *count; i++) {
        struct sd_span span = sd_records_span(records, sd_key_row(reader->source, begin + i));
        batch[i] = (struct sd_key_field){(const char *)data + span.start, (size_t)span.length};
    }
    return read_batch(reader->set, reader->cells, batch, count, data + records->size, fields,
                      error);
}

static uint64_t offset_of(const struct sd_key_source *source, uint64_t row)
{
    return sd_records_span(source->context, sd_key_row(source, row)).start;
}

void sd_csv_source_begin(struct sd_key_source *source, const struct sd_records *records,
                         const struct splitdata_options *options, unsigned threads,
                         struct sd_memory *memory)
{
    *source = (struct sd_key_source){
        .options = options,
        .names = &records->columns,
        .width = records->index.fields,
        .threads = threads,
        .context = records,
        .open = open_reader,
        .read = read_rows,
        .close = close_reader,
        .offset = offset_of,
        .bytes = records->extents == NULL && !records->compressed ? records->size : 0,
        .open_records = sd_csv_records_open,
        .read_record = sd_csv_records_read,
        .close_records = sd_csv_records_close,
    };
    sd_key_source_set_memory(source, memory);
}

/* --- records without an index ---------------------------------------------------------------- */

int sd_csv_key_open(struct sd_csv_key *key, const struct sd_key_set *set,
                    const struct sd_dialect *dialect, struct splitdata_error *error)
{
    *key = (struct sd_csv_key){
        .set = set, .fields = calloc(set->count + 1, SD_DISTINCT_BATCH * sizeof *key->fields)};
    if (key->fields == NULL)
        return sd_fail_memory(error, "the key columns");
    key->cells = open_cells(set, dialect, error);
    return key->cells != NULL ? SPLITDATA_OK : (int)error->status;
}

int sd_csv_key_read(struct sd_csv_key *key, const struct sd_key_field *records, size_t *count,
                    const uint8_t *end, struct splitdata_error *error)
{
    return read_batch(key->set, key->cells, records, count, end, key->fields, error);
}

void sd_csv_key_close(struct sd_csv_key *key)
{
    if (key->set != NULL)
        close_cells(key->cells, key->set->count);
    free(key->fields);
    *key = (struct sd_csv_key){0};
}
