/* SPDX-License-Identifier: MIT */
/* The outcome of a split with complete outputs: the report is built from it. */
#ifndef SD_REPORT_OUTCOME_H
#define SD_REPORT_OUTCOME_H

#include "csv/records.h"
#include "in/input.h"
#include "in/input_list.h"
#include "look/profile.h"
#include "provenance/collect.h"
#include "publish/input_name.h"
#include "publish/output_set.h"
#include "strategy/decide.h"

/* All borrowed. sd_report_build waits for the provenance, and writes the manifest among the
 * targets. */
struct sd_outcome {
    const char *path; /* the input's, as given; of several files, the first one's */
    const struct sd_input_list *list;
    const struct sd_request *request;
    const struct sd_decision *decision;
    const struct sd_input *input;
    const struct sd_records *records;
    const struct sd_profile *profile; /* of the records */
    const struct sd_input_name *name;
    struct sd_targets *targets;
    struct sd_provenance *provenance;
    const uint64_t *part_rows; /* by set and part */
    const uint64_t *sums;      /* likewise; for the split id */
    bool rehearsal;            /* outputs are not written */
};

/* Fills the report with its warnings, except for times, and writes the manifest, if one is
 * requested. */
int sd_report_build(const struct sd_outcome *outcome, struct splitdata_report *report,
                    struct splitdata_error *error);

/* Reports what became of each output, when they are published. */
void sd_report_outcomes(const struct sd_targets *targets, struct splitdata_report *report);

/* Adds the warnings about a split that is possible, but may not be what was meant (warnings.c).
 * False: no memory. */
bool sd_report_warnings(const struct sd_outcome *outcome, struct splitdata_report *report);

#endif
