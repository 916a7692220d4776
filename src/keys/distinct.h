/* SPDX-License-Identifier: MIT */
/*
 * The distinct values of a column, numbered as they appear: a hash table of byte strings.
 *
 * Nothing is allocated for a value that was seen before. Memory: the bytes of the distinct values,
 * and 40 to 56 bytes for each.
 *
 * Life: zeroed, sd_distinct_begin, any number of sd_distinct_add, sd_distinct_free.
 */
#ifndef SD_KEYS_DISTINCT_H
#define SD_KEYS_DISTINCT_H

#include "base/error.h"
#include "base/memory.h"

#include <stddef.h>
#include <stdint.h>

/* The most values that can be told apart; codes are below it. */
#define SD_DISTINCT_LIMIT (UINT32_MAX - 1)

struct sd_distinct_value {
    size_t offset; /* of its bytes in the arena */
    size_t length;
    uint64_t rows;  /* how often it was added */
    uint64_t first; /* the row of its first appearance, from 0 */
};

struct sd_distinct {
    uint8_t *bytes; /* the arena */
    size_t length, capacity;
    struct sd_distinct_value *value; /* of each code */
    uint32_t count;
    size_t value_capacity;
    uint64_t *slot; /* 0: free; else half of the hash, and the code plus one */
    size_t slots;   /* a power of two */
    uint64_t rows;  /* added in all */
    struct sd_memory *memory;
};

/* `memory` is where all of it lives; see base/memory.h. */
void sd_distinct_begin(struct sd_distinct *distinct, struct sd_memory *memory);

/* The code of the next row's value. SPLITDATA_SYSTEM: no memory. */
int sd_distinct_add(struct sd_distinct *distinct, const void *bytes, size_t length, uint32_t *code,
                    struct splitdata_error *error);

void sd_distinct_free(struct sd_distinct *distinct);

/* The bytes of a code's value, good until the next one is added. */
static inline const uint8_t *sd_distinct_bytes(const struct sd_distinct *distinct, uint32_t code)
{
    return distinct->bytes + distinct->value[code].offset;
}

#endif
