/* SPDX-License-Identifier: MIT */
#include "algorithm/holdout.h"

static uint64_t cut_part(struct sd_plan *plan, size_t p, uint64_t begin, uint64_t size)
{
    plan->cuts[p] = (struct sd_cut){begin, begin + size};
    return begin + size;
}

void sd_cut_first_part_first(struct sd_plan *plan, const uint64_t *sizes)
{
    uint64_t begin = 0;
    for (size_t p = 0; p < plan->parts; p++)
        begin = cut_part(plan, p, begin, sizes[p]);
}

void sd_cut_last_part_first(struct sd_plan *plan, const uint64_t *sizes)
{
    uint64_t begin = 0;
    for (size_t p = plan->parts; p-- > 0;)
        begin = cut_part(plan, p, begin, sizes[p]);
}

int sd_holdout_permute(struct sd_plan *plan, const struct sd_draw *draw,
                       const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    const size_t size = (plan->payload ? 2 : 1) * sizeof *plan->items;
    return draw->permute(draw, plan->items, plan->count, size, progress, error);
}
