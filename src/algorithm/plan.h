/* SPDX-License-Identifier: MIT */
/*
 * The result of every strategy: which records go to which part, in which order.
 *
 * A strategy gets `items`, one opaque 8-byte item per record in input order (packed spans of
 * records, or their numbers), and rearranges them; part p is then items[cuts[p].begin ..
 * cuts[p].end-1]. Parts do not overlap; items in no part are left out. Only sd_holdout_permute
 * takes items of 16 bytes, too.
 */
#ifndef SD_ALGORITHM_PLAN_H
#define SD_ALGORITHM_PLAN_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sd_cut {
    uint64_t begin;
    uint64_t end;
};

struct sd_plan {
    uint64_t *items;
    uint64_t count; /* of items */
    struct sd_cut *cuts;
    size_t parts;
    struct sd_memory *memory; /* for arrays of the strategies */
    bool payload;             /* item k is two numbers, items[2 * k] and items[2 * k + 1] */
};

/* Item number k. */
static inline uint64_t *sd_plan_item(const struct sd_plan *plan, uint64_t k)
{
    return plan->items + (plan->payload ? 2 * k : k);
}

#endif
