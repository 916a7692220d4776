/* SPDX-License-Identifier: MIT */
#include "base/concurrent_array.h"

#include <errno.h>

/* How many items there may be without making anything else use files. */
static uint64_t most_items(const struct sd_growing *growing)
{
    if (growing->files)
        return UINT64_MAX;
    uint64_t left = sd_memory_left(growing->memory) + growing->capacity * growing->item_size;
    return left > growing->held ? (left - growing->held) / (growing->item_size + growing->beside)
                                : 0;
}

static void give_up(struct sd_growing *growing)
{
    growing->reason = errno;
    sd_memory_free(growing->items);
    growing->items = NULL;
    growing->capacity = 0;
    growing->given_up = true;
}

/* Moves the items, if there are some, to where there is room for so many. False: there is not. */
static bool resize(struct sd_growing *growing, uint64_t capacity)
{
    void *items =
        capacity <= most_items(growing)
            ? sd_memory_resize(growing->memory, growing->items, capacity, growing->item_size)
            : NULL;
    if (items == NULL)
        return false;
    growing->items = items;
    growing->capacity = capacity;
    return growing->files || !sd_memory_is_file(items);
}

bool sd_growing_begin(struct sd_growing *growing, uint64_t capacity)
{
    if (capacity != 0 && !resize(growing, capacity)) {
        give_up(growing);
        return false;
    }
    growing->begun = true;
    pthread_mutex_init(&growing->lock, NULL);
    pthread_cond_init(&growing->filled, NULL);
    return true;
}

void *sd_growing_place(struct sd_growing *growing, uint64_t first, uint64_t count,
                       uint64_t expected)
{
    uint8_t *place = NULL;
    uint64_t needed = first + count;
    pthread_mutex_lock(&growing->lock);
    while (!growing->given_up && growing->capacity < needed && growing->filling != 0)
        pthread_cond_wait(&growing->filled, &growing->lock);
    if (!growing->given_up && growing->capacity < needed) {
        uint64_t most = most_items(growing);
        expected = expected < most ? expected : most;
        if (!(expected > needed && resize(growing, expected)) && !resize(growing, needed))
            give_up(growing);
    }
    if (!growing->given_up) {
        place = (uint8_t *)growing->items + (size_t)first * growing->item_size;
        growing->filling++;
    }
    pthread_mutex_unlock(&growing->lock);
    if (place == NULL)
        errno = growing->reason;
    return place;
}

void sd_growing_filled(struct sd_growing *growing)
{
    pthread_mutex_lock(&growing->lock);
    growing->filling--;
    pthread_cond_broadcast(&growing->filled);
    pthread_mutex_unlock(&growing->lock);
}

bool sd_growing_trim(struct sd_growing *growing, uint64_t count)
{
    void *fewer = growing->items == NULL ? NULL
                                         : sd_memory_resize(growing->memory, growing->items, count,
                                                            growing->item_size);
    if (fewer != NULL)
        growing->items = fewer;
    return growing->items != NULL;
}

void *sd_growing_take(struct sd_growing *growing)
{
    void *items = growing->items;
    growing->items = NULL;
    growing->capacity = 0;
    return items;
}

void sd_growing_end(struct sd_growing *growing)
{
    if (growing->begun) {
        pthread_cond_destroy(&growing->filled);
        pthread_mutex_destroy(&growing->lock);
    }
    sd_memory_free(growing->items);
    *growing = (struct sd_growing){0};
}
