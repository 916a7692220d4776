/* SPDX-License-Identifier: MIT */
/*
 * Keys: the values of one or more columns, a row's together, numbered as they appear. One pass; the
 * memory is that of the distinct values. The numbers of the rows are the caller's.
 *
 * Life: zeroed, sd_keys_begin, sd_keys_add for all rows in input order, sd_keys_count,
 * sd_keys_free. Several threads number a run of rows each, whose keys are then joined in input
 * order: the numbers are those of one pass. What the values mean (numbers, missing, their order) is
 * asked afterwards, of the distinct ones: keys/classes.h.
 */
#ifndef SD_KEYS_KEYS_H
#define SD_KEYS_KEYS_H

#include "keys/distinct.h"

struct sd_keys {
    struct sd_distinct *column; /* the values of each column */
    size_t columns;
    struct sd_distinct tuples; /* with several columns: their codes, packed as bytes */
    uint32_t *tuple;           /* room for those of a batch */
    struct sd_memory *memory;
};

/* For `columns` (1 or more) key columns; `memory` is where all of it lives. SPLITDATA_SYSTEM: no
 * memory. */
int sd_keys_begin(struct sd_keys *keys, size_t columns, struct sd_memory *memory,
                  struct splitdata_error *error);

/* code[0..count-1] of the next rows, at most SD_DISTINCT_BATCH; fields[c * SD_DISTINCT_BATCH + i]
 * is row i's value in column c. SPLITDATA_SYSTEM: no memory. */
int sd_keys_add(struct sd_keys *keys, const struct sd_key_field *fields, size_t count,
                uint32_t *code, struct splitdata_error *error);

/* Counts the rows of each key and value: code[0..rows-1] are the codes of all rows. */
void sd_keys_count(struct sd_keys *keys, const uint32_t *code, uint64_t rows);

/* Adds the rows of `more`, counted, behind the ones that are here; map[c], which has room for all
 * its keys, is the code here of its key c. Afterwards `more` is good for nothing but sd_keys_free.
 */
int sd_keys_join(struct sd_keys *keys, struct sd_keys *more, uint32_t *map,
                 struct splitdata_error *error);

/* Distinct keys so far: the codes are below it. */
uint32_t sd_keys_distinct(const struct sd_keys *keys);

/* The rows of a key, and the row where it came first. */
const struct sd_distinct_value *sd_keys_value(const struct sd_keys *keys, uint32_t code);

/* The code, in a column's own numbering, of the column's value in a key. */
uint32_t sd_keys_cell(const struct sd_keys *keys, uint32_t code, size_t column);

/* Writes the key as a person reads it to out[0..size-1], several columns with commas, long ones
 * shortened, with a NUL. */
void sd_keys_label(const struct sd_keys *keys, uint32_t code, char *out, size_t size);

void sd_keys_free(struct sd_keys *keys);

#endif
