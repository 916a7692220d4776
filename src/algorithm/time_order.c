/* SPDX-License-Identifier: MIT */
/* The order by time: a stable radix sort by bytes that skips bytes equal in all keys. */
#include "algorithm/chronological.h"

struct stamped {
    uint64_t key;
    uint64_t row;
};

enum { DIGIT_BITS = 8, DIGITS = 1 << DIGIT_BITS };

static unsigned digit(uint64_t key, unsigned shift)
{
    return (unsigned)(key >> shift) & (DIGITS - 1);
}

static void sort_digit(const struct stamped *from, struct stamped *to, uint64_t rows,
                       unsigned shift)
{
    uint64_t next[DIGITS] = {0}, begin = 0;
    for (uint64_t i = 0; i < rows; i++)
        next[digit(from[i].key, shift)]++;
    for (unsigned d = 0; d < DIGITS; d++) {
        uint64_t count = next[d];
        next[d] = begin;
        begin += count;
    }
    for (uint64_t i = 0; i < rows; i++)
        to[next[digit(from[i].key, shift)]++] = from[i];
}

static bool rise(const uint64_t *keys, uint64_t rows)
{
    for (uint64_t i = 1; i < rows; i++) {
        if (keys[i] < keys[i - 1])
            return false;
    }
    return true;
}

static void sort(const uint64_t *keys, uint64_t rows, struct stamped *from, struct stamped *to,
                 uint64_t *order)
{
    uint64_t differ = 0;
    for (uint64_t i = 0; i < rows; i++) {
        from[i] = (struct stamped){keys[i], i};
        differ |= keys[i] ^ keys[0];
    }
    for (unsigned shift = 0; shift < 64; shift += DIGIT_BITS) {
        if (digit(differ, shift) == 0)
            continue;
        sort_digit(from, to, rows, shift);
        struct stamped *sorted = to;
        to = from;
        from = sorted;
    }
    for (uint64_t i = 0; i < rows; i++)
        order[i] = from[i].row;
}

int sd_time_order(const uint64_t *keys, uint64_t rows, uint64_t *order, struct sd_memory *memory,
                  struct splitdata_error *error)
{
    if (rise(keys, rows)) {
        for (uint64_t i = 0; i < rows; i++)
            order[i] = i;
        return SPLITDATA_OK;
    }
    struct stamped *from = sd_memory_take(memory, rows, sizeof *from);
    struct stamped *to = sd_memory_take(memory, rows, sizeof *to);
    int status = SPLITDATA_OK;
    if (from == NULL || to == NULL)
        status = sd_fail_memory(error, "the order in time");
    else
        sort(keys, rows, from, to, order);
    sd_memory_free(from);
    sd_memory_free(to);
    return status;
}
