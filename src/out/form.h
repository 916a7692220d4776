/* SPDX-License-Identifier: MIT */
/*
 * The two loops that every form needs, over a function that says which pieces of memory an item
 * consists of. They are inlined into each form together with that function. A form that can copy
 * most items in a simpler way has a third one.
 */
#ifndef SD_OUT_FORM_H
#define SD_OUT_FORM_H

#include "out/content.h"

#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__)
#define SD_ALWAYS_INLINE static inline __attribute__((always_inline))
#else
#define SD_ALWAYS_INLINE static inline
#endif

enum { SD_SCRATCH = 32 };

struct sd_piece {
    const uint8_t *bytes;
    size_t length;
    uint8_t scratch[SD_SCRATCH]; /* for bytes that stand nowhere else */
};

/* Fills *piece with piece number `p` of item `k`; false: the item has no more. */
typedef bool sd_item_piece(const struct sd_content *content, uint64_t k, size_t p,
                           struct sd_piece *piece);
typedef uint64_t sd_item_length(const struct sd_content *content, uint64_t k);

/* Copies whole items from item `k` on to `out`, as many as are simple and end within `size` bytes;
 * returns how many and adds their bytes to *used. None at all is always right; NULL stands for a
 * function that never copies any. */
typedef uint64_t sd_item_run(const struct sd_content *content, uint64_t k, uint8_t *out,
                             size_t size, size_t *used);

static inline bool sd_layout_push(struct sd_layout *layout, size_t *capacity, uint64_t item,
                                  uint64_t skip)
{
    if (layout->blocks == *capacity) {
        size_t more = *capacity + *capacity / 2 + 16;
        struct sd_block_start *starts = realloc(layout->starts, more * sizeof *starts);
        if (starts == NULL)
            return false;
        layout->starts = starts;
        *capacity = more;
    }
    layout->starts[layout->blocks++] = (struct sd_block_start){item, skip};
    return true;
}

SD_ALWAYS_INLINE bool sd_lay_out(const struct sd_content *content, struct sd_layout *layout,
                                 sd_item_length *length_of)
{
    *layout = (struct sd_layout){0};
    size_t capacity = 0;
    uint64_t next = 0; /* where the next block starts */
    for (uint64_t item = 0; item <= content->count; item++) {
        uint64_t length = item == 0 ? content->prologue_length : length_of(content, item - 1);
        for (; next < layout->size + length; next += SD_BLOCK) {
            if (!sd_layout_push(layout, &capacity, item, next - layout->size))
                return false;
        }
        layout->size += length;
    }
    return true;
}

/* How many bytes sd_copy may read and write behind what it copies: a block has the slack. */
enum { SD_STEP = 32 };

/* Copies a short piece by steps, if the caller knows that the bytes behind it may be read. */
static inline void sd_copy(uint8_t *to, const uint8_t *from, size_t length, bool readable)
{
    if (!readable || length > 512) {
        memcpy(to, from, length);
        return;
    }
    for (size_t i = 0; i < length; i += SD_STEP)
        memcpy(to + i, from + i, SD_STEP);
}

SD_ALWAYS_INLINE size_t sd_fill(const struct sd_content *content, const struct sd_layout *layout,
                                size_t block, uint8_t *out, sd_item_piece *piece_of,
                                sd_item_run *run)
{
    uint64_t left_in_stream = layout->size - (uint64_t)block * SD_BLOCK;
    size_t size = left_in_stream < SD_BLOCK ? (size_t)left_in_stream : SD_BLOCK;
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
