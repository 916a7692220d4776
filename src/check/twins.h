/* SPDX-License-Identifier: MIT */
/*
 * The records of all parts but train, by value, and what of train is equal to them.
 *
 * First all records of the parts are put in, by one thread; then threads look up the records of
 * train. A value has a key and a full key, which also has the label; without labels both are equal.
 */
#ifndef SD_CHECK_TWINS_H
#define SD_CHECK_TWINS_H

#include "base/memory.h"

/* 128 bits of a value without its label, `key` and `more`, by which no two of any table are taken
 * for one; 64 bits with the label. */
struct sd_value {
    uint64_t key, more, full;
};

struct sd_twin {
    struct sd_value value;
    uint64_t row;          /* the first of the part, from 0 */
    atomic_ullong first;   /* the lowest offset of an equal record in train; UINT64_MAX: none */
    atomic_ullong differs; /* the same with another label */
    uint32_t part;
    uint32_t count; /* records of the part */
    atomic_uint train, train_differs;
};

struct sd_twins {
    struct sd_memory *memory;
    struct sd_twin *twin; /* by first appearance */
    uint32_t count;
    uint64_t capacity;
    uint64_t *slot; /* a table by key: its upper half, and the number of the twin plus 1 */
    uint64_t slots; /* a power of two */
};

/* Whether record `row` of `part` has the bytes that `context` is about; hashes alone do not say
 * so. NULL in its place: 128 bits do. */
typedef bool sd_is_equal(const void *context, uint32_t part, uint64_t row);

/* Puts in row number `row` of a part. False: no memory, or too many values. */
bool sd_twins_add(struct sd_twins *twins, uint32_t part, uint64_t row, const struct sd_value *value,
                  sd_is_equal *equal, const void *context);

/* Looks up a record of train at `offset`; returns whether a part has its key. */
bool sd_twins_find(struct sd_twins *twins, uint64_t offset, const struct sd_value *value,
                   sd_is_equal *equal, const void *context);

/* Whether train has a record with the key of this one of a part, which was put in. */
bool sd_twins_known(const struct sd_twins *twins, uint32_t part, const struct sd_value *value,
                    sd_is_equal *equal, const void *context);

/* By key, then label: below 0, 0 or above 0. */
int sd_value_compare(const struct sd_value *a, const struct sd_value *b);

static inline bool sd_same_key(const struct sd_value *a, const struct sd_value *b)
{
    return a->key == b->key && a->more == b->more;
}

/* Sorts the twins by part, key and full key; nothing can be added or found then. */
bool sd_twins_close(struct sd_twins *twins);

void sd_twins_free(struct sd_twins *twins);

#endif
