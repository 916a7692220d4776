/* SPDX-License-Identifier: MIT */
#include "base/concurrent_array.h"

#include <errno.h>

/* The most items that leave enough private memory to others. */
static uint64_t most_items(const struct sd_concurrent_array *array)
{
    if (array->files)
        return UINT64_MAX;
    uint64_t left = sd_memory_left(array->memory) + array->capacity * array->item_size;
    return left > array->held ? (left - array->held) / (array->item_size + array->beside) : 0;
}

static void give_up(struct sd_concurrent_array *array)
{
    array->reason = errno;
    sd_memory_free(array->items);
    array->items = NULL;
    array->capacity = 0;
    array->given_up = true;
}

/* Reallocates the array for `capacity` items. False: no memory. */
static bool resize(struct sd_concurrent_array *array, uint64_t capacity)
{
    void *items = capacity <= most_items(array)
                      ? sd_memory_resize(array->memory, array->items, capacity, array->item_size)
                      : NULL;
    if (items == NULL)
        return false;
    array->items = items;
    array->capacity = capacity;
    return array->files || !sd_memory_is_file(items);
}

bool sd_concurrent_array_begin(struct sd_concurrent_array *array, uint64_t capacity)
{
    if (capacity != 0 && !resize(array, capacity)) {
        give_up(array);
        return false;
    }
    array->begun = true;
    pthread_mutex_init(&array->lock, NULL);
    pthread_cond_init(&array->filled, NULL);
    return true;
}

void *sd_concurrent_array_place(struct sd_concurrent_array *array, uint64_t first, uint64_t count,
                                uint64_t expected)
{
    uint8_t *place = NULL;
    uint64_t needed = first + count;
    pthread_mutex_lock(&array->lock);
    while (!array->given_up && array->capacity < needed && array->filling != 0)
        pthread_cond_wait(&array->filled, &array->lock);
    if (!array->given_up && array->capacity < needed) {
        uint64_t most = most_items(array);
        expected = expected < most ? expected : most;
        if (!(expected > needed && resize(array, expected)) && !resize(array, needed))
            give_up(array);
    }
    if (!array->given_up) {
        place = (uint8_t *)array->items + (size_t)first * array->item_size;
        array->filling++;
    }
    pthread_mutex_unlock(&array->lock);
    if (place == NULL)
        errno = array->reason;
    return place;
}

void sd_concurrent_array_filled(struct sd_concurrent_array *array)
{
    pthread_mutex_lock(&array->lock);
    array->filling--;
    pthread_cond_broadcast(&array->filled);
    pthread_mutex_unlock(&array->lock);
}

bool sd_concurrent_array_trim(struct sd_concurrent_array *array, uint64_t count)
{
    void *fewer = array->items == NULL
                      ? NULL
                      : sd_memory_resize(array->memory, array->items, count, array->item_size);
    if (fewer != NULL)
        array->items = fewer;
    return array->items != NULL;
}

void *sd_concurrent_array_take(struct sd_concurrent_array *array)
{
    void *items = array->items;
    array->items = NULL;
    array->capacity = 0;
    return items;
}

void sd_concurrent_array_end(struct sd_concurrent_array *array)
{
    if (array->begun) {
        pthread_cond_destroy(&array->filled);
        pthread_mutex_destroy(&array->lock);
    }
    sd_memory_free(array->items);
    *array = (struct sd_concurrent_array){0};
}
