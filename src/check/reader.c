/* SPDX-License-Identifier: MIT */
#include "check/reader.h"

#include "base/hash64.h"

#include <stdlib.h>

/* Of a field that a record does not have. */
static const uint64_t absent = UINT64_C(0x9e3779b97f4a7c15);

int sd_reader_open(struct sd_reader *reader, const struct sd_side *side,
                   const struct sd_key_columns *key_columns, struct sd_memory *memory,
                   struct splitdata_error *error)
{
    *reader = (struct sd_reader){.side = side, .key_columns = key_columns};
    reader->counts = calloc(key_columns->columns + 1, sizeof *reader->counts);
    reader->hash = calloc(key_columns->columns + 1, sizeof *reader->hash);
    reader->classes = calloc(key_columns->columns + 1, sizeof *reader->classes);
    reader->more = calloc(key_columns->columns + 1, sizeof *reader->more);
    if (reader->counts == NULL || reader->hash == NULL || reader->more == NULL ||
        reader->classes == NULL)
        return sd_fail_memory(error, "the columns");
    for (size_t c = 0; c < key_columns->columns; c++) {
        reader->classes[c].memory = memory;
        for (size_t kind = 0; kind < SD_CELL_KINDS; kind++)
            reader->counts[c].first[kind] = UINT64_MAX;
    }
    return sd_cells_open(&reader->cells, &side->opened.dialect, side->request->scanner, error);
}

static bool in_group(const struct sd_key_columns *columns, size_t column)
{
    return columns->group != NULL && columns->group[column];
}

static bool take_field(void *context, size_t index, const char *bytes, size_t length)
{
    struct sd_reader *reader = context;
    const size_t column = index < reader->side->width ? reader->side->column[index] : SD_NO_COLUMN;
    if (column == SD_NO_COLUMN)
        return true;
    const enum sd_cell_kind kind = sd_look_cell((const uint8_t *)bytes, length).kind;
    struct sd_cell_counts *counts = &reader->counts[column];
    counts->of[kind]++;
    if (reader->span.start < counts->first[kind])
        counts->first[kind] = reader->span.start;
    reader->hash[column] = sd_hash64(bytes, length, 0);
    if (reader->key_columns->in_key[column] || in_group(reader->key_columns, column) ||
        reader->key_columns->by_values)
        reader->more[column] = sd_hash64(bytes, length, 1);
    const bool missing = kind == SD_CELL_EMPTY || kind == SD_CELL_MISSING;
    if (in_group(reader->key_columns, column) && missing)
        reader->has_group = false;
    if (reader->key_columns->few[column] && !missing &&
        !sd_census_add(&reader->classes[column], reader->hash[column], 1, reader->span))
        return false;
    return column != reader->key_columns->time || sd_text_append(&reader->time, bytes, length);
}

/* Spreads a hash to all bits; columns differ in `column`, so that fields cannot be exchanged. */
static uint64_t spread(uint64_t hash, size_t column)
{
    hash = (hash + column) * UINT64_C(0xff51afd7ed558ccd);
    hash ^= hash >> 33;
    hash *= UINT64_C(0xc4ceb9fe1a85ec53);
    return hash ^ hash >> 33;
}

/* Adds a field to the value that it is part of. */
static void add_field(struct sd_value *value, const struct sd_reader *reader, size_t column)
{
    value->key += spread(reader->hash[column], column);
    value->more += spread(reader->more[column], column);
}

static void make_keys(struct sd_reader *reader)
{
    const struct sd_key_columns *columns = reader->key_columns;
    struct sd_value values = {0}, group = {0}, whole = {0};
    for (size_t c = 0; c < columns->columns; c++) {
        if (columns->by_values)
            add_field(&whole, reader, c);
        if (columns->in_key[c])
            add_field(&values, reader, c);
        if (in_group(columns, c))
            add_field(&group, reader, c);
    }
    group.key = group.full = spread(group.key, columns->columns);
    values.key = values.full = spread(values.key, columns->columns);
    if (columns->label != SD_NO_COLUMN)
        values.full = spread(values.key + spread(reader->hash[columns->label], columns->label),
                             columns->columns + 1);
    whole.key = whole.full = spread(whole.key, columns->columns);
    if (columns->by_values)
        reader->whole = whole;
    reader->group = group;
    reader->values = values;
}

int sd_reader_take(struct sd_reader *reader, struct sd_span span, struct splitdata_error *error)
{
    size_t length;
    const uint8_t *bytes = sd_side_record(reader->side, span, &length);
    int status = SPLITDATA_OK;
    reader->span = span;
    reader->has_group = reader->key_columns->group != NULL;
    reader->time.length = 0;
    if (!reader->key_columns->by_values) {
        const uint64_t whole = sd_hash64(bytes, length, 0);
        reader->whole =
            (struct sd_value){.key = whole, .more = sd_hash64(bytes, length, 1), .full = whole};
    }
    for (size_t c = 0; c < reader->key_columns->columns; c++)
        reader->hash[c] = reader->more[c] = absent;
    if (reader->side->opened.dialect.lines)
        status = take_field(reader, 0, (const char *)bytes, length)
                     ? SPLITDATA_OK
                     : sd_fail_memory(error, "a field");
    else
        status = sd_cells_walk(&reader->cells, bytes, length, take_field, reader, error);
    make_keys(reader);
    return status;
}

bool sd_reader_join(struct sd_reader *reader, const struct sd_reader *more)
{
    bool room = true;
    for (size_t c = 0; c < reader->key_columns->columns; c++) {
        struct sd_cell_counts *into = &reader->counts[c];
        const struct sd_cell_counts *from = &more->counts[c];
        for (size_t kind = 0; kind < SD_CELL_KINDS; kind++) {
            into->of[kind] += from->of[kind];
            if (from->first[kind] < into->first[kind])
                into->first[kind] = from->first[kind];
        }
        room = room && sd_census_join(&reader->classes[c], &more->classes[c]);
    }
    return room;
}

void sd_reader_close(struct sd_reader *reader)
{
    if (reader->side != NULL)
        sd_cells_close(&reader->cells);
    for (size_t c = 0; reader->classes != NULL && c < reader->key_columns->columns; c++)
        sd_census_free(&reader->classes[c]);
    free(reader->classes);
    free(reader->counts);
    free(reader->hash);
    free(reader->more);
    sd_text_free(&reader->time);
    *reader = (struct sd_reader){0};
}
