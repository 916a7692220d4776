/* SPDX-License-Identifier: MIT */
/* The warnings of a report: likely mistakes that are no errors. */
#include "algorithm/strata.h"
#include "keys/number.h"
#include "report/outcome.h"
#include "report/report.h"
#include "strategy/strategy.h"
#include "strategy/stratified.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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
        return sd_report_warn(report,
                              "%s is grouped by and stratified by: whole groups of one class each "
                              "cannot keep class shares",
                              both);
    if (groups->count >= FEW_GROUPS)
        return true;
    if (groups->rows >= LABELS * (uint64_t)groups->count)
        return sd_report_warn(report,
                              "%s has only %" PRIu32 " value%s in %" PRIu64 " records: is it the "
                              "label? --stratify keeps class shares, --group keeps values whole",
                              outcome->decision->groups->names[0], groups->count,
                              groups->count == 1 ? "" : "s", groups->rows);
    return sd_report_warn(report, "there %s only %" PRIu32 " group%s to share out",
                          groups->count == 1 ? "is" : "are", groups->count,
                          groups->count == 1 ? "" : "s");
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
           sd_report_warn(report, "%s has %.1f %% of the records, not %.1f %%: groups %s",
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
    return sd_report_warn(report,
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
           sd_report_warn(report, "%s", what);
}

/* All parts but the first, train, serve to measure. */
static bool warn_of_small_parts(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    enum { ENOUGH = 30 };
    const struct splitdata_part *smallest = NULL;
    for (size_t i = 0; i < report->part_count; i++) {
        const struct splitdata_part *part = &report->parts[i];
        if (i % outcome->request->parts.count != 0 &&
            (smallest == NULL || part->rows < smallest->rows))
            smallest = part;
    }
    if (smallest == NULL || smallest->rows >= ENOUGH)
        return true;
    return sd_report_warn(
        report, "%s has only %" PRIu64 " record%s: what is measured on fewer than %d says little",
        smallest->name, smallest->rows, smallest->rows == 1 ? "" : "s", ENOUGH);
}

/* Where double arithmetic, which must be reproduced, gives another size of train or test than exact
 * arithmetic. */
static bool warn_of_rounded_shares(const struct sd_outcome *outcome, const uint64_t *exact,
                                   struct splitdata_report *report)
{
    const struct sd_part *part = outcome->request->parts.part;
    for (size_t p = 0; p < 2; p++) {
        const struct sd_size *size = &part[p].size;
        if (size->kind == SD_SIZE_SHARE && exact[p] != outcome->decision->sizes[p] &&
            !sd_report_warn(report,
                            "%.*s of %" PRIu64 " records is exactly %" PRIu64
                            " for %s; in %s's double arithmetic it is %" PRIu64,
                            (int)size->text_length, size->text, outcome->records->rows, exact[p],
                            part[p].name, outcome->request->recipe->name,
                            outcome->decision->sizes[p]))
            return false;
    }
    return true;
}

/* The same for --parts. The first difference is told: it makes others, as parts follow each other.
 */
static bool warn_of_rounded_parts(const struct sd_outcome *outcome, const uint64_t *exact,
                                  struct splitdata_report *report)
{
    size_t p = 0;
    while (p < outcome->request->parts.count && exact[p] == outcome->decision->sizes[p])
        p++;
    return p == outcome->request->parts.count ||
           sd_report_warn(report,
                          "%s would have %" PRIu64 " of %" PRIu64
                          " records by exact arithmetic; in %s's double arithmetic it has "
                          "%" PRIu64,
                          outcome->request->parts.part[p].name, exact[p], outcome->records->rows,
                          outcome->request->recipe->name, outcome->decision->sizes[p]);
}

static bool warn_of_rounding(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    bool of_rows = outcome->decision->folds == 0 &&
                   outcome->part_rows[0] == outcome->decision->sizes[0] &&
                   outcome->decision->rows == outcome->records->rows;
    if (!of_rows)
        return true;
    struct sd_sizes_asked asked =
        sd_request_sizes_asked(outcome->request, outcome->records->rows, "record");
    struct splitdata_error none;
    uint64_t *exact = calloc(asked.parts, sizeof *exact);
    bool room = exact != NULL;
    asked.exact = true;
    if (room && outcome->request->recipe->sizes(&asked, exact, &none) == SPLITDATA_OK)
        room = asked.train_test ? warn_of_rounded_shares(outcome, exact, report)
                                : warn_of_rounded_parts(outcome, exact, report);
    free(exact);
    return room;
}

static bool warn_of_names(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    bool same_directory = outcome->request->options->output_dir == NULL;
    for (size_t i = 0; i < outcome->targets->count; i++) {
        const char *path = outcome->targets->target[i].path, *slash = strrchr(path, '/');
        const char *name = slash != NULL ? slash + 1 : path;
        if (sd_names_several_splits(name))
            return sd_report_warn(report,
                                  "the name %s has the words of several splits: tools that pick "
                                  "files by name, such as Hugging Face's load_dataset, take it for "
                                  "each (%sa --name without {stem} keeps them apart)",
                                  name, same_directory ? "-O DIR and " : "");
    }
    const char *directory = strrchr(outcome->name->pieces.directory, '/');
    const char *word = sd_split_word(outcome->name->pieces.stem);
    if (word == NULL)
        word = sd_split_word(directory != NULL ? directory : outcome->name->pieces.directory);
    if (word == NULL || !same_directory)
        return true;
    return sd_report_warn(report,
                          "the input's name contains '%s': tools that pick files by name, such as "
                          "Hugging Face's load_dataset, may mix it up with the outputs (-O DIR "
                          "keeps them apart)",
                          word);
}

static bool warn_of_empty_keys(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    return outcome->decision->empty_keys == 0 ||
           sd_report_warn(report,
                          "%" PRIu64 " record%s an empty key, which is a key like any other: they "
                          "are all in one part",
                          outcome->decision->empty_keys,
                          outcome->decision->empty_keys == 1 ? " has" : "s have");
}

/* Without a header, the first record would become the first line of every output. */
static bool warn_of_header(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    double ignored;
    if (outcome->records->columns.count == 0 ||
        outcome->request->options->header == SPLITDATA_HEADER_PRESENT)
        return true;
    for (size_t i = 0; i < outcome->records->columns.count; i++) {
        const char *name = outcome->records->columns.names[i];
        if (!sd_read_double(name, strlen(name), SD_PANDAS_3, &ignored))
            return true;
    }
    return sd_report_warn(report, "the header is nothing but numbers: if it is a record, say "
                                  "--no-header");
}

/* Whether each of the first three lines has the same number of such bytes, at least one. */
static bool in_each_line(const uint8_t *text, uint64_t length, uint8_t delimiter)
{
    enum { LINES = 3 };
    uint64_t counts[LINES] = {0}, i = 0;
    for (size_t line = 0; line < LINES; line++, i++) {
        for (; i < length && text[i] != '\n'; i++)
            counts[line] += text[i] == delimiter;
        if (i == length || counts[line] == 0 || counts[line] != counts[0])
            return false;
    }
    return true;
}

/* CSV files, too, are given names that end in .txt. */
static bool warn_of_lines(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const uint8_t *data = outcome->records->data;
    uint64_t bom = outcome->records->index.bom;
    if (outcome->request->options->format != SPLITDATA_FORMAT_BY_NAME ||
        !outcome->records->dialect->lines || strcmp(outcome->name->pieces.suffix, ".txt") != 0 ||
        data == NULL || data[bom] == '{' || data[bom] == '[')
        return true;
    for (const char *delimiter = ",;\t|"; *delimiter != '\0'; delimiter++) {
        if (in_each_line(data, outcome->records->size, (uint8_t)*delimiter))
            return sd_report_warn(report, "each line is a record here, as the name ends in .txt: "
                                          "--format csv knows headers and quotes");
    }
    return true;
}

/* Reports the existing outputs that would stop a run without -n. */
static bool warn_of_existing(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct splitdata_options *options = outcome->request->options;
    const char *first = NULL;
    bool all = true;
    if (!options->dry_run || options->force || options->if_changed)
        return true;
    for (size_t i = sd_targets_all(outcome->targets); i-- > 0;) {
        const struct sd_target *target = &outcome->targets->target[i];
        if (target->here_before)
            first = target->path;
        else
            all = all && strcmp(target->path, "-") == 0;
    }
    if (first == NULL)
        return true;
    return all ? sd_report_warn(report, "all outputs exist already: a run without -n needs -f or "
                                        "--if-changed")
               : sd_report_warn(report,
                                "%s exists already: unless it is this split's own, a run without "
                                "-n needs -f",
                                first);
}

bool sd_report_warnings(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    return warn_of_header(outcome, report) && warn_of_lines(outcome, report) &&
           warn_of_rounding(outcome, report) && warn_of_groups(outcome, report) &&
           warn_of_strata(outcome, report) && warn_of_small_parts(outcome, report) &&
           warn_of_empty_keys(outcome, report) && warn_of_names(outcome, report) &&
           warn_of_existing(outcome, report);
}
