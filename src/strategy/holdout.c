/* SPDX-License-Identifier: MIT */
#include "strategy/holdout.h"

int sd_holdout(struct sd_plan *plan, const uint64_t *sizes, const struct sd_draw *draw,
               struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    if (draw != NULL)
        status = sd_draw_permute(draw, plan->items, plan->count, sizeof *plan->items, error);
    uint64_t begin = 0;
    for (size_t n = 0; n < plan->parts; n++) {
        size_t p = draw != NULL ? plan->parts - 1 - n : n;
        plan->cuts[p] = (struct sd_cut){begin, begin + sizes[p]};
        begin += sizes[p];
    }
    return status;
}
