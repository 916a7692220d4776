/* SPDX-License-Identifier: MIT */
/*
 * The swaps that every framework's shuffle consists of. A shuffle visits the positions of an array
 * in one direction and swaps each with a target; frameworks differ in the direction and in how they
 * draw the targets. The targets of a window of positions are drawn first, then the swaps follow,
 * with the targets prefetched: the result is the same as one by one.
 */
#ifndef SD_RNG_SHUFFLE_H
#define SD_RNG_SHUFFLE_H

#include <stddef.h>
#include <stdint.h>

enum { SD_WINDOW = 2048 };

/* Draws the targets of `window` positions from `position` on, in the shuffle's direction, of an
 * array of `count` items. An item that stays has its own position as target. Up to SD_KERNEL_SLACK
 * more targets after the window may be overwritten. */
typedef void sd_draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                             uint64_t count);

/* Positions count - 1 down to 1. */
void sd_shuffle_down(sd_draw_targets *draw, void *generator, void *items, uint64_t count,
                     size_t item_size);

/* What the caller of a shuffle wants to know on the way, and how much of the order it needs. */
struct sd_shuffle_progress {
    /* Items from number `from` on are in their final places. It is called in the thread that
     * shuffles, every few thousand items at the most, each time with a smaller `from`. NULL: the
     * caller does not want to know. A shuffle that does not finish its items from the back never
     * calls it: the items are final when the shuffle returns. */
    void (*final)(void *context, uint64_t from);
    void *context;
    /* Only items from this one on must be in their final order; those before it may come in any
     * order, and the shuffle may stop there. 0: all items. */
    uint64_t enough;
};

/* The same; `progress` may be NULL. With an `enough` above 0 no target is drawn for the positions
 * before it. */
void sd_shuffle_down_followed(sd_draw_targets *draw, void *generator, void *items, uint64_t count,
                              size_t item_size, const struct sd_shuffle_progress *progress);

/* Positions 0 up to count - 1. */
void sd_shuffle_up(sd_draw_targets *draw, void *generator, void *items, uint64_t count,
                   size_t item_size);

/* The same up to position first - 1. */
void sd_shuffle_up_first(sd_draw_targets *draw, void *generator, void *items, uint64_t count,
                         size_t item_size, uint64_t first);

/* The same where drawing is slow and prefetches the targets itself. */
void sd_shuffle_down_fetched(sd_draw_targets *draw, void *generator, void *items, uint64_t count,
                             size_t item_size);
void sd_shuffle_up_fetched(sd_draw_targets *draw, void *generator, void *items, uint64_t count,
                           size_t item_size);

/* Prefetches item number `target`, as a draw does. */
struct sd_fetching {
    const void *items; /* may be NULL */
    size_t item_size;
};

static inline void sd_fetch(const struct sd_fetching *fetching, uint64_t target)
{
#if defined(__GNUC__)
    uintptr_t address = (uintptr_t)fetching->items + (size_t)target * fetching->item_size;
    __builtin_prefetch((const void *)address, 0, 2);
#else
    (void)fetching;
    (void)target;
#endif
}

/* Reverses the items. */
void sd_reverse(void *items, uint64_t count, size_t item_size);

/* items[i] = i. */
void sd_identity_u32(uint32_t *items, uint32_t count);
void sd_identity_u64(uint64_t *items, uint64_t count);

#endif
