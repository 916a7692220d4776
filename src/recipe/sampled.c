/* SPDX-License-Identifier: MIT */
#include "recipe/sampled.h"

#include <string.h>

static uint64_t at(const struct sd_sample_order *order, uint64_t i)
{
    return order->narrow != NULL ? order->narrow[i] : order->wide[i];
}

struct sd_sample_order sd_sample_room(struct sd_memory *memory, uint64_t n)
{
    struct sd_sample_order order = {0};
    if (n <= UINT32_MAX)
        order.narrow = sd_memory_take(memory, n, sizeof *order.narrow);
    else
        order.wide = sd_memory_take(memory, n, sizeof *order.wide);
    return order;
}

int sd_assign_sample(struct sd_plan *plan, const struct sd_sample_order *order, uint64_t train,
                     struct splitdata_error *error)
{
    enum { AHEAD = 32 };
    const uint64_t n = plan->count;
    uint64_t *items = sd_memory_take(plan->memory, n, sizeof *items);
    uint8_t *taken = sd_memory_take(plan->memory, n, sizeof *taken);
    int status = items != NULL && taken != NULL ? SPLITDATA_OK
                                                : sd_fail_memory(error, "the order of the records");
    if (status == SPLITDATA_OK) {
        memcpy(items, plan->items, (size_t)n * sizeof *items);
        memset(taken, 0, (size_t)n);
        for (uint64_t i = 0; i < train; i++) {
            const uint64_t coming = at(order, i + AHEAD < train ? i + AHEAD : i);
            __builtin_prefetch(items + coming, 0, 3);
            __builtin_prefetch(taken + coming, 1, 3);
            plan->items[i] = items[at(order, i)];
            taken[at(order, i)] = 1;
        }
        uint64_t next = train;
        for (uint64_t row = 0; row < n; row++) {
            if (taken[row] == 0)
                plan->items[next++] = items[row];
        }
        plan->cuts[0] = (struct sd_cut){0, train};
        plan->cuts[1] = (struct sd_cut){train, n};
    }
    sd_memory_free(items);
    sd_memory_free(taken);
    return status;
}
