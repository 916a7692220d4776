/* SPDX-License-Identifier: MIT */
/*
 * An array of one item a record, which threads fill while nobody knows yet how many there will be.
 * It is in private memory (base/memory.h), or, unless it may lie in a file, given up.
 *
 * Life: zeroed but for what is said below, sd_concurrent_array_begin; by any thread,
 * sd_concurrent_array_place and, when the items are there, sd_concurrent_array_filled; use;
 * sd_concurrent_array_end.
 */
#ifndef SD_BASE_CONCURRENT_ARRAY_H
#define SD_BASE_CONCURRENT_ARRAY_H

#include "base/memory.h"

#include <pthread.h>

struct sd_concurrent_array {
    struct sd_memory *memory; /* to be set */
    size_t item_size;         /* to be set */
    uint64_t held;            /* to be set: bytes of private memory that are left to others, */
    uint64_t beside;          /* and so many more for each item */
    bool files;               /* to be set: it may lie in a temporary file */
    void *items;              /* NULL: there are none yet, or it was given up */
    uint64_t capacity;
    bool begun, given_up;
    int reason;           /* errno when it was given up */
    pthread_mutex_t lock; /* of all but what is in the items */
    pthread_cond_t filled;
    unsigned filling; /* threads that fill places now: the array must not be moved */
};

/* With room for `capacity` items, which may be 0. False: there is not so much memory. */
bool sd_concurrent_array_begin(struct sd_concurrent_array *array, uint64_t capacity);

/* Where items first..first+count-1, at least one, are to be put, with room made if there is none
 * yet: for `expected` items, if memory allows it. NULL and errno: it was given up. */
void *sd_concurrent_array_place(struct sd_concurrent_array *array, uint64_t first, uint64_t count,
                                uint64_t expected);

/* They are there. */
void sd_concurrent_array_filled(struct sd_concurrent_array *array);

/* Gives back what is behind `count` items. False: it was given up. */
bool sd_concurrent_array_trim(struct sd_concurrent_array *array, uint64_t count);

/* The items, which are the caller's from now on; NULL: there are none. */
void *sd_concurrent_array_take(struct sd_concurrent_array *array);

void sd_concurrent_array_end(struct sd_concurrent_array *array);

#endif
