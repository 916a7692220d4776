/* SPDX-License-Identifier: MIT */
#include "strategy/order.h"

#include "base/sort.h"

int sd_plan_restore_order(struct sd_plan *plan, struct splitdata_error *error)
{
    uint64_t most = 0;
    for (size_t p = 0; p < plan->parts; p++) {
        uint64_t count = plan->cuts[p].end - plan->cuts[p].begin;
        most = count > most ? count : most;
    }
    uint64_t *spare = sd_memory_take(plan->memory, most, sizeof *spare);
    if (spare == NULL)
        return sd_fail_memory(error, "sorting the records");
    for (size_t p = 0; p < plan->parts; p++)
        sd_sort_numbers(plan->items + plan->cuts[p].begin, spare,
                        plan->cuts[p].end - plan->cuts[p].begin, 0);
    sd_memory_free(spare);
    return SPLITDATA_OK;
}
