/* SPDX-License-Identifier: MIT */
#include "csv/start.h"

#include <inttypes.h>
#include <string.h>

uint64_t sd_byte_order_mark(const uint8_t *data, uint64_t size)
{
    return size >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

static bool ends_line(uint8_t byte, uint8_t next)
{
    return (byte == '\n') | ((byte == '\r') & (next != '\n'));
}

int sd_find_begin(const struct sd_dialect *dialect, const uint8_t *data, uint64_t size,
                  uint64_t *begin, struct splitdata_error *error)
{
    uint64_t at = sd_byte_order_mark(data, size), lines = 0;
    for (; lines < dialect->skip_lines && at < size; at++)
        lines += ends_line(data[at], at + 1 < size ? data[at + 1] : 0);
    *begin = at;
    return lines == dialect->skip_lines
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_DATA,
                         "has only %" PRIu64 " whole line%s: --skip-lines %" PRIu64
                         " leaves no record",
                         lines, lines == 1 ? "" : "s", dialect->skip_lines);
}

int sd_check_first(const uint8_t *record, uint64_t length, struct splitdata_error *error)
{
    if (sd_byte_order_mark(record, length) == 0)
        return SPLITDATA_OK;
    return sd_fail(
        error, SPLITDATA_DATA,
        "this record begins with a byte order mark and would come first in an output, "
        "where readers take it for the output's own (remove it, or choose another seed)");
}

/* A name in capitals is read as it was before any suffix said more; where that matters, it is
 * refused. */
static int check_name(const struct sd_dialect *dialect, uint64_t fields, const uint8_t *text,
                      struct sd_span header, struct splitdata_error *error)
{
    if (dialect->alike == NULL || dialect->format_set)
        return SPLITDATA_OK;
    bool tabs = strcmp(dialect->alike, ".tsv") == 0 || strcmp(dialect->alike, ".tab") == 0;
    if (tabs && memchr(text, '\t', (size_t)header.length) != NULL)
        return sd_fail_at(error, header.start,
                          "is this a %s, whose delimiter is a tab? (-d tab; -d , insists)",
                          dialect->alike);
    return tabs || fields != 1
               ? SPLITDATA_OK
               : sd_fail_at(error, header.start,
                            "is this a %s, where each line is a record? (--format lines; "
                            "--format csv insists)",
                            dialect->alike);
}

int sd_check_header(const struct sd_dialect *dialect, uint64_t fields, const uint8_t *data,
                    struct sd_span header, struct splitdata_error *error)
{
    static const struct {
        uint8_t byte;
        const char *shown, *option;
    } separators[] = {
        {';', "';'", "';'"}, {'\t', "a tab", "tab"}, {'|', "'|'", "'|'"}, {',', "a comma", ","}};
    if (dialect->lines || !dialect->header)
        return SPLITDATA_OK;
    const uint8_t *text = data + header.start;
    const char *own = dialect->delimiter == '\t' ? "tab" : ",";
    if (header.length - sd_line_end_length(text, header.length) == 5 &&
        memcmp(text, "sep=", 4) == 0 && text[4] != '\0' && strchr(";,|\t", text[4]) != NULL) {
        const char quoted[] = {'\'', (char)text[4], '\'', '\0'};
        return sd_fail_at(error, header.start,
                          "this line tells spreadsheets the delimiter and is no header "
                          "(--skip-lines 1 -d %s)",
                          text[4] == '\t' ? "tab" : quoted);
    }
    if (header.length > 6 && memcmp(text, "#TYPE ", 6) == 0 && !dialect->format_set)
        return sd_fail_at(error, header.start,
                          "this line is PowerShell's type of the records and not a header "
                          "(--skip-lines 1 leaves it out; --format csv insists)");
    if (dialect->delimiter_set)
        return SPLITDATA_OK;
    int status = check_name(dialect, fields, text, header, error);
    if (status != SPLITDATA_OK)
        return status;
    if (!dialect->format_set && header.length >= 2 && memcmp(text, "{\"", 2) == 0)
        return sd_fail_at(error, header.start,
                          "the header looks like JSON: is each line a record? (--format lines; "
                          "-d %s insists)",
                          own);
    if (fields != 1)
        return SPLITDATA_OK;
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
        if (separators[i].byte == dialect->delimiter ||
            memchr(text, separators[i].byte, (size_t)header.length) == NULL)
            continue;
        return sd_fail_at(error, header.start,
                          "the header is one field with %s in it: is that the delimiter? (-d %s; "
                          "-d %s insists)",
                          separators[i].shown, separators[i].option, own);
    }
    return SPLITDATA_OK;
}

/* --- lines ----------------------------------------------------------------------------------- */

/* Whether each of the first three lines has the same number of such bytes, at least one. */
static bool in_each_line(const uint8_t *data, uint64_t size, uint8_t delimiter)
{
    enum { LINES = 3 };
    uint64_t counts[LINES] = {0}, i = 0;
    for (size_t line = 0; line < LINES; line++, i++) {
        for (; i < size && data[i] != '\n'; i++)
            counts[line] += data[i] == delimiter;
        if (i == size || counts[line] == 0 || counts[line] != counts[0])
            return false;
    }
    return true;
}

uint8_t sd_likely_delimiter(const uint8_t *data, uint64_t size)
{
    for (const char *delimiter = ",;\t|"; *delimiter != '\0'; delimiter++) {
        if (in_each_line(data, size, (uint8_t)*delimiter))
            return (uint8_t)*delimiter;
    }
    return 0;
}

int sd_join_header(const struct sd_dialect *dialect, struct sd_spans *spans,
                   struct splitdata_error *error)
{
    const uint64_t wanted = sd_dialect_first_records(dialect);
    if (spans->count < wanted)
        return sd_fail(error, SPLITDATA_DATA,
                       "has only %zu record%s: --header=%" PRIu64 " leaves none", spans->count,
                       spans->count == 1 ? "" : "s", wanted);
    struct sd_span first = sd_spans_unpack(spans, spans->packed[0]);
    struct sd_span last = sd_spans_unpack(spans, spans->packed[wanted - 1]);
    spans->count = spans->long_count = 0;
    return sd_spans_push(spans, first.start, last.start + last.length - first.start)
               ? SPLITDATA_OK
               : sd_fail_memory(error, "the record index");
}

uint64_t sd_line_at(const uint8_t *data, uint64_t offset)
{
    enum { BLOCK = 240 }; /* bytes whose ends are counted in a byte, 16 or more at once */
    uint64_t line = 1, i = 0;
    for (; offset - i > BLOCK; i += BLOCK) {
        uint8_t ends = 0;
        for (size_t j = 0; j < BLOCK; j++)
            ends = (uint8_t)(ends + ends_line(data[i + j], data[i + j + 1]));
        line += ends;
    }
    for (; i < offset; i++)
        line += ends_line(data[i], i + 1 < offset ? data[i + 1] : 0);
    return line;
}

uint64_t sd_lines_in(const uint8_t *bytes, uint64_t length)
{
    if (length == 0)
        return 0;
    return sd_line_at(bytes, length) - (bytes[length - 1] == '\n' || bytes[length - 1] == '\r');
}
