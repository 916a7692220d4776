/* SPDX-License-Identifier: MIT */
/* Groups are not split: all their rows are in one part. The state is the key set of the groups. */
#include "algorithm/grouped.h"

#include "strategy/strategy.h"

#include <stdlib.h>

static bool counts_rows(const struct sd_decision *decision)
{
    return decision->request->options->group_unit == SPLITDATA_GROUP_UNIT_ROWS;
}

static int prepare(struct sd_decision *decision, struct splitdata_error *error)
{
    struct sd_key_set *groups = sd_strategy_state(decision, sizeof *groups, error);
    int status = groups != NULL ? sd_strategy_groups(decision, groups, error) : (int)error->status;
    if (status != SPLITDATA_OK ||
        (!counts_rows(decision) && decision->request->recipe->assign_groups != NULL))
        return status;
    return counts_rows(decision) ? sd_strategy_sizes(decision, decision->rows, "record", error)
                                 : sd_strategy_sizes(decision, groups->codes.count, "group", error);
}

static int arrange(struct sd_decision *decision, const struct sd_shuffle_progress *followed,
                   struct splitdata_error *error)
{
    struct sd_draw draw;
    const struct sd_draw *drawn = sd_strategy_draw(decision, &draw);
    const struct sd_codes *groups = &decision->groups->codes;
    const struct sd_recipe *recipe = decision->request->recipe;
    const struct sd_sizes_asked asked =
        sd_request_sizes_asked(decision->request, decision->rows, "record");
    (void)followed;
    if (!counts_rows(decision) && recipe->assign_groups != NULL)
        return recipe->assign_groups(&decision->plan, groups, &asked, drawn, error);
    return counts_rows(decision)
               ? sd_grouped_rows(&decision->plan, groups, decision->sizes, drawn, error)
               : recipe->grouped(&decision->plan, groups, decision->sizes, drawn, error);
}

static void end(void *state)
{
    sd_key_set_free(state);
    free(state);
}

const struct sd_strategy sd_strategy_grouped = {
    .name = "groups",
    .shuffles = true,
    .prepare = prepare,
    .arrange = arrange,
    .free = end,
};
