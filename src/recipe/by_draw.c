/* SPDX-License-Identifier: MIT */
#include "recipe/by_draw.h"

#include "base/sort.h"
#include "rng/bits.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* Bits of a number that are sorted with its place; more only if the places leave room. Of n numbers
 * that are drawn evenly, n / 2^34 others have the same ones. */
enum { SORTED_BITS = 33 };

void sd_order_draws(const double *number, uint64_t count, uint64_t *order, uint64_t *spare)
{
    const unsigned place_bits = count > 1 ? sd_bit_length(count - 1) : 1;
    const unsigned bits = place_bits + SORTED_BITS <= 64 ? SORTED_BITS : 64 - place_bits;
    const uint64_t places = (UINT64_C(1) << (64 - bits)) - 1;
    const double limit = ldexp(1.0, (int)bits);
    for (uint64_t i = 0; i < count; i++) {
        const double scaled = number[i] * limit;
        const uint64_t key = (uint64_t)(scaled < limit ? scaled : limit - 1);
        order[i] = key << (64 - bits) | i;
    }
    sd_sort_numbers(order, spare, count, 64 - bits);
    for (uint64_t i = 0; i < count; i++) {
        const uint64_t place = order[i] & places;
        uint64_t to = i;
        for (; to > 0 && number[order[to - 1]] > number[place]; to--)
            order[to] = order[to - 1];
        order[to] = place;
    }
}

static int check_distinct(const char *recipe, const char *other, const double *number,
                          const uint64_t *order, uint64_t count, struct splitdata_error *error)
{
    for (uint64_t i = 1; i < count; i++) {
        if (number[order[i - 1]] == number[order[i]])
            return sd_fail(error, SPLITDATA_DATA,
                           "--like %s: records %" PRIu64 " and %" PRIu64 " draw the same number, "
                           "and which of them then comes first is not known (--like %s needs no "
                           "order)",
                           recipe, order[i - 1] + 1, order[i] + 1, other);
    }
    return SPLITDATA_OK;
}

int sd_permute_by_draw(const char *recipe, const char *other, const struct sd_draw *draw,
                       sd_uniform_next *next, void *items, uint64_t count, size_t item_size,
                       struct splitdata_error *error)
{
    double *number = sd_memory_take(draw->memory, count, sizeof *number);
    uint64_t *order = sd_memory_take(draw->memory, count, sizeof *order);
    /* The items as they were and, before that, working space. */
    unsigned char *before =
        sd_memory_take(draw->memory, count, item_size > sizeof *order ? item_size : sizeof *order);
    int status = number != NULL && order != NULL && before != NULL
                     ? SPLITDATA_OK
                     : sd_fail_memory(error, "the order of the records");
    for (uint64_t row = 0; row < count && status == SPLITDATA_OK; row++)
        number[row] = next(draw->random);
    if (status == SPLITDATA_OK) {
        sd_order_draws(number, count, order, (uint64_t *)(void *)before);
        status = check_distinct(recipe, other, number, order, count, error);
    }
    if (status == SPLITDATA_OK) {
        memcpy(before, items, (size_t)count * item_size);
        for (uint64_t i = 0; i < count; i++)
            memcpy((unsigned char *)items + i * item_size, before + order[i] * item_size,
                   item_size);
    }
    sd_memory_free(number);
    sd_memory_free(order);
    sd_memory_free(before);
    return status;
}
