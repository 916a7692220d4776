/* SPDX-License-Identifier: MIT */
/* Sorting many numbers. */
#ifndef SD_BASE_SORT_H
#define SD_BASE_SORT_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sorts items[0..count-1] by their bits from bit `low` up, ascending and stable. spare[0..count-1]
 * is working space. A least-significant-digit radix sort: one pass for each digit of 11 bits,
 * unless all items have the same digit. */
void sd_sort_numbers(uint64_t *items, uint64_t *spare, uint64_t count, unsigned low);

/* Sorts `count` items of `size` bytes as qsort() does, but stable, with working space from
 * `memory`: the C library's qsort() may take as much from the heap, where no bound applies. A
 * bottom-up merge sort. False: no memory, and the items are unchanged. */
typedef int sd_compare(const void *left, const void *right);
bool sd_sort(void *items, uint64_t count, size_t size, sd_compare *compare,
             struct sd_memory *memory);

#endif
