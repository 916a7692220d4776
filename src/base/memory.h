/* SPDX-License-Identifier: MIT */
/*
 * Memory for the arrays that grow with the input: private memory up to a bound, beyond it temporary
 * files that are mapped. The kernel may write such pages out, so a computation goes on unchanged,
 * only slower.
 *
 * An array is freed by sd_memory_free alone, whichever kind of memory it has. A NULL `memory` is
 * the heap without a bound. Arrays of less than 64 KiB come from the heap and are not counted. All
 * functions may be called by several threads at once.
 */
#ifndef SD_BASE_MEMORY_H
#define SD_BASE_MEMORY_H

#include "base/error.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sd_memory {
    uint64_t bound;          /* bytes of private memory for all arrays together */
    const char *directory;   /* for temporary files; borrowed */
    bool spill;              /* use files alone, even for small arrays: for tests */
    bool short_of_cache;     /* the system cannot keep the input in its cache: see base/cache.h */
    struct sd_memory *whole; /* this is a part of it: counted there, too; NULL: it is no part */
    atomic_ullong used;      /* bytes of private memory, so far */
};

/* Begins a part of `whole` with a bound of its own, which is exceeded only where temporary files
 * fail.
 */
void sd_memory_begin_part(struct sd_memory *part, struct sd_memory *whole, uint64_t bound);

/* Where temporary files may be made: in `asked`, which must be a directory, needed or not, or,
 * where that is NULL, in `usual`. */
int sd_memory_find_directory(struct sd_memory *memory, const char *asked, const char *usual,
                             struct splitdata_error *error);

/* A new array of `count` items of `size` bytes, all zero. NULL and errno: neither memory nor disk
 * has room for it. */
void *sd_memory_take(struct sd_memory *memory, uint64_t count, size_t size);

/* The same array, possibly moved, with room for `count` items of `size` bytes. New items are not
 * initialised. A NULL array is a new one. On failure NULL and errno, and the old array stays
 * valid. */
void *sd_memory_resize(struct sd_memory *memory, void *array, uint64_t count, size_t size);

/* Whether an array lies in a file, so that using it in random order may be slow. */
bool sd_memory_is_file(const void *array);

void sd_memory_free(void *array);

/* Bytes of private memory that arrays may still take. */
uint64_t sd_memory_left(const struct sd_memory *memory);

#endif
