/* SPDX-License-Identifier: MIT */
#include "keys/keys.h"

#include <stdlib.h>
#include <string.h>

int sd_keys_begin(struct sd_keys *keys, size_t columns, struct sd_memory *memory,
                  struct splitdata_error *error)
{
    *keys = (struct sd_keys){.columns = columns, .memory = memory};
    keys->column = calloc(columns, sizeof *keys->column);
    keys->tuple = calloc(columns, sizeof *keys->tuple);
    if (keys->column == NULL || keys->tuple == NULL) {
        sd_keys_free(keys);
        return sd_fail_memory(error, "the keys");
    }
    for (size_t i = 0; i < columns; i++)
        sd_distinct_begin(&keys->column[i], memory);
    sd_distinct_begin(&keys->tuples, memory);
    return SPLITDATA_OK;
}

static int grow(struct sd_keys *keys, struct splitdata_error *error)
{
    size_t capacity = keys->capacity + keys->capacity / 2 + 1024;
    uint32_t *code = sd_memory_resize(keys->memory, keys->code, capacity, sizeof *code);
    if (code == NULL)
        return sd_fail_memory(error, "the keys of all records");
    keys->code = code;
    keys->capacity = capacity;
    return SPLITDATA_OK;
}

int sd_keys_add(struct sd_keys *keys, const struct sd_key_field *fields,
                struct splitdata_error *error)
{
    int status = keys->rows == keys->capacity ? grow(keys, error) : SPLITDATA_OK;
    for (size_t i = 0; status == SPLITDATA_OK && i < keys->columns; i++)
        status = sd_distinct_add(&keys->column[i], fields[i].bytes, fields[i].length,
                                 &keys->tuple[i], error);
    uint32_t code = keys->tuple[0];
    if (status == SPLITDATA_OK && keys->columns > 1)
        status = sd_distinct_add(&keys->tuples, keys->tuple, keys->columns * sizeof *keys->tuple,
                                 &code, error);
    if (status == SPLITDATA_OK)
        keys->code[keys->rows++] = code;
    return status;
}

static const struct sd_distinct *numbered(const struct sd_keys *keys)
{
    return keys->columns > 1 ? &keys->tuples : &keys->column[0];
}

uint32_t sd_keys_count(const struct sd_keys *keys)
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

void sd_keys_label(const struct sd_keys *keys, uint32_t code, char *out, size_t size)
{
    enum { SHOWN = 60 }; /* bytes of one value, the rest is for the sentence */
    size_t at = 0;
    for (size_t i = 0; i < keys->columns; i++) {
        uint32_t cell = sd_keys_cell(keys, code, i);
        size_t length = keys->column[i].value[cell].length;
        size_t shown = length > SHOWN ? SHOWN : length;
        if (at + shown + 5 > size)
            break;
        if (i > 0)
            out[at++] = ',';
        if (shown > 0)
            memcpy(out + at, sd_distinct_bytes(&keys->column[i], cell), shown);
        at += shown;
        if (length > shown) {
            memcpy(out + at, "...", 3);
            at += 3;
        }
    }
    out[at] = '\0';
}

void sd_keys_free(struct sd_keys *keys)
{
    for (size_t i = 0; keys->column != NULL && i < keys->columns; i++)
        sd_distinct_free(&keys->column[i]);
    sd_distinct_free(&keys->tuples);
    free(keys->column);
    free(keys->tuple);
    sd_memory_free(keys->code);
    *keys = (struct sd_keys){0};
}
