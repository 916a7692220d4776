/* SPDX-License-Identifier: MIT */
/* Sorting many numbers. */
#ifndef SD_BASE_SORT_H
#define SD_BASE_SORT_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sorts items[0..count-1] by their bits from number `low` up, ascending; equal ones keep their
 * order. spare[0..count-1] is room to work in. A least-significant-digit radix sort: each digit of
 * 11 bits takes a pass, unless all items have the same. */
void sd_sort_numbers(uint64_t *items, uint64_t *spare, uint64_t count, unsigned low);

/* Sorts `count` items of `size` bytes as qsort() does, but stable, and with room to work in from
 * `memory`: qsort() of the C library may take as much from the heap, which no bound knows of. Runs
 * are merged from below. False: no memory, and the items are as they were. */
typedef int sd_compare(const void *left, const void *right);
bool sd_sort(void *items, uint64_t count, size_t size, sd_compare *compare,
             struct sd_memory *memory);

#endif
