/* SPDX-License-Identifier: MIT */
#include "rng/shuffle.h"

#include "rng/kernel.h"

#include <stdbool.h>
#include <string.h>

#if defined(__GNUC__)
#define SD_INLINE                static inline __attribute__((always_inline))
#define SD_FETCH_NEAR(address)   __builtin_prefetch((address), 1, 3)
#define SD_FETCH_MIDDLE(address) __builtin_prefetch((address), 0, 2)
#else
#define SD_INLINE                static inline
#define SD_FETCH_NEAR(address)   ((void)(address))
#define SD_FETCH_MIDDLE(address) ((void)(address))
#endif

/* Prefetch distances in swaps: first into the L2 cache, which can wait for more lines at a time
 * than the L1 cache, then into the L1 cache. */
enum { MIDDLE = 96, NEAR = 16 };

struct window {
    const uint64_t *targets;
    size_t length;
    uint64_t position; /* of targets[0] */
    int down;
    int fetched; /* already prefetched */
};

SD_INLINE void swap_items(unsigned char *a, unsigned char *b, size_t size)
{
    unsigned char kept[64];
    while (size > sizeof kept) {
        memcpy(kept, a, sizeof kept);
        memmove(a, b, sizeof kept);
        memcpy(b, kept, sizeof kept);
        a += sizeof kept;
        b += sizeof kept;
        size -= sizeof kept;
    }
    memcpy(kept, a, size);
    memmove(a, b, size); /* a may equal b */
    memcpy(b, kept, size);
}

/* Compiled once for each constant size. */
SD_INLINE void swap_window(unsigned char *items, const struct window *window, size_t size)
{
    const uint64_t *targets = window->targets;
    size_t length = window->length;
    unsigned char *item = items + (size_t)window->position * size;
    size_t first = window->fetched ? length : 0, ahead = window->fetched ? length : MIDDLE;
    for (size_t k = first; k < MIDDLE && k < length; k++)
        SD_FETCH_MIDDLE(items + (size_t)targets[k] * size);
    for (size_t k = 0; k < length; k++) {
        if (k + ahead < length)
            SD_FETCH_MIDDLE(items + (size_t)targets[k + ahead] * size);
        if (k + NEAR < length)
            SD_FETCH_NEAR(items + (size_t)targets[k + NEAR] * size);
        swap_items(item, items + (size_t)targets[k] * size, size);
        item = window->down ? item - size : item + size;
    }
}

static void apply(unsigned char *items, const struct window *window, size_t item_size)
{
    if (item_size == 4)
        swap_window(items, window, 4);
    else if (item_size == 8)
        swap_window(items, window, 8);
    else if (item_size == 16)
        swap_window(items, window, 16);
    else
        swap_window(items, window, item_size);
}

struct array {
    void *items;
    uint64_t count;
    size_t item_size;
};

static void shuffle_down(sd_draw_targets *draw, void *generator, const struct array *array,
                         int fetched, const struct sd_shuffle_progress *progress)
{
    const uint64_t count = array->count;
    const uint64_t enough = progress != NULL && progress->enough > 1 ? progress->enough : 1;
    const bool told = progress != NULL && progress->final != NULL;
    uint64_t targets[SD_WINDOW + SD_KERNEL_SLACK];
    for (uint64_t left = count > 0 ? count - 1 : 0; left >= enough;) {
        const uint64_t more = left - enough + 1;
        size_t length = more < SD_WINDOW ? (size_t)more : SD_WINDOW;
        draw(generator, targets, length, left, count);
        apply(array->items, &(struct window){targets, length, left, 1, fetched}, array->item_size);
        left -= length;
        if (told)
            progress->final(progress->context, left + 1);
    }
}

void sd_shuffle_down(sd_draw_targets *draw, void *generator, void *items, uint64_t count,
                     size_t item_size)
{
    shuffle_down(draw, generator, &(struct array){items, count, item_size}, 0, NULL);
}

void sd_shuffle_down_fetched(sd_draw_targets *draw, void *generator, void *items, uint64_t count,
                             size_t item_size)
{
    shuffle_down(draw, generator, &(struct array){items, count, item_size}, 1, NULL);
}

void sd_shuffle_down_followed(sd_draw_targets *draw, void *generator, void *items, uint64_t count,
                              size_t item_size, const struct sd_shuffle_progress *progress)
{
    shuffle_down(draw, generator, &(struct array){items, count, item_size}, 0, progress);
}

static void shuffle_up(sd_draw_targets *draw, void *generator, void *items, uint64_t count,
                       size_t item_size, int fetched, uint64_t first)
{
    uint64_t targets[SD_WINDOW + SD_KERNEL_SLACK];
    for (uint64_t position = 0; position < first;) {
        uint64_t left = first - position;
        size_t length = left < SD_WINDOW ? (size_t)left : SD_WINDOW;
        draw(generator, targets, length, position, count);
        apply(items, &(struct window){targets, length, position, 0, fetched}, item_size);
        position += length;
    }
}

void sd_shuffle_up(sd_draw_targets *draw, void *generator, void *items, uint64_t count,
                   size_t item_size)
{
    shuffle_up(draw, generator, items, count, item_size, 0, count);
}

void sd_shuffle_up_fetched(sd_draw_targets *draw, void *generator, void *items, uint64_t count,
                           size_t item_size)
{
    shuffle_up(draw, generator, items, count, item_size, 1, count);
}

void sd_shuffle_up_first(sd_draw_targets *draw, void *generator, void *items, uint64_t count,
                         size_t item_size, uint64_t first)
{
    shuffle_up(draw, generator, items, count, item_size, 0, first);
}

SD_INLINE void reverse_items(unsigned char *low, uint64_t count, size_t size)
{
    unsigned char *high = low + (size_t)(count - 1) * size;
    for (; low < high; low += size, high -= size)
        swap_items(low, high, size);
}

void sd_reverse(void *items, uint64_t count, size_t item_size)
{
    if (count == 0)
        return;
    if (item_size == 4)
        reverse_items(items, count, 4);
    else if (item_size == 8)
        reverse_items(items, count, 8);
    else
        reverse_items(items, count, item_size);
}

void sd_identity_u32(uint32_t *items, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        items[i] = i;
}

void sd_identity_u64(uint64_t *items, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++)
        items[i] = i;
}
