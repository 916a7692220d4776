/* SPDX-License-Identifier: MIT */
#include "recipe/sampled.h"

#include "base/sort.h"

#include <string.h>

int sd_assign_rest(struct sd_plan *plan, struct sd_cut train, struct splitdata_error *error)
{
    const struct sd_cut rest = train.begin == 0 ? (struct sd_cut){train.end, plan->count}
                                                : (struct sd_cut){0, train.begin};
    const uint64_t count = rest.end - rest.begin;
    uint64_t *spare = sd_memory_take(plan->memory, count, sizeof *spare);
    if (spare == NULL)
        return sd_fail_memory(error, "the order of the records");
    /* Items of the input's order ascend: they are numbers of records or begin with their offsets.
     */
    sd_sort_numbers(plan->items + rest.begin, spare, count, 0);
    sd_memory_free(spare);
    plan->cuts[0] = train;
    plan->cuts[1] = rest;
    return SPLITDATA_OK;
}

int sd_assign_sample(struct sd_plan *plan, const uint64_t *order, uint64_t train,
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
            const uint64_t coming = order[i + AHEAD < train ? i + AHEAD : i];
            __builtin_prefetch(items + coming, 0, 3);
            __builtin_prefetch(taken + coming, 1, 3);
            plan->items[i] = items[order[i]];
            taken[order[i]] = 1;
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
