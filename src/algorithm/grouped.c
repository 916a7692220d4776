/* SPDX-License-Identifier: MIT */
#include "algorithm/grouped.h"

#include "algorithm/distribute.h"
#include "algorithm/fill.h"

#include <inttypes.h>

static int check_groups(const struct sd_plan *plan, const struct sd_codes *groups, uint64_t needed,
                        struct splitdata_error *error)
{
    if (needed <= groups->count && plan->parts <= groups->count)
        return SPLITDATA_OK;
    if (needed < plan->parts)
        needed = plan->parts;
    return sd_fail(error, SPLITDATA_DATA,
                   "the %zu parts need %" PRIu64 " groups, and there %s %" PRIu32
                   " (choose other sizes, or another column for --group)",
                   plan->parts, needed, groups->count == 1 ? "is" : "are", groups->count);
}

int sd_grouped(struct sd_plan *plan, const struct sd_codes *groups, const uint64_t *sizes,
               const struct sd_draw *draw, struct splitdata_error *error)
{
    uint64_t needed = 0;
    for (size_t p = 0; p < plan->parts; p++)
        needed += sizes[p];
    int status = check_groups(plan, groups, needed, error);
    if (status != SPLITDATA_OK)
        return status;
    uint32_t *order = sd_memory_take(groups->memory, groups->count, sizeof *order);
    uint32_t *part_of = sd_memory_take(groups->memory, groups->count, sizeof *part_of);
    if (order == NULL || part_of == NULL)
        status = sd_fail_memory(error, "the groups");
    else
        status = sd_draw_permutation(draw, order, groups->count, error);
    if (status == SPLITDATA_OK) {
        uint32_t at = 0;
        for (size_t p = plan->parts; p-- > 0;) {
            for (uint64_t taken = 0; taken < sizes[p]; taken++)
                part_of[order[at++]] = (uint32_t)p;
        }
        while (at < groups->count)
            part_of[order[at++]] = SD_NO_PART;
        status = sd_distribute_groups(plan, groups, part_of, error);
    }
    sd_memory_free(order);
    sd_memory_free(part_of);
    return status;
}

int sd_grouped_rows(struct sd_plan *plan, const struct sd_codes *groups, const uint64_t *sizes,
                    const struct sd_draw *draw, struct splitdata_error *error)
{
    int status = check_groups(plan, groups, plan->parts, error);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t over = groups->rows;
    for (size_t p = 0; p < plan->parts; p++)
        over -= sizes[p];
    struct sd_fill fill = {.sizes = groups->sizes, .count = groups->count};
    uint32_t *part_of = sd_memory_take(groups->memory, groups->count, sizeof *part_of);
    fill.order = sd_memory_take(groups->memory, groups->count, sizeof *fill.order);
    fill.taken = sd_memory_take(groups->memory, groups->count, sizeof *fill.taken);
    fill.spare = sd_memory_take(groups->memory, groups->count, sizeof *fill.spare);
    if (part_of == NULL || fill.order == NULL || fill.taken == NULL || fill.spare == NULL)
        status = sd_fail_memory(error, "the groups");
    else
        status = sd_draw_permutation(draw, fill.order, groups->count, error);
    if (status == SPLITDATA_OK) {
        for (size_t p = plan->parts; p-- > 0;) {
            uint32_t taken =
                p == 0 && over == 0 ? fill.count : sd_fill(&fill, sizes[p], (uint32_t)p);
            for (uint32_t i = 0; i < taken; i++)
                part_of[p == 0 && over == 0 ? fill.order[i] : fill.taken[i]] = (uint32_t)p;
        }
        for (uint32_t i = 0; over > 0 && i < fill.count; i++)
            part_of[fill.order[i]] = SD_NO_PART;
        status = sd_distribute_groups(plan, groups, part_of, error);
    }
    sd_memory_free(part_of);
    sd_memory_free(fill.order);
    sd_memory_free(fill.taken);
    sd_memory_free(fill.spare);
    return status;
}
