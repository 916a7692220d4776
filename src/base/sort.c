/* SPDX-License-Identifier: MIT */
#include "base/sort.h"

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

/* --- any items -------------------------------------------------------------------------------- */

struct merging {
    sd_compare *compare;
    size_t size;
};

/* Merges two neighbouring runs, of which either may be empty, to `to`. */
static void merge(const struct merging *merging, const uint8_t *left, const uint8_t *middle,
                  const uint8_t *end, uint8_t *to)
{
    size_t size = merging->size;
    const uint8_t *right = middle;
    for (; left < middle && right < end; to += size) {
        bool first = merging->compare(left, right) <= 0;
        memcpy(to, first ? left : right, size);
        left += first ? size : 0;
        right += first ? 0 : size;
    }
    memcpy(to, left, (size_t)(middle - left));
    memcpy(to + (middle - left), right, (size_t)(end - right));
}

static uint64_t lesser(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

bool sd_sort(void *items, uint64_t count, size_t size, sd_compare *compare,
             struct sd_memory *memory)
{
    const struct merging merging = {compare, size};
    uint8_t *spare = sd_memory_take(memory, count, size), *from = items, *to = spare;
    if (spare == NULL)
        return false;
    for (uint64_t run = 1; run < count; run *= 2) {
        for (uint64_t at = 0; at < count; at += 2 * run) {
            uint64_t middle = lesser(at + run, count), end = lesser(at + 2 * run, count);
            merge(&merging, from + at * size, from + middle * size, from + end * size,
                  to + at * size);
        }
        uint8_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != items)
        memcpy(items, from, (size_t)count * size);
    sd_memory_free(spare);
    return true;
}
