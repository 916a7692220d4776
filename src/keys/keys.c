/* SPDX-License-Identifier: MIT */
#include "keys/keys.h"

#include <stdlib.h>
#include <string.h>

int sd_keys_begin(struct sd_keys *keys, size_t columns, struct sd_memory *memory,
                  struct splitdata_error *error)
{
    *keys = (struct sd_keys){.columns = columns, .memory = memory};
    keys->column = calloc(columns, sizeof *keys->column);
    keys->tuple = calloc(columns, SD_DISTINCT_BATCH * sizeof *keys->tuple);
    if (keys->column == NULL || keys->tuple == NULL) {
        sd_keys_free(keys);
        return sd_fail_memory(error, "the keys");
    }
    for (size_t i = 0; i < columns; i++)
        sd_distinct_begin(&keys->column[i], memory);
    sd_distinct_begin(&keys->tuples, memory);
    return SPLITDATA_OK;
}

/* Sets the code of row i's tuple, which is `columns` codes at keys->tuple + i * columns. */
static int add_tuples(struct sd_keys *keys, size_t count, uint32_t *code,
                      struct splitdata_error *error)
{
    struct sd_key_field tuples[SD_DISTINCT_BATCH];
    for (size_t i = 0; i < count; i++)
        tuples[i] = (struct sd_key_field){(const char *)(keys->tuple + i * keys->columns),
                                          keys->columns * sizeof *keys->tuple};
    return sd_distinct_add(&keys->tuples, tuples, count, code, error);
}

int sd_keys_add(struct sd_keys *keys, const struct sd_key_field *fields, size_t count,
                uint32_t *code, struct splitdata_error *error)
{
    uint32_t codes[SD_DISTINCT_BATCH];
    if (keys->columns == 1)
        return sd_distinct_add(&keys->column[0], fields, count, code, error);
    for (size_t c = 0; c < keys->columns; c++) {
        int status =
            sd_distinct_add(&keys->column[c], fields + c * SD_DISTINCT_BATCH, count, codes, error);
        if (status != SPLITDATA_OK)
            return status;
        for (size_t i = 0; i < count; i++)
            keys->tuple[i * keys->columns + c] = codes[i];
    }
    return add_tuples(keys, count, code, error);
}

static const struct sd_distinct *numbered(const struct sd_keys *keys)
{
    return keys->columns > 1 ? &keys->tuples : &keys->column[0];
}

void sd_keys_count(struct sd_keys *keys, const uint32_t *code, uint64_t rows)
{
    sd_distinct_count(keys->columns > 1 ? &keys->tuples : &keys->column[0], code, rows);
    for (uint32_t k = 0; keys->columns > 1 && k < keys->tuples.count; k++) {
        for (size_t c = 0; c < keys->columns; c++)
            keys->column[c].value[sd_keys_cell(keys, k, c)].rows += keys->tuples.value[k].rows;
    }
}

/* Joins the values of one column, and maps its codes in more's tuples to the codes here. */
static int join_column(struct sd_keys *keys, struct sd_keys *more, size_t column,
                       struct splitdata_error *error)
{
    const struct sd_distinct *values = &more->column[column];
    uint32_t *map = sd_memory_take(keys->memory, (uint64_t)values->count + 1, sizeof *map);
    if (map == NULL)
        return sd_fail_memory(error, "the keys");
    int status = sd_distinct_join(&keys->column[column], values, map, error);
    for (uint32_t k = 0; status == SPLITDATA_OK && k < more->tuples.count; k++) {
        uint8_t *cell = more->tuples.bytes + more->tuples.value[k].offset + column * sizeof *map;
        memcpy(cell, &map[sd_keys_cell(more, k, column)], sizeof *map);
    }
    sd_memory_free(map);
    return status;
}

int sd_keys_join(struct sd_keys *keys, struct sd_keys *more, uint32_t *map,
                 struct splitdata_error *error)
{
    if (keys->columns == 1)
        return sd_distinct_join(&keys->column[0], &more->column[0], map, error);
    for (size_t c = 0; c < keys->columns; c++) {
        int status = join_column(keys, more, c, error);
        if (status != SPLITDATA_OK)
            return status;
    }
    return sd_distinct_join(&keys->tuples, &more->tuples, map, error);
}

uint32_t sd_keys_distinct(const struct sd_keys *keys)
{
    return numbered(keys)->count;
}

const struct sd_distinct_value *sd_keys_value(const struct sd_keys *keys, uint32_t code)
{
    return &numbered(keys)->value[code];
}

uint32_t sd_keys_cell(const struct sd_keys *keys, uint32_t code, size_t column)
{
    if (keys->columns == 1)
        return code;
    uint32_t cell;
    memcpy(&cell, sd_distinct_bytes(&keys->tuples, code) + column * sizeof cell, sizeof cell);
    return cell;
}

size_t sd_keys_add_value(const struct sd_keys *keys, size_t column, uint32_t cell, char *out,
                         size_t size)
{
    enum { SHOWN = 60 }; /* bytes; leaves room for the rest of a message */
    static const char cut[] = "...";
    const size_t length = keys->column[column].value[cell].length;
    const size_t shown = length > SHOWN ? SHOWN : length;
    const size_t all = shown + (length > shown ? sizeof cut - 1 : 0);
    if (all + 1 > size)
        return 0;
    if (shown > 0)
        memcpy(out, sd_distinct_bytes(&keys->column[column], cell), shown);
    memcpy(out + shown, cut, all - shown);
    out[all] = '\0';
    return all;
}

void sd_keys_free(struct sd_keys *keys)
{
    for (size_t i = 0; keys->column != NULL && i < keys->columns; i++)
        sd_distinct_free(&keys->column[i]);
    sd_distinct_free(&keys->tuples);
    free(keys->column);
    free(keys->tuple);
    *keys = (struct sd_keys){0};
}
