/* SPDX-License-Identifier: MIT */
/* What a split is known to be when its outputs are complete: from this the report is built. */
#ifndef SD_REPORT_OUTCOME_H
#define SD_REPORT_OUTCOME_H

#include "csv/records.h"
#include "in/input.h"
#include "provenance/collect.h"
#include "publish/input_name.h"
#include "publish/output_set.h"
#include "strategy/decide.h"

/* All borrowed; the provenance is waited for, and of the targets the manifest is written. */
struct sd_outcome {
    const char *path; /* the input's, as given */
    const struct sd_request *request;
    const struct sd_decision *decision;
    const struct sd_input *input;
    const struct sd_records *records;
    const struct sd_input_name *name;
    struct sd_targets *targets;
    struct sd_provenance *provenance;
    const uint64_t *part_rows; /* of each part of each set */
    const uint64_t *sums;      /* for the split id, likewise */
    bool rehearsal;            /* outputs are not written */
};

/* Fills the report, notes included, but for times; makes the manifest if one is wanted, which the
 * report names. */
int sd_report_build(const struct sd_outcome *outcome, struct splitdata_report *report,
                    struct splitdata_error *error);

/* Adds the notes of what such a split can be wrong about without an error: warnings.c. False: no
 * memory. */
bool sd_report_warnings(const struct sd_outcome *outcome, struct splitdata_report *report);

#endif
