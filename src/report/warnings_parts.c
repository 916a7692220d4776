/* SPDX-License-Identifier: MIT */
/* Warnings about the sizes of parts. */
#include "report/warnings.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* All parts but the first, train, serve to measure. */
static bool warn_of_small_parts(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct splitdata_part *smallest = NULL;
    for (size_t i = 0; i < report->part_count; i++) {
        const struct splitdata_part *part = &report->parts[i];
        if (i % outcome->request->parts.count != 0 && part->path != NULL &&
            (smallest == NULL || part->rows < smallest->rows))
            smallest = part;
    }
    if (smallest == NULL || smallest->rows >= SD_ENOUGH_TO_MEASURE)
        return true;
    return sd_report_warn(
        report, SPLITDATA_SEVERITY_ADVICE,
        "%s has only %" PRIu64 " record%s: what is measured on fewer than %d says little",
        smallest->name, smallest->rows, smallest->rows == 1 ? "" : "s", SD_ENOUGH_TO_MEASURE);
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
            !sd_report_warn(report, SPLITDATA_SEVERITY_ADVICE,
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
           sd_report_warn(report, SPLITDATA_SEVERITY_ADVICE,
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

/* Sizes are given, but stamps decide. */
static bool warn_of_unused_sizes(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_request *request = outcome->request;
    return request->options->cutoff == NULL || request->options->parts == NULL ||
           request->parts.part[0].size.kind == SD_SIZE_NONE ||
           sd_report_warn(report, SPLITDATA_SEVERITY_ADVICE,
                          "with --cutoff the sizes in --parts mean nothing (names alone suffice)");
}

/* Whether the share is written A/B where A parts of A + B may be meant: 30/70, or 4/6, which is not
 * how a fraction is written. Sets *meant to A / (A + B). */
static bool may_be_proportion(const struct sd_size *size, double *meant)
{
    uint64_t a, b;
    const char *slash = size->kind == SD_SIZE_SHARE && size->text != NULL
                            ? memchr(size->text, '/', size->text_length)
                            : NULL;
    size_t before = slash != NULL ? (size_t)(slash - size->text) : 0;
    if (slash == NULL || !sd_parse_integer(size->text, before, &a) ||
        !sd_parse_integer(slash + 1, size->text_length - before - 1, &b) || a == 0 || a > 100 ||
        b > 100)
        return false;
    const bool cancels = (a % 2 == 0 && b % 2 == 0) || a == b;
    *meant = (double)a / (double)(a + b);
    return a + b == 100 || (a + b == 10 && cancels);
}

/* A quotient of two numbers, where the two may be meant as parts of their sum. */
static bool warn_of_quotients(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_request *request = outcome->request;
    const char *options[] = {request->options->ratio != NULL ? "--ratio" : "--train-size",
                             "--test-size"};
    for (size_t p = 0; p < 2 && request->options->parts == NULL && p < request->parts.count; p++) {
        const struct sd_size *size = &request->parts.part[p].size;
        double meant;
        if (may_be_proportion(size, &meant) &&
            !sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT,
                            "%s %.*s is taken as a quotient, %.4g; if %.*s means parts of their "
                            "sum, say %s %g",
                            options[p], (int)size->text_length, size->text,
                            sd_ratio_double(size->share), (int)size->text_length, size->text,
                            options[p], meant))
            return false;
    }
    return true;
}

bool sd_warn_of_parts(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    return warn_of_unused_sizes(outcome, report) && warn_of_quotients(outcome, report) &&
           warn_of_rounding(outcome, report) && warn_of_small_parts(outcome, report);
}
