/* SPDX-License-Identifier: MIT */
#include "strategy/order.h"

#include <stdbool.h>
#include <string.h>

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

/* One pass of a least-significant-digit radix sort; false when all items have the same digit. */
static bool sort_by_digit(const uint64_t *from, uint64_t *to, uint64_t count, unsigned shift)
{
    uint64_t starts[DIGITS] = {0};
    for (uint64_t i = 0; i < count; i++)
        starts[from[i] >> shift & (DIGITS - 1)]++;
    if (starts[from[0] >> shift & (DIGITS - 1)] == count)
        return false;
    uint64_t sum = 0;
    for (size_t digit = 0; digit < DIGITS; digit++) {
        uint64_t here = starts[digit];
        starts[digit] = sum;
        sum += here;
    }
    for (uint64_t i = 0; i < count; i++)
        to[starts[from[i] >> shift & (DIGITS - 1)]++] = from[i];
    return true;
}

static void sort_items(uint64_t *items, uint64_t *spare, uint64_t count)
{
    uint64_t *from = items, *to = spare;
    for (unsigned shift = 0; shift < 64 && count != 0; shift += DIGIT_BITS) {
        if (!sort_by_digit(from, to, count, shift))
            continue;
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != items)
        memcpy(items, from, (size_t)count * sizeof *items);
}

int sd_plan_restore_order(struct sd_plan *plan, struct splitdata_error *error)
{
    uint64_t most = 0;
    for (size_t p = 0; p < plan->parts; p++) {
        uint64_t count = plan->cuts[p].end - plan->cuts[p].begin;
        most = count > most ? count : most;
    }
    uint64_t *spare = sd_memory_take(plan->memory, most, sizeof *spare);
    if (spare == NULL)
        return sd_fail_memory(error, "sorting the records");
    for (size_t p = 0; p < plan->parts; p++)
        sort_items(plan->items + plan->cuts[p].begin, spare,
                   plan->cuts[p].end - plan->cuts[p].begin);
    sd_memory_free(spare);
    return SPLITDATA_OK;
}
