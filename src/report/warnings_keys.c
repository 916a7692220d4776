/* SPDX-License-Identifier: MIT */
/* Warnings about key columns: groups and classes. */
#include "algorithm/strata.h"
#include "keys/types.h"
#include "report/warnings.h"
#include "strategy/strategy.h"
#include "strategy/stratified.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

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
    if (outcome->decision->groups->count != 0 && groups->rows >= LABELS * (uint64_t)groups->count)
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

/* --- classes that a part lacks --------------------------------------------------------------- */

enum { NAMED_CLASSES = 3, NAMED_PARTS = 3, NAMED_BYTES = 240 };

static bool is_binned(const struct sd_key_set *strata)
{
    for (size_t c = 0; c < strata->count; c++) {
        if (strata->columns[c].bins.kind != SD_BINS_NONE)
            return true;
    }
    return false;
}

static bool some_part_lacks(const struct sd_tally *tally, uint32_t class)
{
    for (size_t p = 0; p < tally->parts; p++) {
        if (tally->lacking[p * tally->strata->count + class] != 0)
            return true;
    }
    return false;
}

/* The classes that some part lacks, the largest first; returns how many there are, and sets
 * named[0..NAMED_CLASSES-1], as far as there are so many. */
static uint32_t find_lacking(const struct sd_tally *tally, uint32_t named[NAMED_CLASSES])
{
    const uint64_t *sizes = tally->strata->sizes;
    uint32_t count = 0;
    for (uint32_t c = 0; c < tally->strata->count; c++) {
        if (!some_part_lacks(tally, c))
            continue;
        uint32_t place = count < NAMED_CLASSES ? count : NAMED_CLASSES;
        for (; place > 0 && sizes[named[place - 1]] < sizes[c]; place--) {
            if (place < NAMED_CLASSES)
                named[place] = named[place - 1];
        }
        if (place < NAMED_CLASSES)
            named[place] = c;
        count++;
    }
    return count;
}

/* Adds in which folds or repeats it is so: " of fold 3", " of 2 of 5 repeats". */
static bool add_sets(struct sd_text *text, const struct sd_decision *decision, uint64_t lacking,
                     uint64_t first)
{
    const uint64_t sets = decision->tally.sets, folds = decision->folds;
    const char *what = folds != 0 ? "fold" : "repeat";
    if (sets == 1)
        return true;
    if (lacking == sets)
        return sd_text_format(text, " of any of the %" PRIu64 " %ss", sets, what);
    if (lacking > 1)
        return sd_text_format(text, " of %" PRIu64 " of %" PRIu64 " %ss", lacking, sets, what);
    bool added =
        sd_text_format(text, " of %s %" PRIu64, what, (folds != 0 ? first % folds : first) + 1);
    return folds == 0 || sets == folds
               ? added
               : added && sd_text_format(text, " of repeat %" PRIu64, first / folds + 1);
}

/* Adds the parts without a record of the class: "val and test". */
static bool add_parts(struct sd_text *text, const struct sd_outcome *outcome, uint32_t class)
{
    const struct sd_tally *tally = &outcome->decision->tally;
    size_t count = 0, said = 0;
    bool added = true;
    for (size_t p = 0; p < tally->parts; p++)
        count += tally->lacking[p * tally->strata->count + class] != 0;
    for (size_t p = 0; p < tally->parts && said < NAMED_PARTS && added; p++) {
        const size_t cell = p * tally->strata->count + class;
        if (tally->lacking[cell] == 0)
            continue;
        added = sd_text_format(text, "%s%.60s",
                               said == 0           ? ""
                               : said + 1 == count ? " and "
                                                   : ", ",
                               outcome->request->parts.part[p].name) &&
                add_sets(text, outcome->decision, tally->lacking[cell], tally->first_in[cell]);
        said++;
    }
    return count == said ? added
                         : added && sd_text_format(text, " and %zu more part%s", count - said,
                                                   count - said == 1 ? "" : "s");
}

/* Whether --rare each would give each part a record of each class. */
static bool each_helps(const struct sd_decision *decision)
{
    return decision->folds == 0 && decision->groups == NULL &&
           decision->request->options->rare == SPLITDATA_RARE_ERROR &&
           decision->request->recipe->assign_strata == NULL &&
           sd_strata_rare(&decision->strata->codes, decision->plan.parts) == 0;
}

static bool describe_lacking(struct sd_text *text, const struct sd_outcome *outcome,
                             const uint32_t named[NAMED_CLASSES], uint32_t count)
{
    const struct sd_key_set *strata = outcome->decision->strata;
    uint32_t said = 0;
    bool added = true;
    for (; said < count && said < NAMED_CLASSES && text->length < NAMED_BYTES && added; said++) {
        const uint64_t rows = strata->codes.sizes[named[said]];
        char label[128];
        sd_key_set_label(strata, named[said], label, sizeof label);
        added = sd_text_format(text, "%s%s'%s' (%" PRIu64 " record%s) %s in ",
                               said == 0           ? "the "
                               : said + 1 == count ? " and "
                                                   : ", ",
                               said != 0           ? ""
                               : is_binned(strata) ? "bin of "
                                                   : "class ",
                               label, rows, rows == 1 ? "" : "s",
                               said == 0 ? "has no record" : "none") &&
                add_parts(text, outcome, named[said]);
    }
    if (count > said)
        added =
            added && sd_text_format(text, " and %" PRIu32 " more none in some part", count - said);
    return added && (!each_helps(outcome->decision) ||
                     sd_text_add(text, " (--rare each gives each part one of each class)"));
}

