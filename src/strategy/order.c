/* SPDX-License-Identifier: MIT */
#include "strategy/order.h"

#include <stdlib.h>

void sd_plan_label(const struct sd_plan *plan, uint32_t *labels)
{
    for (size_t p = 0; p < plan->parts; p++) {
        for (uint64_t i = plan->cuts[p].begin; i < plan->cuts[p].end; i++)
            labels[plan->items[i]] = (uint32_t)p;
    }
}

int sd_plan_restore_order(struct sd_plan *plan, struct splitdata_error *error)
{
    uint64_t *next = calloc(plan->parts, sizeof *next);
    uint32_t *labels = sd_memory_take(plan->memory, plan->count, sizeof *labels);
    int status = SPLITDATA_OK;
    if (next == NULL || labels == NULL) {
        status = sd_fail_memory(error, "the records in the input's order");
    } else {
        for (size_t p = 0; p < plan->parts; p++)
            next[p] = plan->cuts[p].begin;
        for (uint64_t i = 0; i < plan->count; i++)
            labels[i] = (uint32_t)plan->parts; /* in no part */
        sd_plan_label(plan, labels);
        for (uint64_t i = 0; i < plan->count; i++) {
            if (labels[i] < plan->parts)
                plan->items[next[labels[i]]++] = i;
        }
    }
    sd_memory_free(labels);
    free(next);
    return status;
}
