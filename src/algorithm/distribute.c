/* SPDX-License-Identifier: MIT */
#include "algorithm/distribute.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The part of row i is part[i], or with codes that of its code. */
struct assignment {
    const uint32_t *part;
    const uint32_t *code; /* NULL: none */
    uint8_t *small; /* `part` in single bytes, for the cache; NULL: there are too many parts */
};

static uint32_t part_of(const struct assignment *assignment, uint64_t row)
{
    if (assignment->small != NULL)
        return assignment->small[assignment->code[row]];
    return assignment->part[assignment->code != NULL ? assignment->code[row] : row];
}

/* --- cuts ------------------------------------------------------------------------------------ */

static int set_cuts(struct sd_plan *plan, const uint64_t *rows, struct splitdata_error *error)
{
    uint64_t begin = 0;
    for (size_t p = 0; p < plan->parts; p++) {
        if (rows[p] == 0)
            return sd_fail(error, SPLITDATA_DATA,
                           "part %zu of %zu would get none of the %" PRIu64
                           " record%s (choose other sizes)",
                           p + 1, plan->parts, plan->count, plan->count == 1 ? "" : "s");
        plan->cuts[p] = (struct sd_cut){begin, begin + rows[p]};
        begin += rows[p];
    }
    return SPLITDATA_OK;
}

/* --- items ----------------------------------------------------------------------------------- */

/* Compacts the first part in place; gathers the others in `aside`, followed by the rows left
 * out. No branch depends on a part, which cannot be foretold. */
static void move_items(struct sd_plan *plan, const struct assignment *assignment, uint64_t *aside,
                       uint64_t **next)
{
    const uint64_t first = plan->cuts[0].end, others = plan->count - first;
    const size_t parts = plan->parts;
    next[0] = plan->items;
    for (size_t p = 1; p < parts; p++)
        next[p] = aside + (plan->cuts[p].begin - first);
    next[parts] = aside + (plan->cuts[parts - 1].end - first);
    for (uint64_t row = 0; row < plan->count; row++) {
        const uint32_t part = part_of(assignment, row);
        *next[part < parts ? part : parts]++ = plan->items[row];
    }
    if (others > 0)
        memcpy(plan->items + first, aside, (size_t)others * sizeof *aside);
}

/* rows[p]: those of part p. */
static int distribute(struct sd_plan *plan, const struct assignment *assignment,
                      const uint64_t *rows, struct splitdata_error *error)
{
    int status = set_cuts(plan, rows, error);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t others = plan->count - plan->cuts[0].end;
    uint64_t *aside = sd_memory_take(plan->memory, others + 1, sizeof *aside);
    uint64_t **next = calloc(plan->parts + 1, sizeof *next);
    if (aside == NULL || next == NULL)
        status = sd_fail_memory(error, "the order of the records");
    else
        move_items(plan, assignment, aside, next);
    sd_memory_free(aside);
    free((void *)next);
    return status;
}

int sd_distribute(struct sd_plan *plan, const uint32_t *part, struct splitdata_error *error)
{
    const struct assignment assignment = {.part = part};
    uint64_t *rows = calloc(plan->parts + 1, sizeof *rows);
    if (rows == NULL)
        return sd_fail_memory(error, "the order of the records");
    for (uint64_t row = 0; row < plan->count; row++)
        rows[part[row] < plan->parts ? part[row] : plan->parts]++;
    int status = distribute(plan, &assignment, rows, error);
    free(rows);
    return status;
}

int sd_distribute_groups(struct sd_plan *plan, const struct sd_codes *groups, const uint32_t *part,
                         struct splitdata_error *error)
{
    struct assignment assignment = {.part = part, .code = groups->code};
    uint64_t *rows = calloc(plan->parts + 1, sizeof *rows);
    if (plan->parts < UINT8_MAX)
        assignment.small = sd_memory_take(groups->memory, groups->count, 1);
    if (rows == NULL || (plan->parts < UINT8_MAX && assignment.small == NULL)) {
        free(rows);
        sd_memory_free(assignment.small);
        return sd_fail_memory(error, "the order of the records");
    }
    for (uint32_t group = 0; group < groups->count; group++) {
        rows[part[group] < plan->parts ? part[group] : plan->parts] += groups->sizes[group];
        if (assignment.small != NULL)
            assignment.small[group] =
                (uint8_t)(part[group] < plan->parts ? part[group] : UINT8_MAX);
    }
    int status = distribute(plan, &assignment, rows, error);
    free(rows);
    sd_memory_free(assignment.small);
    return status;
}
