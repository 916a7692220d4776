/* SPDX-License-Identifier: MIT */
#include "csv/cells.h"

#include "csv/variants.h"

#include <string.h>

int sd_cells_open(struct sd_cells *cells, const struct sd_dialect *dialect,
                  const struct sd_scanner *scanner, struct splitdata_error *error)
{
    *cells = (struct sd_cells){.dialect = dialect};
    if (sd_dialect_is_variant(dialect))
        return SPLITDATA_OK;
    if (!dialect->lines)
        cells->fields = (scanner != NULL ? scanner : sd_scanner_fastest())->fields;
    cells->parser = sd_field_parser_open(dialect);
    return cells->parser != NULL ? SPLITDATA_OK : sd_fail_memory(error, "libcsv");
}

/* The end of the field that starts at `at`: its delimiter, or `end`. */
static const uint8_t *field_end(const struct sd_dialect *dialect, const uint8_t *at,
                                const uint8_t *end)
{
    if (at < end && *at == dialect->quote) {
        /* Quoted: up to the quote that is not doubled; what follows it is read as unquoted, and
         * only a doubled quote leads back into quotes. */
        bool quoted = true;
        for (at++; at < end && (quoted || *at != dialect->delimiter); at++) {
            if (*at != dialect->quote)
                continue;
            if (quoted && at + 1 < end && at[1] == dialect->quote)
                at++;
            else
                quoted = false;
        }
        return at;
    }
    const uint8_t *delimiter = memchr(at, dialect->delimiter, (size_t)(end - at));
    return delimiter != NULL ? delimiter : end;
}

/* The value of a field of a variant of CSV. */
static int read_variant(struct sd_cells *cells, const struct sd_variant_field *field,
                        struct sd_field_value *cell, struct splitdata_error *error)
{
    const struct sd_dialect *dialect = cells->dialect;
    *cell = (struct sd_field_value){.bytes = (const char *)field->begin,
                                    .length = (size_t)(field->end - field->begin),
                                    .present = true};
    bool plain =
        (dialect->quote == SD_NO_QUOTE || cell->length == 0 ||
         field->begin[0] != (uint8_t)dialect->quote) &&
        (dialect->escape == 0 || memchr(field->begin, dialect->escape, cell->length) == NULL);
    if (plain)
        return SPLITDATA_OK;
    cells->value.length = 0;
    if (!sd_text_append(&cells->value, cell->bytes, cell->length))
        return sd_fail_memory(error, "a field");
    cell->copied = true;
    cell->bytes = cells->value.bytes;
    cell->length = sd_variant_value(dialect, field, cells->value.bytes);
    return SPLITDATA_OK;
}

/* Field `column` of a record that ends at `end`. */
static int find_variant(struct sd_cells *cells, const uint8_t *record, const uint8_t *end,
                        size_t column, struct sd_field_value *cell, struct splitdata_error *error)
{
    const uint8_t *at = record;
    struct sd_variant_field field;
    cell->present = true;
    for (size_t i = 0; i <= column && cell->present; i++)
        cell->present = sd_variant_next(cells->dialect, &at, end, &field);
    return cell->present ? read_variant(cells, &field, cell, error) : SPLITDATA_OK;
}

/* Reads the field whose bytes are begin..stop-1. */
static int read_field(struct sd_cells *cells, const uint8_t *begin, const uint8_t *stop,
                      struct sd_field_value *cell, struct splitdata_error *error)
{
    const struct sd_dialect *dialect = cells->dialect;
    *cell = (struct sd_field_value){
        .bytes = (const char *)begin, .length = (size_t)(stop - begin), .present = true};
    if (dialect->quote == SD_NO_QUOTE || begin == stop)
        return SPLITDATA_OK;
    const uint8_t *quote = memchr(begin, dialect->quote, cell->length);
    if (quote == NULL)
        return SPLITDATA_OK;
    if (quote == begin && cell->length > 1 &&
        memchr(begin + 1, dialect->quote, cell->length - 1) == stop - 1) {
        cell->bytes++;
        cell->length -= 2;
        return SPLITDATA_OK;
    }
    cell->copied = true;
    return sd_field_parse(cells->parser, begin, cell->length, cell, error);
}

