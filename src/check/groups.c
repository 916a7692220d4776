/* SPDX-License-Identifier: MIT */
/* Groups with records on two sides (L05). */
#include "check/overlap.h"
#include "check/run.h"

#include <inttypes.h>
#include <math.h>

static void tell(struct sd_run *run, const struct sd_overlap *overlap)
{
    struct splitdata_check_result *result = sd_results_add(
        &run->results, "L05", SPLITDATA_CHECK_ERROR, overlap->side, overlap->against);
    result->asked = true;
    sd_result_measure(result, "groups", (double)overlap->values, NAN, NAN);
    sd_result_say(
        &run->results, result,
        "%" PRIu64 " group%s of %.100s %s records in %s and in %s, %" PRIu64 " of them in %s",
        overlap->values, overlap->values == 1 ? "" : "s", run->asked->how.group,
        overlap->values == 1 ? "has" : "have", sd_run_name(run, overlap->against),
        sd_run_name(run, overlap->side), overlap->shared, sd_run_name(run, overlap->side));
    result->advice = "splitdata --group COL keeps each group in one part";
    sd_overlap_tell(overlap, result);
}

void sd_check_groups(struct sd_run *run)
{
    if (!run->grouped) {
        const bool asked = run->asked->how.group != NULL;
        struct splitdata_check_result *result = sd_results_skip(
            &run->results, "L05", asked ? SPLITDATA_CHECK_COULD_NOT : SPLITDATA_CHECK_NOT_ASKED);
        result->asked = asked;
        sd_result_say(&run->results, result,
                      asked ? "a part lacks a column of --group"
                            : "--group names the column with the groups");
        return;
    }
    for (size_t side = 1; side < run->count; side++) {
        for (size_t against = 0; against < side; against++) {
            struct sd_overlap overlap = {.side = side, .against = against};
            run->results.failed =
                run->results.failed || !sd_overlap_find(run, &run->groups, NULL, &overlap);
            if (overlap.values != 0)
                tell(run, &overlap);
        }
    }
}
