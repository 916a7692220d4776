/* SPDX-License-Identifier: MIT */
#include "algorithm/order.h"

#include "base/threads.h"

#include <stdlib.h>

/* The numbers are in random order, so their labels are prefetched before they are written. */
static void label_items(const uint64_t *items, uint64_t begin, uint64_t end, uint32_t label,
                        uint32_t *labels)
{
    enum { AHEAD = 32 };
    for (uint64_t i = begin; i < end; i++) {
        __builtin_prefetch(labels + items[i + AHEAD < end ? i + AHEAD : i], 1, 3);
        labels[items[i]] = label;
    }
}

void sd_plan_label(const struct sd_plan *plan, uint32_t *labels)
{
    for (size_t p = 0; p < plan->parts; p++)
        label_items(plan->items, plan->cuts[p].begin, plan->cuts[p].end, (uint32_t)p, labels);
}

size_t sd_plan_rest(const struct sd_plan *plan)
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

/* Ranges of rows, divided among threads. */
struct restoring {
    struct sd_plan *plan;
    const uint64_t *values;
    uint32_t *labels; /* by row; plan->parts for a row in no part */
    size_t rest;
    size_t ranges;
    uint64_t *next; /* by range and part: how many, then where the next one goes */
    size_t stride;  /* from one range to the next, so far that no two share a line of a cache */
    void (*do_range)(struct restoring *restoring, size_t range);
};

static uint64_t begin_of(uint64_t count, size_t ranges, size_t range)
{
    return count / ranges * range + (range < count % ranges ? range : count % ranges);
}

static void label_as_rest(struct restoring *restoring, size_t range)
{
    uint64_t count = restoring->plan->count;
    uint64_t end = begin_of(count, restoring->ranges, range + 1);
    for (uint64_t i = begin_of(count, restoring->ranges, range); i < end; i++)
        restoring->labels[i] = (uint32_t)restoring->rest;
}

static void label_others(struct restoring *restoring, size_t range)
{
    const struct sd_plan *plan = restoring->plan;
    for (size_t p = 0; p < plan->parts; p++) {
        struct sd_cut cut = plan->cuts[p];
        uint64_t size = cut.end - cut.begin;
        if (p != restoring->rest)
            label_items(plan->items, cut.begin + begin_of(size, restoring->ranges, range),
                        cut.begin + begin_of(size, restoring->ranges, range + 1), (uint32_t)p,
                        restoring->labels);
    }
}

static void count_parts(struct restoring *restoring, size_t range)
{
    uint64_t count = restoring->plan->count;
    uint64_t *counts = restoring->next + range * restoring->stride;
    uint64_t end = begin_of(count, restoring->ranges, range + 1);
    for (uint64_t i = begin_of(count, restoring->ranges, range); i < end; i++)
        counts[restoring->labels[i]]++;
}

static void place_items(struct restoring *restoring, size_t range)
{
    const struct sd_plan *plan = restoring->plan;
    const uint64_t *values = restoring->values;
    uint64_t *next = restoring->next + range * restoring->stride;
    uint64_t end = begin_of(plan->count, restoring->ranges, range + 1);
    for (uint64_t i = begin_of(plan->count, restoring->ranges, range); i < end; i++) {
        uint32_t label = restoring->labels[i];
        if (label < plan->parts)
            plan->items[next[label]++] = values != NULL ? values[i] : i;
    }
}

/* Turns the counts of each range and part into start positions. */
static void add_up(struct restoring *restoring)
{
    const struct sd_plan *plan = restoring->plan;
    for (size_t p = 0; p < plan->parts; p++) {
        uint64_t at = plan->cuts[p].begin;
        for (size_t range = 0; range < restoring->ranges; range++) {
            uint64_t *next = &restoring->next[range * restoring->stride + p], count = *next;
            *next = at;
            at += count;
        }
    }
}

static int take_range(void *context, uint64_t range, uint64_t end, struct splitdata_error *error)
{
    struct restoring *restoring = context;
    (void)end;
    (void)error;
    restoring->do_range(restoring, (size_t)range);
    return SPLITDATA_OK;
}

static int do_ranges(struct restoring *restoring,
                     void (*do_range)(struct restoring *restoring, size_t range),
                     struct splitdata_error *error)
{
    restoring->do_range = do_range;
    return sd_parallel_for((unsigned)restoring->ranges, restoring->ranges, 1, take_range, restoring,
                           error);
}

static int restore(struct restoring *restoring, struct splitdata_error *error)
{
    int status = do_ranges(restoring, label_as_rest, error);
    if (status == SPLITDATA_OK)
        status = do_ranges(restoring, label_others, error);
    if (status == SPLITDATA_OK)
        status = do_ranges(restoring, count_parts, error);
    if (status != SPLITDATA_OK)
        return status;
    add_up(restoring);
    return do_ranges(restoring, place_items, error);
}

int sd_plan_restore_order(struct sd_plan *plan, const uint64_t *values, unsigned threads,
                          struct splitdata_error *error)
{
    enum { WORTH_A_THREAD = 1 << 18, LINE = 8 }; /* rows; numbers in a cache line */
    struct restoring restoring = {
        .plan = plan,
        .values = values,
        .labels = sd_memory_take(plan->memory, plan->count, sizeof *restoring.labels),
        .rest = sd_plan_rest(plan),
        .ranges = plan->count < WORTH_A_THREAD ? 1 : threads,
        .stride = plan->parts + 1 + LINE,
    };
    restoring.next = calloc(restoring.ranges * restoring.stride, sizeof *restoring.next);
    int status = restoring.next != NULL && restoring.labels != NULL
                     ? restore(&restoring, error)
                     : sd_fail_memory(error, "the records in the input's order");
    sd_memory_free(restoring.labels);
    free(restoring.next);
    return status;
}
