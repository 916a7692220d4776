/* SPDX-License-Identifier: MIT */
#include "base/sort.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

/* One pass of a least-significant-digit radix sort; false when all items have the same digit. */
static bool sort_by_digit(const uint64_t *from, uint64_t *to, uint64_t count, unsigned shift)
{
    uint64_t starts[DIGITS] = {0};
    for (uint64_t i = 0; i < count; i++)
        starts[from[i] >> shift & (DIGITS - 1)]++;
    if (starts[from[0] >> shift & (DIGITS - 1)] == count)
        return false;
    uint64_t sum = 0;
    for (size_t digit = 0; digit < DIGITS; digit++) {
        uint64_t here = starts[digit];
        starts[digit] = sum;
        sum += here;
    }
    for (uint64_t i = 0; i < count; i++)
        to[starts[from[i] >> shift & (DIGITS - 1)]++] = from[i];
    return true;
}

void sd_sort_numbers(uint64_t *items, uint64_t *spare, uint64_t count, unsigned low)
{
    uint64_t *from = items, *to = spare;
    for (unsigned shift = low; shift < 64 && count != 0; shift += DIGIT_BITS) {
        if (!sort_by_digit(from, to, count, shift))
            continue;
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != items)
        memcpy(items, from, (size_t)count * sizeof *items);
}
