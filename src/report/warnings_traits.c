/* SPDX-License-Identifier: MIT */
/* Warnings about what the records have, counted over all of them (csv/traits.h): copies of the
 * header, lone CRs, mixed line ends, odd quotes, blank lines. */
#include "base/text.h"
#include "csv/start.h"
#include "report/warnings.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Room for " (the first in line 18446744073709551615 of FILE)", FILE of NAME bytes. */
enum { NAME = 200, PLACE = NAME + 60 };

/* " of FILE", where several files are split as one; else "". */
static const char *of_file(const struct sd_outcome *outcome, const struct sd_sighting *sighting,
                           char text[NAME])
{
    const struct sd_joined *joined = outcome->input->joined;
    text[0] = '\0';
    if (joined != NULL)
        snprintf(text, NAME, " of %.180s",
                 sd_joined_name(joined, sd_extents_find(&joined->extents, sighting->first)));
    return text;
}

/* " (the first in line N)", " (line N)" or, where the line is not known, "". */
static const char *place(const struct sd_outcome *outcome, const struct sd_sighting *sighting,
                         char text[PLACE])
{
    const uint64_t line = sd_records_line_of(outcome->records, sighting);
    char file[NAME];
    text[0] = '\0';
    if (line != 0)
        snprintf(text, PLACE,
                 sighting->count == 1 ? " (line %" PRIu64 "%s)"
                                      : " (the first in line %" PRIu64 "%s)",
                 line, of_file(outcome, sighting, file));
    return text;
}

/* "line 4" or "lines 4, 7, 9, ..."; "" where they are not known. */
static bool lines_of_headers(const struct sd_outcome *outcome, struct sd_text *text)
{
    const struct sd_traits *traits = &outcome->records->index.traits;
    bool made = true;
    for (size_t i = 0; i < SD_HEADER_PLACES && traits->header[i].count != 0 && made; i++) {
        const uint64_t line = sd_records_line_of(outcome->records, &traits->header[i]);
        char file[NAME];
        if (line == 0)
            break;
        made = sd_text_format(text, "%s%" PRIu64 "%s",
                              i != 0                      ? ", "
                              : traits->headers.count > 1 ? " (lines "
                                                          : " (line ",
                              line, of_file(outcome, &traits->header[i], file));
    }
    return made && (text->length == 0 ||
                    sd_text_add(text, traits->headers.count > SD_HEADER_PLACES ? ", ...)" : ")"));
}

/* Not of copies of what is a record itself. */
static bool warn_of_headers(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_records *records = outcome->records;
    const struct sd_sighting *headers = &records->index.traits.headers;
    struct sd_text lines = {0};
    if (headers->count == 0 || outcome->profile->first != SD_FIRST_NAMES)
        return true;
    bool made =
        lines_of_headers(outcome, &lines) &&
        sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                       "%" PRIu64 " record%s the header again%s, as in files that were joined: "
                       "rows like any other, they are in the parts (if so, remove them first)",
                       headers->count, headers->count == 1 ? " is" : "s are",
                       lines.length != 0 ? lines.bytes : "");
    sd_text_free(&lines);
    return made;
}

/* Only after a first line that ends otherwise: there are files whose lines all end in CR. */
static bool warn_of_lone_cr(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_records *records = outcome->records;
    const struct sd_traits *traits = &records->index.traits;
    const struct sd_sighting *crs = &traits->odd.lone_cr;
    char where[PLACE];
    if (crs->count == 0 || (traits->lf.first > crs->first && traits->crlf.first > crs->first))
        return true;
    return sd_report_warn(
        report, SPLITDATA_SEVERITY_RECORDS,
        "%" PRIu64 " lone CR%s end%s, though the first line ends in %s%s: pandas reads so, "
        "polars does not. Was it in a text? Python's csv quotes it as of 3.13",
        crs->count, crs->count == 1 ? "" : "s", crs->count == 1 ? "s a line" : " lines",
        traits->lf.first < traits->crlf.first ? "LF" : "CR LF", place(outcome, crs, where));
}

/* Not where the outputs get one kind of line end. */
static bool warn_of_mixed_ends(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_records *records = outcome->records;
    const struct sd_traits *traits = &records->index.traits;
    const bool lf_first = traits->lf.first < traits->crlf.first;
    const struct sd_sighting *usual = lf_first ? &traits->lf : &traits->crlf;
    const struct sd_sighting *other = lf_first ? &traits->crlf : &traits->lf;
    char where[PLACE];
    if (other->count == 0 || records->dialect->lines)
        return true;
    const bool rewritten = outcome->request->options->line_ends != SPLITDATA_LINE_ENDS_KEEP;
    if (records->index.fields == 1 && !lf_first && other->count < usual->count)
        return sd_report_warn(
            report, SPLITDATA_SEVERITY_RECORDS,
            "%" PRIu64 " record%s in LF, %" PRIu64 " in CR LF%s: if the LF was in a text, write it "
            "in quotes%s",
            other->count, other->count == 1 ? " ends" : "s end", usual->count,
            place(outcome, other, where),
            rewritten ? ""
                      : "; if not, --line-ends lf, as DuckDB and PostgreSQL refuse mixed line "
                        "ends");
    if (rewritten)
        return true;
    return sd_report_warn(
        report, SPLITDATA_SEVERITY_READERS,
        "%" PRIu64 " record%s in %s, %" PRIu64 " in %s%s: DuckDB and PostgreSQL refuse mixed line "
        "ends, Spark's multiLine and papaparse join records (--line-ends lf writes one kind)",
        usual->count, usual->count == 1 ? " ends" : "s end", lf_first ? "LF" : "CR LF",
        other->count, lf_first ? "CR LF" : "LF", place(outcome, other, where));
}

