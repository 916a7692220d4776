/* SPDX-License-Identifier: MIT */
/*
 * An array of one item per record, filled by several threads while the number of records is not yet
 * known. If the estimate was low, the array is grown, under a lock that waits for the threads that
 * are filling it. It lies in private memory (base/memory.h); if that does not suffice, in a
 * temporary file if `files` is set, else the array is given up.
 *
 * Life: zeroed but for the members marked "set"; sd_concurrent_array_begin; by any thread,
 * sd_concurrent_array_place and, when the items are written, sd_concurrent_array_filled; use;
 * sd_concurrent_array_end.
 */
#ifndef SD_BASE_CONCURRENT_ARRAY_H
#define SD_BASE_CONCURRENT_ARRAY_H

#include "base/memory.h"

#include <pthread.h>

struct sd_concurrent_array {
    struct sd_memory *memory; /* set */
    size_t item_size;         /* set */
    uint64_t held;            /* set: bytes of private memory that are left to others, */
    uint64_t beside;          /* set: and so many more bytes for each item */
    bool files;               /* set: it may lie in a temporary file */
    void *items;              /* NULL: none yet, or given up */
    uint64_t capacity;
    bool begun, given_up;
    int reason;           /* errno when it was given up */
    pthread_mutex_t lock; /* of all members, not of the items' contents */
    pthread_cond_t filled;
    unsigned filling; /* threads between _place and _filled: the array must not be moved */
};

/* Allocates room for `capacity` items, which may be 0. False: no memory. */
bool sd_concurrent_array_begin(struct sd_concurrent_array *array, uint64_t capacity);

/* Returns the address for items first..first+count-1, at least one. If the array is too short it is
 * grown: to `expected` items if memory allows, else to those that are needed. NULL and errno: it
 * was given up. */
void *sd_concurrent_array_place(struct sd_concurrent_array *array, uint64_t first, uint64_t count,
                                uint64_t expected);

/* The items that the last sd_concurrent_array_place was for are written. */
void sd_concurrent_array_filled(struct sd_concurrent_array *array);

/* Frees the room after `count` items. False: it was given up. */
bool sd_concurrent_array_trim(struct sd_concurrent_array *array, uint64_t count);

/* Returns the items, which the caller frees; NULL: there are none. */
void *sd_concurrent_array_take(struct sd_concurrent_array *array);

void sd_concurrent_array_end(struct sd_concurrent_array *array);

#endif
