/* SPDX-License-Identifier: MIT */
#include "csv/start.h"

#include <string.h>

int sd_check_encoding(const uint8_t *data, uint64_t size, struct splitdata_error *error)
{
    static const struct {
        const char *name;
        size_t length;
        uint8_t mark[4];
    } marks[] = {
        {"UTF-32LE", 4, {0xff, 0xfe, 0, 0}},
        {"UTF-32BE", 4, {0, 0, 0xfe, 0xff}},
        {"UTF-16LE", 2, {0xff, 0xfe}},
        {"UTF-16BE", 2, {0xfe, 0xff}},
    };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (size >= marks[i].length && memcmp(data, marks[i].mark, marks[i].length) == 0)
            return sd_fail_at(error, 0, "is %s; convert it first: iconv -f %.6s -t UTF-8 IN > OUT",
                              marks[i].name, marks[i].name);
    }
    return SPLITDATA_OK;
}

uint64_t sd_byte_order_mark(const uint8_t *data, uint64_t size)
{
    return size >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
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

int sd_check_header(const struct sd_dialect *dialect, uint64_t fields, const uint8_t *data,
                    struct sd_span header, struct splitdata_error *error)
{
    static const struct {
        uint8_t byte;
        const char *shown, *option;
    } separators[] = {
        {';', "';'", "';'"}, {'\t', "a tab", "tab"}, {'|', "'|'", "'|'"}, {',', "a comma", ","}};
    if (dialect->lines || dialect->delimiter_set || !dialect->header || fields != 1)
        return SPLITDATA_OK;
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
        if (separators[i].byte == dialect->delimiter ||
            memchr(data + header.start, separators[i].byte, (size_t)header.length) == NULL)
            continue;
        return sd_fail_at(error, header.start,
                          "the header is one field with %s in it: is that the delimiter? (-d %s; "
                          "-d %s insists)",
                          separators[i].shown, separators[i].option,
                          dialect->delimiter == '\t' ? "tab" : ",");
    }
    return SPLITDATA_OK;
}

static bool ends_line(uint8_t byte, uint8_t next)
{
    return (byte == '\n') | ((byte == '\r') & (next != '\n'));
}

uint64_t sd_line_at(const uint8_t *data, uint64_t offset)
{
    enum { BLOCK = 64 }; /* so many bytes are compared at once */
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
