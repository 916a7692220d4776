/* SPDX-License-Identifier: MIT */
/*
 * The two loops that a form needs, around a function that says which pieces of memory an item
 * consists of. They are inlined into each form together with that function. A form that can copy
 * most items in a simpler way adds a third function.
 */
#ifndef SD_OUT_FORM_H
#define SD_OUT_FORM_H

#include "base/inline.h"
#include "out/content.h"

#include <string.h>

enum { SD_SCRATCH = 32 };

struct sd_piece {
    const uint8_t *bytes;
    size_t length;
    uint8_t scratch[SD_SCRATCH]; /* for bytes that are nowhere else in memory */
};

/* Sets *piece to piece number `p` of item `k`; false: the item has no more. */
typedef bool sd_item_piece(const struct sd_content *content, uint64_t k, size_t p,
                           struct sd_piece *piece);
typedef uint64_t sd_item_length(const struct sd_content *content, uint64_t k);

/* Copies whole items from item `k` on to `out`, as long as they are simple and end within `size`
 * bytes; returns their number and adds their bytes to *used. Copying none is always correct. NULL:
 * no such function. */
typedef uint64_t sd_item_run(const struct sd_content *content, uint64_t k, uint8_t *out,
                             size_t size, size_t *used);

SD_ALWAYS_INLINE uint64_t sd_measure(const struct sd_content *content, uint64_t from, uint64_t to,
                                     sd_item_length *length_of)
{
    uint64_t bytes = 0;
    for (uint64_t k = from; k < to; k++)
        bytes += length_of(content, k);
    return bytes;
}

/* How many items ahead records in random order are prefetched: far enough to hide a cache miss of
 * about 100 ns. They are prefetched into the second-level cache, which can wait for three times as
 * many lines at a time as the first. */
enum { SD_RECORDS_AHEAD = 64 };

/* Prefetches the cache lines of a record; of a long one only the first, for the processor detects
 * by itself that the lines follow each other. */
SD_ALWAYS_INLINE void sd_ask_for_record(const uint8_t *record, uint64_t length)
{
    enum { LINE = 64 };
    __builtin_prefetch(record, 0, 2);
    if (length > LINE)
        __builtin_prefetch(record + LINE, 0, 2);
    if (length > 2 * LINE)
        __builtin_prefetch(record + 2 * LINE, 0, 2);
    __builtin_prefetch(record + length - 1, 0, 2);
}

/* Copies a short piece without touching bytes outside it: the last bytes are copied together with
 * some that were copied already. */
static inline void sd_copy(uint8_t *to, const uint8_t *from, size_t length)
{
    enum { STEP = 32 };
    if (length > 512 || length < 4) {
        memcpy(to, from, length);
    } else if (length >= STEP) {
        for (size_t i = 0; i < length - STEP; i += STEP)
            memcpy(to + i, from + i, STEP);
        memcpy(to + length - STEP, from + length - STEP, STEP);
    } else if (length >= STEP / 2) {
        memcpy(to, from, STEP / 2);
        memcpy(to + length - STEP / 2, from + length - STEP / 2, STEP / 2);
    } else if (length >= STEP / 4) {
        memcpy(to, from, STEP / 4);
        memcpy(to + length - STEP / 4, from + length - STEP / 4, STEP / 4);
    } else {
        memcpy(to, from, STEP / 8);
        memcpy(to + length - STEP / 8, from + length - STEP / 8, STEP / 8);
    }
}

SD_ALWAYS_INLINE size_t sd_fill(const struct sd_content *content, const struct sd_layout *layout,
                                size_t block, uint8_t *out, sd_item_piece *piece_of,
                                sd_item_run *run)
{
    size_t size = sd_block_size(layout, block);
    uint64_t item = layout->starts[block].item;
    uint64_t skip = layout->starts[block].skip;
    size_t used = 0;
    struct sd_piece piece;
    if (item == 0) {
        size_t length = content->prologue_length - (size_t)skip;
        used = length < size ? length : size;
        memcpy(out, content->prologue + skip, used);
        item++;
        skip = 0;
    }
    for (uint64_t k = item - 1; used < size; k++) {
        if (skip == 0 && run != NULL)
            k += run(content, k, out, size, &used);
        for (size_t p = 0; used < size && piece_of(content, k, p, &piece); p++) {
            if (skip >= piece.length) {
                skip -= piece.length;
                continue;
            }
            const uint8_t *bytes = piece.bytes + skip;
            size_t length = piece.length - (size_t)skip;
            skip = 0;
            if (length > size - used)
                length = size - used;
            memcpy(out + used, bytes, length);
            used += length;
        }
    }
    return size;
}

#endif
