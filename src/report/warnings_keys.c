/* SPDX-License-Identifier: MIT */
/* Warnings about key columns: groups and classes. */
#include "algorithm/strata.h"
#include "report/warnings.h"
#include "strategy/strategy.h"
#include "strategy/stratified.h"

#include <inttypes.h>
#include <math.h>

/* The column that is both group and class; NULL: there is none. */
static const char *grouped_class(const struct sd_decision *decision)
{
    const struct sd_key_set *groups = decision->groups, *strata = decision->strata;
    for (size_t g = 0; strata != NULL && g < groups->count; g++) {
        for (size_t s = 0; s < strata->count; s++) {
            if (groups->fields[g] == strata->fields[s])
                return groups->names[g];
        }
    }
    return NULL;
}

/* Few groups cannot be divided evenly; few values in many records are rather a label. */
static bool warn_of_few_groups(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    enum { FEW_GROUPS = 10, LABELS = 50 };
    const struct sd_codes *groups = &outcome->decision->groups->codes;
    const char *both = grouped_class(outcome->decision);
    if (both != NULL)
        return sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT,
                              "%s is grouped by and stratified by: whole groups of one class each "
                              "cannot keep class shares",
                              both);
    if (groups->count >= FEW_GROUPS)
        return true;
    if (groups->rows >= LABELS * (uint64_t)groups->count)
        return sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT,
                              "%s has only %" PRIu32 " value%s in %" PRIu64 " records: is it the "
                              "label? --stratify keeps class shares, --group keeps values whole",
                              outcome->decision->groups->names[0], groups->count,
                              groups->count == 1 ? "" : "s", groups->rows);
    return sd_report_warn(
        report, SPLITDATA_SEVERITY_SPLIT, "there %s only %" PRIu32 " group%s to share out",
        groups->count == 1 ? "is" : "are", groups->count, groups->count == 1 ? "" : "s");
}

/* Warns of the part whose share of the records is furthest from the requested one. */
static bool warn_of_group_sizes(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const double enough = 0.05;
    const struct sd_request *request = outcome->request;
    bool by_rows = request->options->group_unit == SPLITDATA_GROUP_UNIT_ROWS ||
                   request->options->stratify != NULL;
    double units =
        (double)(by_rows ? outcome->decision->rows : outcome->decision->groups->codes.count);
    double worst = 0.0, asked = 0.0, got = 0.0;
    size_t part = 0;
    for (size_t p = 0; p < outcome->request->parts.count; p++) {
        const struct sd_size *size = &request->parts.part[p].size;
        double wanted = size->kind == SD_SIZE_SHARE ? sd_ratio_double(size->share)
                                                    : (double)outcome->decision->sizes[p] / units;
        double share = (double)outcome->part_rows[p] / (double)outcome->decision->rows;
        if (fabs(share - wanted) <= worst + 1e-9)
            continue;
        worst = fabs(share - wanted);
        asked = wanted;
        got = share;
        part = p;
    }
    return worst < enough ||
           sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT,
                          "%s has %.1f %% of the records, not %.1f %%: groups %s",
                          request->parts.part[part].name, 100 * got, 100 * asked,
                          by_rows ? "stay whole, and some are large"
                                  : "differ in size (--group-unit rows makes sizes count records)");
}

/* Warnings of a group split. */
static bool warn_of_groups(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    if (outcome->decision->groups == NULL)
        return true;
    if (!warn_of_few_groups(outcome, report))
        return false;
    return outcome->decision->folds != 0 || !outcome->decision->strategy->shuffles ||
           warn_of_group_sizes(outcome, report);
}

/* StratifiedKFold accepts a class too small for every test part, and so does this. */
static bool warn_of_small_class(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_codes *strata = &outcome->decision->strata->codes;
    const uint32_t folds = outcome->decision->folds;
    char label[128];
    uint32_t rarest = folds != 0 ? sd_strata_rarest(strata, folds) : strata->count;
    if (rarest == strata->count)
        return true;
    sd_key_set_label(outcome->decision->strata, rarest, label, sizeof label);
    return sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT,
                          "the class '%s' has %" PRIu64 " record%s, fewer than the %" PRIu32
                          " folds: some test parts have none",
                          label, strata->sizes[rarest], strata->sizes[rarest] == 1 ? "" : "s",
                          folds);
}

static bool warn_of_strata(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_decision *decision = outcome->decision;
    char what[SD_MANY_CLASSES];
    if (decision->strata == NULL)
        return true;
    if (!warn_of_small_class(outcome, report))
        return false;
    return !sd_too_many_classes(decision->strata, decision->rows, what, sizeof what) ||
           sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT, "%s", what);
}

static bool warn_of_empty_keys(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    return outcome->decision->empty_keys == 0 ||
           sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT,
                          "%" PRIu64 " record%s an empty key, which is a key like any other: they "
                          "are all in one part",
                          outcome->decision->empty_keys,
                          outcome->decision->empty_keys == 1 ? " has" : "s have");
}

bool sd_warn_of_keys(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    return warn_of_groups(outcome, report) && warn_of_strata(outcome, report) &&
           warn_of_empty_keys(outcome, report);
}