/* Other programs are told of another quote; then they do what they are told. Of backslashes before
 * quotes there is another note. */
static bool warn_of_quotes(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_records *records = outcome->records;
    const struct sd_oddities *odd = &records->index.traits.odd;
    const struct sd_sighting *bare = &odd->bare_quote, *after = &odd->after_quote;
    char where[PLACE];
    if (records->dialect->quote != '"' || outcome->profile->backslashes)
        return true;
    if (bare->count != 0 &&
        !sd_report_warn(
            report, SPLITDATA_SEVERITY_READERS,
            "%" PRIu64 " record%s a quote inside an unquoted field%s: PostgreSQL and R's "
            "read.csv take it for an opening one and join records",
            bare->count, bare->count == 1 ? " has" : "s have", place(outcome, bare, where)))
        return false;
    return after->count == 0 ||
           sd_report_warn(report, SPLITDATA_SEVERITY_READERS,
                          "%" PRIu64 " record%s text or blanks after a closing quote%s: Miller and "
                          "Go refuse that, SQLite may join records",
                          after->count, after->count == 1 ? " has" : "s have",
                          place(outcome, after, where));
}

/* Whether each record is one line: only then is it the same record with --format lines. */
static bool one_line_each(const struct sd_records *records)
{
    const struct sd_index *index = &records->index;
    if (records->data == NULL || records->size == 0)
        return false;
    return sd_records_lines(records) == index->count + index->blank_lines &&
           index->traits.odd.lone_cr.count == 0;
}

/* The empty lines of a column alone are its missing values, as many programs write it. */
static bool warn_of_blank_lines(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_records *records = outcome->records;
    const struct sd_traits *traits = &records->index.traits;
    const bool header = records->dialect->header;
    /* Those among title lines are none; those before the first record are some if it is no header
     * and there are others. */
    const uint64_t before = traits->blank_before, titles = outcome->profile->head.blank_lines,
                   none = titles > before ? titles : before, until_last = traits->blank_until_last;
    const uint64_t between = until_last <= none          ? 0
                             : header || titles > before ? until_last - none
                                                         : until_last;
    if (records->index.fields != 1 || records->dialect->lines ||
        outcome->profile->other.before != 0)
        return true;
    const char *way_out = !one_line_each(records) ? ""
                          : header                ? " (--format lines --header keeps them)"
                                                  : " (--format lines keeps them)";
    if (between != 0 &&
        !sd_report_warn(report, SPLITDATA_SEVERITY_LOST,
                        "%" PRIu64
                        " blank line%s in no part: polars, DuckDB, PostgreSQL and others "
                        "write and read a missing value of a single column so%s",
                        between, between == 1 ? " is" : "s are", way_out))
        return false;
    return before == 0 || !header || outcome->profile->first != SD_FIRST_NAMES ||
           sd_dialect_first_records(records->dialect) != 1 ||
           sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                          "the first line is blank, and the next is the header: if the only column "
                          "has no name, that is a record (--no-header%s)",
                          way_out[0] != '\0' ? ", or --format lines --header" : "");
}

/* psql's footer, below a table that it did not write as CSV. */
static bool warn_of_footer(const struct sd_records *records, struct splitdata_report *report)
{
    char footer[64];
    const uint64_t end = records->index.traits.end, rows = records->rows;
    if (records->data == NULL || rows < 2)
        return true;
    int length =
        snprintf(footer, sizeof footer, "(%" PRIu64 " row%s)", rows - 1, rows == 2 ? "" : "s");
    uint64_t text = end;
    while (text > 0 && (records->data[text - 1] == '\n' || records->data[text - 1] == '\r'))
        text--;
    if (text <= (uint64_t)length || records->data[text - (uint64_t)length - 1] != '\n' ||
        memcmp(records->data + text - length, footer, (size_t)length) != 0)
        return true;
    return sd_report_warn(
        report, SPLITDATA_SEVERITY_RECORDS,
        "the last record is %s, which psql writes below a table: it is a row here "
        "(psql --csv leaves it out)",
        footer);
}

bool sd_warn_of_traits(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_records *records = outcome->records;
    return warn_of_headers(outcome, report) && warn_of_lone_cr(outcome, report) &&
           warn_of_mixed_ends(outcome, report) && warn_of_quotes(outcome, report) &&
           warn_of_blank_lines(outcome, report) && warn_of_footer(records, report);
}