/* A class without a record in some part: what is measured there says nothing about it, or nothing
 * was learnt of it. */
static bool warn_of_lacking(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    uint32_t named[NAMED_CLASSES];
    struct sd_text text = {0};
    if (outcome->decision->tally.strata == NULL)
        return true;
    const uint32_t count = find_lacking(&outcome->decision->tally, named);
    bool warned =
        count == 0 || (describe_lacking(&text, outcome, named, count) &&
                       sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT, "%s", text.bytes));
    sd_text_free(&text);
    return warned;
}

/* --- bins that collapse ---------------------------------------------------------------------- */

static bool warn_of_bins(const struct sd_key_column *column, struct splitdata_report *report)
{
    const struct sd_bins *bins = &column->bins;
    const char kind = bins->kind == SD_BINS_QUANTILES ? 'q' : 'w';
    const uint32_t empty = bins->made - bins->used;
    char coincide[64] = "", hold[64] = "";
    if (bins->kind == SD_BINS_NONE || bins->used == bins->count)
        return true;
    if (bins->coinciding != 0)
        snprintf(coincide, sizeof coincide, "%" PRIu32 " of its quantiles coincide",
                 bins->coinciding);
    if (empty != 0)
        snprintf(hold, sizeof hold, "%" PRIu32 " hold%s no record", empty, empty == 1 ? "s" : "");
    return sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT,
                          "%.100s:%c%" PRIu32 " gave %" PRIu32 " bin%s: %s%s%s", column->name, kind,
                          bins->count, bins->used, bins->used == 1 ? "" : "s", coincide,
                          coincide[0] != '\0' && hold[0] != '\0' ? ", and " : "", hold);
}

/* Nearly each record has a value of its own, and --rare has not left several classes. */
static bool warn_of_many_classes(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_decision *decision = outcome->decision;
    char what[SD_MANY_CLASSES];
    return (decision->request->options->rare != SPLITDATA_RARE_ERROR &&
            decision->strata->codes.count > 1) ||
           (decision->strata->codes.classes != NULL && decision->strata->codes.numbers) ||
           !sd_too_many_classes(decision->strata, decision->rows, false, what, sizeof what) ||
           sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT, "%s", what);
}

/* Groups of folds with --stratify, which StratifiedGroupKFold does not check. */
static bool warn_of_loose_groups(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_key_set *groups = outcome->decision->groups;
    if (groups == NULL || !groups->loose || groups->classes.missing == 0)
        return true;
    const struct sd_key_type *type = groups->classes.type;
    if (type == &sd_type_boolean || type == &sd_type_wide)
        return sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT,
                              "scikit-learn 1.9.1 may tear groups of %s where some records have "
                              "none; here they are whole, and having no value is one of them",
                              type == &sd_type_boolean ? "booleans" : "integers beyond 64 bits");
    return outcome->request->options->missing == SPLITDATA_MISSING_CLASS ||
           sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT,
                          "the %" PRIu64 " record%s without a value in %.100s %s one group, as in "
                          "scikit-learn's StratifiedGroupKFold (--missing drop leaves such records "
                          "out)",
                          groups->classes.missing, groups->classes.missing == 1 ? "" : "s",
                          groups->names[0], groups->classes.missing == 1 ? "is" : "are");
}

/* What scikit-learn 1.9.1 refuses as classes of folds. */
static bool warn_of_sklearn(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_key_set *strata = outcome->decision->strata;
    if (outcome->request->options->folds == 0 || strata == NULL ||
        outcome->request->recipe->fold_strata_groups == NULL)
        return true;
    const bool wide = strata->classes.type == &sd_type_wide;
    return (!wide && !strata->classes.beyond) ||
           sd_report_warn(report, SPLITDATA_SEVERITY_READERS,
                          "scikit-learn 1.9.1 makes no folds of %.100s, since it takes %s for "
                          "'%s'; here each value is a class",
                          strata->names[0],
                          wide ? "integers beyond 64 bits" : "decimals beyond 64-bit integers",
                          wide ? "unknown" : "continuous");
}

static bool warn_of_strata(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_key_set *strata = outcome->decision->strata;
    if (strata == NULL)
        return true;
    if (!warn_of_lacking(outcome, report))
        return false;
    for (size_t c = 0; c < strata->count; c++) {
        if (!warn_of_bins(&strata->columns[c], report))
            return false;
    }
    return warn_of_many_classes(outcome, report);
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
           warn_of_sklearn(outcome, report) && warn_of_loose_groups(outcome, report) &&
           warn_of_empty_keys(outcome, report);
}
