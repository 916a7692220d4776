/* SPDX-License-Identifier: MIT */
/* Sorting many numbers. */
#ifndef SD_BASE_SORT_H
#define SD_BASE_SORT_H

#include <stdint.h>

/* Sorts items[0..count-1] by their bits from number `low` up, ascending; equal ones keep their
 * order. spare[0..count-1] is room to work in. A least-significant-digit radix sort: each digit of
 * 11 bits takes a pass, unless all items have the same. */
void sd_sort_numbers(uint64_t *items, uint64_t *spare, uint64_t count, unsigned low);

#endif
