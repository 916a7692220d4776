/* SPDX-License-Identifier: MIT */
#include "base/sort.h"

#include <string.h>

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, FEW = 64 };

/* Above so many items they are first divided by their highest digit, into runs that the processor's
 * cache holds. */
#define LARGE (UINT64_C(1) << 21)

/* By insertion: so few that counting their digits would take longer. */
static void sort_few(uint64_t *items, uint64_t count, unsigned low)
{
    for (uint64_t i = 1; i < count; i++) {
        const uint64_t item = items[i];
        uint64_t to = i;
        for (; to > 0 && items[to - 1] >> low > item >> low; to--)
            items[to] = items[to - 1];
        items[to] = item;
    }
}

/* starts[d] becomes the number of items whose digit is below d; false when all have the same. */
static bool count_digits(const uint64_t *items, uint64_t count, unsigned shift,
                         uint64_t starts[DIGITS])
{
    memset(starts, 0, DIGITS * sizeof *starts);
    for (uint64_t i = 0; i < count; i++)
        starts[items[i] >> shift & (DIGITS - 1)]++;
    if (starts[items[0] >> shift & (DIGITS - 1)] == count)
        return false;
    uint64_t sum = 0;
    for (size_t digit = 0; digit < DIGITS; digit++) {
        uint64_t here = starts[digit];
        starts[digit] = sum;
        sum += here;
    }
    return true;
}

/* Moves each item to the place of its digit; starts[d] becomes the end of that digit's items. */
static void spread(const uint64_t *from, uint64_t *to, uint64_t count, unsigned shift,
                   uint64_t starts[DIGITS])
{
    for (uint64_t i = 0; i < count; i++)
        to[starts[from[i] >> shift & (DIGITS - 1)]++] = from[i];
}

/* Sorts `from` by its bits from `low` up to `high`; the result is in `result`, which is `from` or
 * `spare`. */
static void sort_bits(uint64_t *from, uint64_t *spare, uint64_t count, unsigned low, unsigned high,
                      uint64_t *result)
{
    uint64_t starts[DIGITS], *to = spare;
    for (unsigned shift = low; shift < high && count > 1; shift += DIGIT_BITS) {
        if (!count_digits(from, count, shift, starts))
            continue;
        spread(from, to, count, shift, starts);
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != result)
        memcpy(result, from, (size_t)count * sizeof *from);
}

void sd_sort_numbers(uint64_t *items, uint64_t *spare, uint64_t count, unsigned low)
{
    const unsigned highest = 64 - DIGIT_BITS;
    uint64_t ends[DIGITS];
    if (count <= FEW) {
        sort_few(items, count, low);
        return;
    }
    if (count < LARGE || low > highest || !count_digits(items, count, highest, ends)) {
        sort_bits(items, spare, count, low, 64, items);
        return;
    }
    spread(items, spare, count, highest, ends);
    for (uint64_t digit = 0, begin = 0; digit < DIGITS; begin = ends[digit++])
        sort_bits(spare + begin, items + begin, ends[digit] - begin, low, highest, items + begin);
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