int sd_cells_read(struct sd_cells *cells, const uint8_t *record, size_t length, size_t column,
                  struct sd_field_value *cell, struct splitdata_error *error)
{
    const struct sd_dialect *dialect = cells->dialect;
    *cell = (struct sd_field_value){.bytes = (const char *)record, .present = column == 0};
    if (dialect->lines) {
        cell->length = length - (length != 0 && record[length - 1] == '\n');
        return SPLITDATA_OK;
    }
    const uint8_t *end = record + length - sd_record_end_length(record, length, dialect->escape);
    if (sd_dialect_is_variant(dialect))
        return find_variant(cells, record, end, column, cell, error);
    const uint8_t *begin = record, *stop = field_end(dialect, begin, end);
    for (size_t i = 0; i < column; i++) {
        if (stop == end)
            return SPLITDATA_OK;
        begin = stop + 1;
        stop = field_end(dialect, begin, end);
    }
    return read_field(cells, begin, stop, cell, error);
}

int sd_cells_read_all(struct sd_cells *cells, const struct sd_key_field *records, size_t *count,
                      const uint8_t *end, size_t column, struct sd_key_field *values,
                      struct splitdata_error *error)
{
    for (size_t i = 0; i < *count; i++) {
        struct sd_field_value value;
        if (cells->fields != NULL)
            i += cells->fields(cells->dialect, records + i, *count - i, end, column, values + i);
        if (i == *count)
            break;
        int status = sd_cells_read(cells, (const uint8_t *)records[i].bytes, records[i].length,
                                   column, &value, error);
        if (status != SPLITDATA_OK)
            return status;
        values[i] = (struct sd_key_field){value.bytes, value.present ? value.length : 0};
        if (value.copied)
            *count = i + 1;
    }
    return SPLITDATA_OK;
}

/* The same as sd_cells_walk, of a record that ends at `end`. */
static int walk_variant(struct sd_cells *cells, const uint8_t *record, const uint8_t *end,
                        sd_take_field *take, void *context, struct splitdata_error *error)
{
    const uint8_t *at = record;
    struct sd_variant_field field;
    int status = SPLITDATA_OK;
    for (size_t index = 0;
         status == SPLITDATA_OK && sd_variant_next(cells->dialect, &at, end, &field); index++) {
        struct sd_field_value cell;
        status = read_variant(cells, &field, &cell, error);
        if (status == SPLITDATA_OK && !take(context, index, cell.bytes, cell.length))
            status = sd_fail_memory(error, "a field");
    }
    return status;
}

int sd_cells_walk(struct sd_cells *cells, const uint8_t *record, size_t length, sd_take_field *take,
                  void *context, struct splitdata_error *error)
{
    const struct sd_dialect *dialect = cells->dialect;
    const uint8_t *end = record + length - sd_record_end_length(record, length, dialect->escape);
    if (sd_dialect_is_variant(dialect))
        return walk_variant(cells, record, end, take, context, error);
    const uint8_t *begin = record, *stop = record;
    for (size_t index = 0;; index++, begin = stop + 1) {
        struct sd_field_value cell;
        stop = field_end(dialect, begin, end);
        int status = read_field(cells, begin, stop, &cell, error);
        if (status == SPLITDATA_OK && !take(context, index, cell.bytes, cell.length))
            status = sd_fail_memory(error, "a field");
        if (status != SPLITDATA_OK || stop == end)
            return status;
    }
}

void sd_cells_close(struct sd_cells *cells)
{
    sd_field_parser_close(cells->parser);
    sd_text_free(&cells->value);
    *cells = (struct sd_cells){0};
}
