/* SPDX-License-Identifier: MIT */
/*
 * Keys: the values of one or more columns of a row, numbered in order of appearance. One pass;
 * memory is proportional to the distinct values. The array of the rows' codes is the caller's.
 *
 * Life: zeroed, sd_keys_begin, sd_keys_add for all rows in input order, sd_keys_count,
 * sd_keys_free. Several threads can number a range of rows each; joining their keys in input order
 * gives the numbers of one pass. What the values mean (numbers, missing, their order) is decided
 * later, for the distinct ones: keys/classes.h.
 */
#ifndef SD_KEYS_KEYS_H
#define SD_KEYS_KEYS_H

#include "keys/distinct.h"

struct sd_keys {
    struct sd_distinct *column; /* the values of each column */
    size_t columns;
    struct sd_distinct tuples; /* with several columns: their codes, packed as bytes */
    uint32_t *tuple;           /* space for the tuples of a batch */
    struct sd_memory *memory;
};

/* For `columns` (1 or more) key columns; `memory` holds all arrays. SPLITDATA_SYSTEM: no memory. */
int sd_keys_begin(struct sd_keys *keys, size_t columns, struct sd_memory *memory,
                  struct splitdata_error *error);

/* Sets code[0..count-1] of the next rows, at most SD_DISTINCT_BATCH; fields[c * SD_DISTINCT_BATCH +
 * i] is row i's value in column c. SPLITDATA_SYSTEM: no memory. */
int sd_keys_add(struct sd_keys *keys, const struct sd_key_field *fields, size_t count,
                uint32_t *code, struct splitdata_error *error);

/* Counts the rows of each key and value; code[0..rows-1] are the codes of all rows. */
void sd_keys_count(struct sd_keys *keys, const uint32_t *code, uint64_t rows);

/* Appends the rows of `more`, which have been counted; map[c] (space for all its keys) becomes the
 * code here of its key c. Afterwards `more` can only be freed. */
int sd_keys_join(struct sd_keys *keys, struct sd_keys *more, uint32_t *map,
                 struct splitdata_error *error);

/* The number of distinct keys so far; codes are below it. */
uint32_t sd_keys_distinct(const struct sd_keys *keys);

/* The number of rows of a key, and its first row. */
const struct sd_distinct_value *sd_keys_value(const struct sd_keys *keys, uint32_t code);

/* The code of a key's value in one column, in that column's numbering. */
uint32_t sd_keys_cell(const struct sd_keys *keys, uint32_t code, size_t column);

/* Writes a column's value to out[0..size-1], NUL-terminated, at most 60 bytes of it and then "...";
 * returns the length. 0, and nothing is written: there is no room. */
size_t sd_keys_add_value(const struct sd_keys *keys, size_t column, uint32_t cell, char *out,
                         size_t size);

void sd_keys_free(struct sd_keys *keys);

#endif
