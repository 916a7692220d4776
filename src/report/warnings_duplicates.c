/* SPDX-License-Identifier: MIT */
/* Warnings about equal records in several parts. */
#include "report/warnings.h"

#include <inttypes.h>
#include <stdio.h>

enum { NAMES = 200 };

/* The parts after the first: "test", "val and test", "the other parts". */
static const char *later_parts(const struct sd_outcome *outcome, char out[NAMES])
{
    const struct sd_parts *parts = &outcome->request->parts;
    if (parts->count == 2)
        snprintf(out, NAMES, "%.90s", parts->part[1].name);
    else if (parts->count == 3)
        snprintf(out, NAMES, "%.90s and %.90s", parts->part[1].name, parts->part[2].name);
    else
        snprintf(out, NAMES, "the other parts");
    return out;
}

static const char *of_sets(const struct splitdata_report *report)
{
    const bool folds = report->parts[0].fold != 0, repeats = report->parts[0].repeat != 0;
    return folds && repeats ? ", in all folds and repeats together"
           : folds          ? ", in all folds together"
           : repeats        ? ", in all repeats together"
                            : "";
}

/* What helps; --duplicates together is a split by groups, which not all splits can be. */
static const char *way_out(const struct sd_outcome *outcome)
{
    struct splitdata_options grouped = *outcome->request->options;
    grouped.duplicates = SPLITDATA_DUPLICATES_TOGETHER;
    return sd_options_agree(&grouped) ? "--duplicates together keeps equal records in one part, "
                                        "--duplicates drop only the "
                                        "first of them"
                                      : "--duplicates drop keeps only the first of equal records";
}

static bool warn_of_all(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_part *part = outcome->request->parts.part;
    char names[NAMES];
    if (outcome->request->parts.count < 2)
        return true;
    if (report->shared_rows == 0)
        return sd_report_warn(report, SPLITDATA_SEVERITY_ADVICE,
                              "no record of %s is also in %.90s%s: %" PRIu64 " were looked up",
                              later_parts(outcome, names), part[0].name, of_sets(report),
                              report->compared_rows);
    return sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT,
                          "%" PRIu64 " of %" PRIu64 " records of %s %s also in %.90s%s "
                          "(%s)",
                          report->shared_rows, report->compared_rows, later_parts(outcome, names),
                          report->shared_rows == 1 ? "is" : "are", part[0].name, of_sets(report),
                          way_out(outcome));
}

/* Of a sample, see engine/sample_shared.h. */
static bool warn_of_sample(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_decision *decision = outcome->decision;
    char names[NAMES];
    if (decision->shared_rows * 100 <= decision->compared_rows)
        return true;
    return sd_report_warn(
        report, SPLITDATA_SEVERITY_SPLIT,
        "%s%" PRIu64 " of %" PRIu64 " records of %s that were looked up %s also in %.90s%s (%s)",
        decision->shared_at_least ? "at least " : "", decision->shared_rows,
        decision->compared_rows, later_parts(outcome, names),
        decision->shared_rows == 1 ? "is" : "are", outcome->request->parts.part[0].name,
        report->parts[0].fold != 0     ? ", in the first fold"
        : report->parts[0].repeat != 0 ? ", in the first repeat"
                                       : "",
        way_out(outcome));
}

bool sd_warn_of_duplicates(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    return report->duplicates_counted ? warn_of_all(outcome, report)
                                      : warn_of_sample(outcome, report);
}
