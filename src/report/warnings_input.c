/* SPDX-License-Identifier: MIT */
/* Warnings about the input: what it looks like (look/profile.h). */
#include "csv/start.h"
#include "look/profile.h"
#include "report/warnings.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool warn_of_comments(const struct sd_head *head, struct splitdata_report *report)
{
    const bool one = head->comment_rows == 1;
    return sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                          "%" PRIu64 " row%s with '%c' among values: if %s, --comment '%c' leaves "
                          "%s out",
                          head->comment_rows, one ? " begins" : "s begin", head->comment,
                          one ? "that is a comment" : "they are comments", head->comment,
                          one ? "it" : "them");
}

/* Lines before the header, or a header of several: with what takes them as what they are. */
static bool warn_of_head(const struct sd_profile *profile, struct splitdata_report *report)
{
    const struct sd_head *head = &profile->head;
    const bool two = head->headers == 2;
    char headers[48] = "", leave_out[48];
    if (head->comment_rows != 0)
        return warn_of_comments(head, report);
    if (head->skip_lines == 0)
        return head->headers == 1 ||
               sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                              "%zu record%s after the header %s like a part of it, and %s now: "
                              "if so, --header=%zu keeps %s at the head of every output",
                              head->headers - 1, two ? "" : "s", two ? "looks" : "look",
                              two ? "is a row" : "are rows", head->headers,
                              two ? "both" : "them all");
    if (head->headers > 1)
        snprintf(headers, sizeof headers, " --header=%zu", head->headers);
    if (head->comment == '\0')
        snprintf(leave_out, sizeof leave_out, "--skip-lines %" PRIu64, head->skip_lines);
    else
        snprintf(leave_out, sizeof leave_out, "--comment '%c'", head->comment);
    if (head->single)
        return sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                              "line %" PRIu64 " ('%s' ...) looks like the header, or a part of it, "
                              "and is a row now: %s leaves out the line%s before it, or "
                              "--header=%" PRIu64 " keeps %s at the head of every output",
                              head->line, head->name, leave_out, head->skip_lines == 1 ? "" : "s",
                              head->line, head->line == 2 ? "both" : "them all");
    return sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                          "line %" PRIu64 " ('%s' ...) looks like the header, and is a row now: "
                          "%s%s leaves out the %s before it",
                          head->line, head->name, leave_out, headers,
                          head->skip_lines == 1 ? "line" : "lines");
}

/* Without a header, the first record would become the first line of every output. */
static bool warn_of_first(const struct sd_profile *profile, struct splitdata_report *report)
{
    static const char follows[] =
        "the first record is the header of every output now, and no row (--no-header makes it one)";
    switch (profile->first) {
    case SD_FIRST_NAMES:
        return true;
    case SD_FIRST_LIBSVM:
        return sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS, "this looks like LIBSVM data: %s",
                              follows);
    case SD_FIRST_ALL_NUMBERS:
        return sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                              "the header is nothing but numbers, as the records are: %s", follows);
    case SD_FIRST_AGAIN:
        return sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                              "the header looks like a record ('%s' comes back in column %" PRIu64
                              "): %s",
                              profile->first_cell, profile->first_column, follows);
    default:
        return sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                              "the header looks like a record (%s in column %" PRIu64
                              ", among %s): %s",
                              profile->first_cell, profile->first_column,
                              profile->first == SD_FIRST_NUMBER ? "numbers" : "its like", follows);
    }
}

static bool warn_of_names(const struct sd_profile *profile, struct splitdata_report *report)
{
    return !profile->nameless_first ||
           sd_report_warn(report, SPLITDATA_SEVERITY_READERS,
                          "the first column has no name, and the others are texts: DuckDB and "
                          "data.table take the header for a record (header=true)");
}

static bool warn_of_delimiter(const struct sd_profile *profile, struct splitdata_report *report)
{
    const struct sd_other_delimiter *other = &profile->other;
    if (other->option == NULL)
        return true;
    char number[24] = "";
    if (other->before > 1)
        snprintf(number, sizeof number, "%" PRIu64 " ", other->before);
    if (other->before != 0)
        return sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                              "after the first %srecord%s, the one column looks like "
                              "%" PRIu64 ", with %s between them: is that the delimiter? -d %s",
                              number, other->before == 1 ? "" : "s", other->fields, other->name,
                              other->option);
    return sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                          "the one column looks like %" PRIu64
                          ", with %s between them: -d %s reads it so",
                          other->fields, other->name, other->option);
}

/* Quotes that were not meant as such, or that are escaped. */
static bool warn_of_quotes(const struct sd_profile *profile, struct splitdata_report *report)
{
    if (profile->merged != 0 &&
        !sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                        "the record in line %" PRIu64 " has %" PRIu64
                        " lines that look like records of their own%s: quotes keep them together%s",
                        profile->merged_line, profile->merged_lines,
                        profile->merged > 1 ? ", and it is not alone" : "",
                        profile->backslashes        ? ""
                        : profile->merged_all_plain ? " (--quote none if quotes mean nothing here)"
                                                    : ""))
        return false;
    return !profile->backslashes ||
           sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                          "backslashes precede quotes, and no quote is doubled: if they escape "
                          "them, as Spark and MySQL write, say --escape '\\'");
}

static bool warn_of_continued(const struct sd_profile *profile, struct splitdata_report *report)
{
    const bool one = profile->continued == 1;
    return profile->continued == 0 ||
           sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                          "%" PRIu64 " record%s in a backslash (%sline %" PRIu64
                          "): if it escapes the "
                          "line end, as MySQL writes, say --escape '\\' --quote none",
                          profile->continued, one ? " ends" : "s end", one ? "" : "the first in ",
                          profile->continued_line);
}

static bool warn_of_hashes(const struct sd_profile *profile, struct splitdata_report *report)
{
    return profile->hashes == 0 || profile->head.comment != '\0' || profile->head.skip_lines != 0 ||
           profile->head.headers > 1 ||
           sd_report_warn(report, SPLITDATA_SEVERITY_READERS,
                          "records begin with '#' (%" PRIu64 " of %" PRIu64
                          " looked at): NumPy and univocity leave them out as comments",
                          profile->hashes, profile->looked);
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
    return sd_likely_delimiter(data, outcome->records->size) == 0 ||
           sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                          "each line is a record here, as the name ends in .txt: --format csv "
                          "knows headers and quotes");
}

bool sd_warn_of_input(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_profile *profile = outcome->profile;
    return warn_of_head(profile, report) && warn_of_first(profile, report) &&
           warn_of_delimiter(profile, report) && warn_of_quotes(profile, report) &&
           warn_of_continued(profile, report) && warn_of_names(profile, report) &&
           warn_of_hashes(profile, report) && warn_of_lines(outcome, report);
}
