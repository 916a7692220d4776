/* SPDX-License-Identifier: MIT */
/*
 * The distinct values of a column, numbered in order of appearance: a hash table of byte strings.
 *
 * Values come in batches, so that their slots can be prefetched before the first lookup. A value
 * seen before needs no allocation; one of a single byte is looked up in a plain array. Memory: the
 * bytes of the distinct values, and 55 to 96 bytes for each.
 *
 * Life: zeroed, sd_distinct_begin, any number of sd_distinct_add and sd_distinct_join,
 * sd_distinct_free.
 */
#ifndef SD_KEYS_DISTINCT_H
#define SD_KEYS_DISTINCT_H

#include "base/error.h"
#include "base/memory.h"
#include "csv/scan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The limit of distinct values; codes are below it. */
#define SD_DISTINCT_LIMIT (UINT32_MAX - 1)

/* The maximum of values in a batch: somewhat more than the memory accesses that a processor can
 * have in flight. */
#define SD_DISTINCT_BATCH 128

struct sd_distinct_value {
    size_t offset; /* of its bytes in the arena */
    size_t length;
    uint64_t rows;  /* occurrences, as counted by sd_distinct_count */
    uint64_t first; /* the row of its first occurrence, from 0 */
};

struct sd_distinct {
    uint8_t *bytes; /* the arena */
    size_t length, capacity;
    struct sd_distinct_value *value; /* of each code */
    uint32_t count;
    size_t value_capacity;
    struct sd_distinct_slot *slot;
    size_t slots;             /* a power of two */
    uint64_t rows;            /* added so far */
    uint32_t of_byte[1 << 8]; /* of a value of one byte: its code plus one; 0: it is new */
    struct sd_memory *memory;
};

/* `memory` holds all arrays; see base/memory.h. */
void sd_distinct_begin(struct sd_distinct *distinct, struct sd_memory *memory);

/* Sets codes[0..count-1] for the next rows' values; count is at most SD_DISTINCT_BATCH.
 * SPLITDATA_SYSTEM: no memory. */
int sd_distinct_add(struct sd_distinct *distinct, const struct sd_key_field *values, size_t count,
                    uint32_t *codes, struct splitdata_error *error);

/* Adds a value that is new, and its rows; afterwards values can only be added in this way. False:
 * no memory. */
bool sd_distinct_append(struct sd_distinct *distinct, const struct sd_key_field *value,
                        uint64_t rows, uint64_t first);

/* Adds codes[0..rows-1], those of all rows, to the row counts of the values. */
void sd_distinct_count(struct sd_distinct *distinct, const uint32_t *codes, uint64_t rows);

/* Appends the rows of `more`; map[c] becomes the code here of its value c. */
int sd_distinct_join(struct sd_distinct *distinct, const struct sd_distinct *more, uint32_t *map,
                     struct splitdata_error *error);

void sd_distinct_free(struct sd_distinct *distinct);

/* The bytes of a code's value, valid until the next call that adds values. */
static inline const uint8_t *sd_distinct_bytes(const struct sd_distinct *distinct, uint32_t code)
{
    return distinct->bytes + distinct->value[code].offset;
}

#endif
