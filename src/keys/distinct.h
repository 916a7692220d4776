/* SPDX-License-Identifier: MIT */
/*
 * The distinct values of a column, numbered as they appear: a hash table of byte strings.
 *
 * Values come in batches, so that memory is asked for all of them before the first is looked up.
 * Nothing is allocated for a value that was seen before. Memory: the bytes of the distinct values,
 * and 55 to 96 bytes for each.
 *
 * Life: zeroed, sd_distinct_begin, any number of sd_distinct_add and sd_distinct_join,
 * sd_distinct_free.
 */
#ifndef SD_KEYS_DISTINCT_H
#define SD_KEYS_DISTINCT_H

#include "base/error.h"
#include "base/memory.h"

#include <stddef.h>
#include <stdint.h>

/* The most values that can be told apart; codes are below it. */
#define SD_DISTINCT_LIMIT (UINT32_MAX - 1)

/* The most values of a batch: as many as a processor can wait for at once, and some more. */
#define SD_DISTINCT_BATCH 32

/* A value, borrowed. */
struct sd_key_field {
    const char *bytes;
    size_t length;
};

struct sd_distinct_value {
    size_t offset; /* of its bytes in the arena */
    size_t length;
    uint64_t rows;  /* how often it came, as far as sd_distinct_count was told */
    uint64_t first; /* the row of its first appearance, from 0 */
};

struct sd_distinct {
    uint8_t *bytes; /* the arena */
    size_t length, capacity;
    struct sd_distinct_value *value; /* of each code */
    uint32_t count;
    size_t value_capacity;
    struct sd_distinct_slot *slot;
    size_t slots;  /* a power of two */
    uint64_t rows; /* added in all */
    struct sd_memory *memory;
};

/* `memory` is where all of it lives; see base/memory.h. */
void sd_distinct_begin(struct sd_distinct *distinct, struct sd_memory *memory);

/* codes[0..count-1] of the next rows' values; count is at most SD_DISTINCT_BATCH. SPLITDATA_SYSTEM:
 * no memory. */
int sd_distinct_add(struct sd_distinct *distinct, const struct sd_key_field *values, size_t count,
                    uint32_t *codes, struct splitdata_error *error);

/* Adds codes[0..rows-1], which are those of all rows, to the values' numbers of rows. */
void sd_distinct_count(struct sd_distinct *distinct, const uint32_t *codes, uint64_t rows);

/* Adds the rows of `more`, as rows behind all others; map[c] is the code here of its value c. */
int sd_distinct_join(struct sd_distinct *distinct, const struct sd_distinct *more, uint32_t *map,
                     struct splitdata_error *error);

void sd_distinct_free(struct sd_distinct *distinct);

/* The bytes of a code's value, good until the next ones are added. */
static inline const uint8_t *sd_distinct_bytes(const struct sd_distinct *distinct, uint32_t code)
{
    return distinct->bytes + distinct->value[code].offset;
}

#endif
