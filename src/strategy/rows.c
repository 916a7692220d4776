/* SPDX-License-Identifier: MIT */
/* All rows alike: the permutation of the rows, or their order, cut into parts. No state. */
#include "algorithm/holdout.h"
#include "algorithm/members.h"
#include "strategy/strategy.h"

static int prepare(struct sd_decision *decision, struct splitdata_error *error)
{
    return sd_strategy_sizes(decision, decision->rows, "record", error);
}

static void cut(struct sd_decision *decision)
{
    sd_holdout_cut(&decision->plan, decision->sizes, !decision->request->options->no_shuffle);
}

static int arrange(struct sd_decision *decision, const struct sd_shuffle_progress *followed,
                   struct splitdata_error *error)
{
    struct sd_draw draw;
    const struct sd_draw *drawn = sd_strategy_draw(decision, &draw);
    return drawn != NULL ? sd_holdout_permute(&decision->plan, drawn, followed, error)
                         : SPLITDATA_OK;
}

static int members(struct sd_decision *decision, struct splitdata_error *error)
{
    struct sd_draw draw;
    return sd_members(&decision->plan, decision->sizes, sd_strategy_draw(decision, &draw),
                      decision->request->threads, decision->part_of_row, error);
}

const struct sd_strategy sd_strategy_rows = {
    .name = "rows",
    .shuffles = true,
    .prepare = prepare,
    .cut = cut,
    .arrange = arrange,
    .members = members,
};
