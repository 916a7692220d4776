/* SPDX-License-Identifier: MIT */
#include "strategy/order.h"

#include <stdlib.h>

/* The numbers come in random order, so their labels are asked for before they are written. */
static void label_part(const struct sd_plan *plan, size_t p, uint32_t *labels)
{
    enum { AHEAD = 32 };
    const uint64_t *items = plan->items;
    uint64_t end = plan->cuts[p].end;
    for (uint64_t i = plan->cuts[p].begin; i < end; i++) {
        __builtin_prefetch(labels + items[i + AHEAD < end ? i + AHEAD : i], 1, 3);
        labels[items[i]] = (uint32_t)p;
    }
}

void sd_plan_label(const struct sd_plan *plan, uint32_t *labels)
{
    for (size_t p = 0; p < plan->parts; p++)
        label_part(plan, p, labels);
}

/* The part that whatever no other part has belongs to: the largest, unless records are left out. */
static size_t part_of_the_rest(const struct sd_plan *plan)
{
    size_t largest = 0;
    uint64_t most = 0, all = 0;
    for (size_t p = 0; p < plan->parts; p++) {
        uint64_t size = plan->cuts[p].end - plan->cuts[p].begin;
        all += size;
        if (size > most) {
            most = size;
            largest = p;
        }
    }
    return all == plan->count ? largest : plan->parts;
}

static void label_all(const struct sd_plan *plan, uint32_t *labels)
{
    size_t rest = part_of_the_rest(plan);
    for (uint64_t i = 0; i < plan->count; i++)
        labels[i] = (uint32_t)rest;
    for (size_t p = 0; p < plan->parts; p++) {
        if (p != rest)
            label_part(plan, p, labels);
    }
}

int sd_plan_restore_order(struct sd_plan *plan, const uint64_t *values,
                          struct splitdata_error *error)
{
    uint64_t *next = calloc(plan->parts, sizeof *next);
    uint32_t *labels = sd_memory_take(plan->memory, plan->count, sizeof *labels);
    int status = SPLITDATA_OK;
    if (next == NULL || labels == NULL) {
        status = sd_fail_memory(error, "the records in the input's order");
    } else {
        label_all(plan, labels);
        for (size_t p = 0; p < plan->parts; p++)
            next[p] = plan->cuts[p].begin;
        for (uint64_t i = 0; i < plan->count; i++) {
            if (labels[i] < plan->parts)
                plan->items[next[labels[i]]++] = values != NULL ? values[i] : i;
        }
    }
    sd_memory_free(labels);
    free(next);
    return status;
}
