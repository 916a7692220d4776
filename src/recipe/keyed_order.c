/* SPDX-License-Identifier: MIT */
/*
 * A radix sort from the first digit. Rows go to buckets by the first bits of their keys; each
 * bucket, which a cache holds by then, is sorted by as many further bits as it has rows, and the
 * few rows that agree in these, too, by insertion. Keys are drawn twice, since that is cheaper than
 * to keep them.
 */
#include "recipe/keyed_order.h"

#include "base/inline.h"
#include "rng/philox4x32.h"

#include <string.h>

/* Of the first digit: as many buckets as a core can write to at once without missing its caches. */
enum { FIRST_BITS = 10, FIRST = 1 << FIRST_BITS };

enum { LARGEST_ITEM = 16, AT_ONCE = 256 };

/* Rows in some order: two arrays of the same length. */
struct rows {
    uint64_t *key;
    unsigned char *item;
};

struct sorter {
    uint64_t seed, count;
    struct rows bucket; /* working space: the rows of one bucket, sorted by the second digit */
    uint64_t *begin;    /* of the second digit's buckets */
    struct rows rows;   /* all of them, bucket after bucket */
    uint64_t first[FIRST + 1];
};

/* The keys of the next rows, from `row` on; returns their number. */
static size_t draw(const struct sorter *sorter, uint64_t row, uint64_t keys[AT_ONCE])
{
    const uint64_t left = sorter->count - row;
    const size_t count = left < AT_ONCE ? (size_t)left : AT_ONCE;
    sd_philox4x32_first64(sorter->seed, row, count, keys);
    return count;
}

static void count_first(struct sorter *sorter)
{
    uint64_t keys[AT_ONCE];
    for (uint64_t row = 0; row < sorter->count; row += AT_ONCE) {
        const size_t drawn = draw(sorter, row, keys);
        for (size_t i = 0; i < drawn; i++)
            sorter->first[(keys[i] >> (64 - FIRST_BITS)) + 1]++;
    }
    for (size_t b = 0; b < FIRST; b++)
        sorter->first[b + 1] += sorter->first[b];
}

SD_ALWAYS_INLINE void put(struct rows *rows, uint64_t place, uint64_t key, const void *item,
                          size_t size)
{
    rows->key[place] = key;
    memcpy(rows->item + place * size, item, size);
}

SD_ALWAYS_INLINE void fill_first(struct sorter *sorter, const unsigned char *items, size_t size)
{
    uint64_t next[FIRST], keys[AT_ONCE];
    memcpy(next, sorter->first, sizeof next);
    for (uint64_t row = 0; row < sorter->count; row += AT_ONCE) {
        const size_t drawn = draw(sorter, row, keys);
        for (size_t i = 0; i < drawn; i++)
            put(&sorter->rows, next[keys[i] >> (64 - FIRST_BITS)]++, keys[i],
                items + (row + i) * size, size);
    }
}

/* Nearly in order: sorts the rows by insertion. */
SD_ALWAYS_INLINE void insert(struct rows *rows, uint64_t count, size_t size)
{
    unsigned char item[LARGEST_ITEM];
    for (uint64_t i = 1; i < count; i++) {
        const uint64_t key = rows->key[i];
        uint64_t place = i;
        if (rows->key[i - 1] <= key)
            continue;
        memcpy(item, rows->item + i * size, size);
        for (; place > 0 && rows->key[place - 1] > key; place--)
            put(rows, place, rows->key[place - 1], rows->item + (place - 1) * size, size);
        put(rows, place, key, item, size);
    }
}

/* Sorts the bucket of rows from..to-1 and writes its items to `out`. */
SD_ALWAYS_INLINE void sort_bucket(struct sorter *sorter, uint64_t from, uint64_t to, unsigned bits,
                                  unsigned char *out, size_t size)
{
    const uint64_t *key = sorter->rows.key;
    const unsigned shift = 64 - FIRST_BITS - bits;
    const uint64_t mask = (UINT64_C(1) << bits) - 1;
    uint64_t *begin = sorter->begin, sum = 0;
    memset(begin, 0, ((size_t)mask + 1) * sizeof *begin);
    for (uint64_t i = from; i < to; i++)
        begin[key[i] >> shift & mask]++;
    for (uint64_t b = 0; b <= mask; b++) {
        const uint64_t rows = begin[b];
        begin[b] = sum;
        sum += rows;
    }
    for (uint64_t i = from; i < to; i++)
        put(&sorter->bucket, begin[key[i] >> shift & mask]++, key[i], sorter->rows.item + i * size,
            size);
    insert(&sorter->bucket, to - from, size);
    memcpy(out, sorter->bucket.item, (to - from) * size);
}

/* The second digit has bits for about as many values as a bucket has rows. */
static unsigned second_bits(uint64_t count)
{
    unsigned bits = 1;
    while (bits < 24 && count >> FIRST_BITS >> bits != 0)
        bits++;
    return bits;
}

SD_ALWAYS_INLINE void sort(struct sorter *sorter, unsigned char *items, unsigned bits, size_t size)
{
    fill_first(sorter, items, size);
    for (size_t b = 0; b < FIRST; b++)
        sort_bucket(sorter, sorter->first[b], sorter->first[b + 1], bits,
                    items + sorter->first[b] * size, size);
}

/* The rows of the largest bucket. */
static uint64_t largest(const struct sorter *sorter)
{
    uint64_t rows = 0;
    for (size_t b = 0; b < FIRST; b++)
        if (sorter->first[b + 1] - sorter->first[b] > rows)
            rows = sorter->first[b + 1] - sorter->first[b];
    return rows;
}

static bool take(struct rows *rows, uint64_t count, size_t size, struct sd_memory *memory)
{
    rows->key = sd_memory_take(memory, count, sizeof *rows->key);
    rows->item = sd_memory_take(memory, count, size);
    return rows->key != NULL && rows->item != NULL;
}

static void leave(struct rows *rows)
{
    sd_memory_free(rows->item);
    sd_memory_free(rows->key);
}

bool sd_order_by_row_key(void *items, uint64_t count, size_t size, uint64_t seed,
                         struct sd_memory *memory)
{
    struct sorter sorter = {.seed = seed, .count = count};
    const unsigned bits = second_bits(count);
    count_first(&sorter);
    sorter.begin = sd_memory_take(memory, UINT64_C(1) << bits, sizeof *sorter.begin);
    const bool taken = sorter.begin != NULL &&
                       take(&sorter.bucket, largest(&sorter), size, memory) &&
                       take(&sorter.rows, count, size, memory);
    if (taken && size == sizeof(uint32_t))
        sort(&sorter, items, bits, sizeof(uint32_t));
    else if (taken && size == sizeof(uint64_t))
        sort(&sorter, items, bits, sizeof(uint64_t));
    else if (taken)
        sort(&sorter, items, bits, size);
    leave(&sorter.rows);
    leave(&sorter.bucket);
    sd_memory_free(sorter.begin);
    return taken;
}
