/* SPDX-License-Identifier: MIT */
#include "recipe/by_draw.h"

#include "base/sort.h"

#include <inttypes.h>
#include <string.h>

static int compare(const void *left, const void *right)
{
    const struct sd_drawn *a = left, *b = right;
    return a->number < b->number ? -1 : a->number > b->number;
}

int sd_sort_drawn(struct sd_drawn *drawn, uint64_t count, struct sd_memory *memory,
                  struct splitdata_error *error)
{
    return sd_sort(drawn, count, sizeof *drawn, compare, memory)
               ? SPLITDATA_OK
               : sd_fail_memory(error, "the order of the records");
}

static int check_distinct(const char *recipe, const char *other, const struct sd_drawn *drawn,
                          uint64_t count, struct splitdata_error *error)
{
    for (uint64_t i = 1; i < count; i++) {
        if (drawn[i - 1].number == drawn[i].number)
            return sd_fail(error, SPLITDATA_DATA,
                           "--like %s: records %" PRIu64 " and %" PRIu64 " draw the same number, "
                           "and which of them then comes first is not known (--like %s needs no "
                           "order)",
                           recipe, drawn[i - 1].row + 1, drawn[i].row + 1, other);
    }
    return SPLITDATA_OK;
}

int sd_permute_by_draw(const char *recipe, const char *other, const struct sd_draw *draw,
                       sd_uniform_next *next, void *items, uint64_t count, size_t item_size,
                       struct splitdata_error *error)
{
    struct sd_drawn *drawn = sd_memory_take(draw->memory, count, sizeof *drawn);
    unsigned char *before = sd_memory_take(draw->memory, count, item_size);
    int status = drawn != NULL && before != NULL
                     ? SPLITDATA_OK
                     : sd_fail_memory(error, "the order of the records");
    for (uint64_t row = 0; row < count && status == SPLITDATA_OK; row++)
        drawn[row] = (struct sd_drawn){next(draw->random), row};
    if (status == SPLITDATA_OK)
        status = sd_sort_drawn(drawn, count, draw->memory, error);
    if (status == SPLITDATA_OK)
        status = check_distinct(recipe, other, drawn, count, error);
    if (status == SPLITDATA_OK) {
        memcpy(before, items, (size_t)count * item_size);
        for (uint64_t i = 0; i < count; i++)
            memcpy((unsigned char *)items + i * item_size, before + drawn[i].row * item_size,
                   item_size);
    }
    sd_memory_free(drawn);
    sd_memory_free(before);
    return status;
}
