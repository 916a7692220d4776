/* SPDX-License-Identifier: MIT */
/* What became of each output. */
#include "report/outcome.h"

static enum splitdata_outcome outcome_of(const struct sd_output *output)
{
    return output->exists     ? SPLITDATA_OUTCOME_KEPT
           : output->replaced ? SPLITDATA_OUTCOME_REPLACED
                              : SPLITDATA_OUTCOME_MADE;
}

void sd_report_outcomes(const struct sd_targets *targets, struct splitdata_report *report)
{
    if (!targets->committed)
        return;
    for (size_t i = 0; i < report->part_count; i++) {
        const struct sd_target *target = sd_targets_of_part(targets, i);
        if (target != NULL)
            report->parts[i].outcome = outcome_of(&target->output);
        size_t count;
        struct sd_target *const *files = sd_targets_files(targets, i, &count);
        for (size_t s = 0; s < report->parts[i].shard_count && s < count; s++)
            report->parts[i].shards[s].outcome = outcome_of(&files[s]->output);
    }
    if (sd_targets_manifest(targets) != NULL)
        report->manifest_outcome = outcome_of(&sd_targets_manifest(targets)->output);
    if (targets->page != NULL)
        report->page_outcome = outcome_of(&targets->page->output);
}
