/* SPDX-License-Identifier: MIT */
#include "recipe/sampled.h"

#include <string.h>

int sd_assign_sample(struct sd_plan *plan, const uint64_t *order, uint64_t train,
                     struct splitdata_error *error)
{
    const uint64_t n = plan->count;
    uint64_t *items = sd_memory_take(plan->memory, n, sizeof *items);
    uint8_t *taken = sd_memory_take(plan->memory, n, sizeof *taken);
    int status = items != NULL && taken != NULL ? SPLITDATA_OK
                                                : sd_fail_memory(error, "the order of the records");
    if (status == SPLITDATA_OK) {
        memcpy(items, plan->items, (size_t)n * sizeof *items);
        memset(taken, 0, (size_t)n);
        for (uint64_t i = 0; i < train; i++) {
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
