/* SPDX-License-Identifier: MIT */
#include "algorithm/distribute.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct assignment {
    const uint32_t *code;
    const uint32_t *part_of_code;
};

static uint32_t part_of(const struct assignment *assignment, uint64_t row)
{
    uint32_t code = assignment->code[row];
    return assignment->part_of_code != NULL ? assignment->part_of_code[code] : code;
}

static int set_cuts(struct sd_plan *plan, const struct assignment *assignment,
                    struct splitdata_error *error)
{
    for (size_t p = 0; p < plan->parts; p++)
        plan->cuts[p] = (struct sd_cut){0};
    for (uint64_t row = 0; row < plan->count; row++) {
        uint32_t part = part_of(assignment, row);
        if (part < plan->parts)
            plan->cuts[part].end++;
    }
    uint64_t begin = 0;
    for (size_t p = 0; p < plan->parts; p++) {
        if (plan->cuts[p].end == 0)
            return sd_fail(error, SPLITDATA_DATA,
                           "part %zu of %zu would get none of the %" PRIu64
                           " record%s (choose other sizes)",
                           p + 1, plan->parts, plan->count, plan->count == 1 ? "" : "s");
        plan->cuts[p] = (struct sd_cut){begin, begin + plan->cuts[p].end};
        begin = plan->cuts[p].end;
    }
    return SPLITDATA_OK;
}

/* Compacts the first part in place; gathers the others in `aside`, followed by the rows left
 * out. */
static void move_items(struct sd_plan *plan, const struct assignment *assignment, uint64_t *aside,
                       uint64_t *next)
{
    uint64_t kept = 0, first = plan->cuts[0].end;
    for (size_t p = 0; p < plan->parts; p++)
        next[p] = plan->cuts[p].begin - (p == 0 ? 0 : first);
    next[plan->parts] = plan->cuts[plan->parts - 1].end - first;
    for (uint64_t row = 0; row < plan->count; row++) {
        uint32_t part = part_of(assignment, row);
        if (part == 0)
            plan->items[kept++] = plan->items[row];
        else
            aside[next[part < plan->parts ? part : plan->parts]++] = plan->items[row];
    }
    if (plan->count > kept)
        memcpy(plan->items + kept, aside, (size_t)(plan->count - kept) * sizeof *aside);
}

int sd_distribute(struct sd_plan *plan, const uint32_t *code, const uint32_t *part_of_code,
                  struct splitdata_error *error)
{
    struct assignment assignment = {code, part_of_code};
    int status = set_cuts(plan, &assignment, error);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t others = plan->count - plan->cuts[0].end;
    uint64_t *aside = sd_memory_take(plan->memory, others + 1, sizeof *aside);
    uint64_t *next = calloc(plan->parts + 1, sizeof *next);
    if (aside == NULL || next == NULL)
        status = sd_fail_memory(error, "the order of the records");
    else
        move_items(plan, &assignment, aside, next);
    sd_memory_free(aside);
    free(next);
    return status;
}
