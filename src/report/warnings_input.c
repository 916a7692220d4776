/* SPDX-License-Identifier: MIT */
/* Warnings about the input: its header and its records. */
#include "csv/start.h"
#include "keys/number.h"
#include "report/warnings.h"

#include <string.h>

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
    return sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                          "the header is nothing but numbers: if it is a record, say "
                          "--no-header");
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
    return warn_of_header(outcome, report) && warn_of_lines(outcome, report);
}
