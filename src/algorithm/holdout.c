/* SPDX-License-Identifier: MIT */
#include "algorithm/holdout.h"

void sd_holdout_cut(struct sd_plan *plan, const uint64_t *sizes, bool shuffled)
{
    uint64_t begin = 0;
    for (size_t n = 0; n < plan->parts; n++) {
        size_t p = shuffled ? plan->parts - 1 - n : n;
        plan->cuts[p] = (struct sd_cut){begin, begin + sizes[p]};
        begin += sizes[p];
    }
}

int sd_holdout_permute(struct sd_plan *plan, const struct sd_draw *draw,
                       const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    const size_t size = (plan->payload ? 2 : 1) * sizeof *plan->items;
    return draw->recipe->permute(draw->random, plan->items, plan->count, size, progress, error);
}
