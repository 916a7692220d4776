/* SPDX-License-Identifier: MIT */
/*
 * The key of every row: the values of one or more columns, numbered as they appear. One pass, four
 * bytes a row, and the distinct values.
 *
 * Life: zeroed, sd_keys_begin, sd_keys_add for each row in input order, sd_keys_free. What the
 * values mean (numbers, missing, their order) is asked afterwards, of the distinct ones:
 * keys/classes.h.
 */
#ifndef SD_KEYS_KEYS_H
#define SD_KEYS_KEYS_H

#include "keys/distinct.h"

/* A field's value after unquoting. */
struct sd_key_field {
    const char *bytes;
    size_t length;
};

struct sd_keys {
    struct sd_distinct *column; /* the values of each column */
    size_t columns;
    struct sd_distinct tuples; /* with several columns: their codes, packed as bytes */
    uint32_t *tuple;           /* room for one of them */
    uint32_t *code;            /* of each row, by first appearance */
    uint64_t rows;
    size_t capacity;
    struct sd_memory *memory;
};

/* For `columns` (1 or more) key columns; `memory` is where all of it lives. SPLITDATA_SYSTEM: no
 * memory. */
int sd_keys_begin(struct sd_keys *keys, size_t columns, struct sd_memory *memory,
                  struct splitdata_error *error);

/* The next row's fields, one a column. SPLITDATA_SYSTEM: no memory. */
int sd_keys_add(struct sd_keys *keys, const struct sd_key_field *fields,
                struct splitdata_error *error);

/* Distinct keys so far: the codes are below it. */
uint32_t sd_keys_count(const struct sd_keys *keys);

/* The rows of a key, and the row where it came first. */
const struct sd_distinct_value *sd_keys_value(const struct sd_keys *keys, uint32_t code);

/* The code, in a column's own numbering, of the column's value in a key. */
uint32_t sd_keys_cell(const struct sd_keys *keys, uint32_t code, size_t column);

/* Writes the key as a person reads it to out[0..size-1], several columns with commas, long ones
 * shortened, with a NUL. */
void sd_keys_label(const struct sd_keys *keys, uint32_t code, char *out, size_t size);

void sd_keys_free(struct sd_keys *keys);

#endif
