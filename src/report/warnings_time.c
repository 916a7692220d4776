/* SPDX-License-Identifier: MIT */
/* Warnings about splits along time. */
#include "report/warnings.h"

/* A gap that takes nothing keeps no distance between the parts that was not there before. */
bool sd_warn_of_time(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const size_t part = outcome->decision->idle_gap;
    const struct splitdata_options *options = outcome->request->options;
    return part == 0 ||
           sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT,
                          "the gap of %s takes no record before %s: none is that near to its %s",
                          options->gap, outcome->request->parts.part[part].name,
                          options->cutoff != NULL ? "cutoff" : "first record");
}
