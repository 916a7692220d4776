/* SPDX-License-Identifier: MIT */
#include "csv/start.h"

#include <string.h>

/* How an input of another kind begins, and what the message suggests. */
struct kind {
    size_t length;
    const char *mark, *message;
};

#define CONVERT(name, from) "is " name "; convert it first: iconv -f " from " -t UTF-8 IN > OUT"
#define INFLATE(name, program)                                                                     \
    "is compressed with " name "; decompress it first: " program " -dc IN > OUT"
#define BZIP2(level)                                                                               \
    {                                                                                              \
        10, "BZh" level "1AY&SY", INFLATE("bzip2", "bzip2")                                        \
    }

int sd_check_start(const uint8_t *data, uint64_t size, struct splitdata_error *error)
{
    static const struct kind kinds[] = {
        {4, "\xff\xfe\0\0", CONVERT("UTF-32LE", "UTF-32")},
        {4, "\0\0\xfe\xff", CONVERT("UTF-32BE", "UTF-32")},
        {2, "\xff\xfe", CONVERT("UTF-16LE", "UTF-16")},
        {2, "\xfe\xff", CONVERT("UTF-16BE", "UTF-16")},
        {4, "PK\3\4", "is a zip archive, or a workbook; unpack it, or export a sheet as CSV"},
        {6, "\3757zXZ", INFLATE("xz", "xz")},
        {4, "\x28\xb5\x2f\xfd", INFLATE("zstd", "zstd")},
        BZIP2("1"),
        BZIP2("2"),
        BZIP2("3"),
        BZIP2("4"),
        BZIP2("5"),
        BZIP2("6"),
        BZIP2("7"),
        BZIP2("8"),
        BZIP2("9"),
        {5, "PAR1\x15", "is a Parquet file; export it as CSV"},
        {8, "ARROW1\0", "is an Arrow file; export it as CSV"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (size >= kinds[i].length && memcmp(data, kinds[i].mark, kinds[i].length) == 0)
            return sd_fail_at(error, 0, "%s", kinds[i].message);
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
    if (dialect->lines || !dialect->header)
        return SPLITDATA_OK;
    const uint8_t *text = data + header.start;
    const char *own = dialect->delimiter == '\t' ? "tab" : ",";
    if (header.length - sd_line_end_length(text, header.length) == 5 &&
        memcmp(text, "sep=", 4) == 0 && text[4] != '\0' && strchr(";,|\t", text[4]) != NULL)
        return sd_fail_at(
            error, header.start,
            "this line tells spreadsheets the delimiter and is not a header: remove it");
    if (dialect->delimiter_set)
        return SPLITDATA_OK;
    if (header.length >= 2 && memcmp(text, "{\"", 2) == 0)
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

static bool ends_line(uint8_t byte, uint8_t next)
{
    return (byte == '\n') | ((byte == '\r') & (next != '\n'));
}

uint64_t sd_line_at(const uint8_t *data, uint64_t offset)
{
    enum { BLOCK = 64 }; /* bytes that are compared at once */
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
