/* SPDX-License-Identifier: MIT */
/* The options about the format of input and outputs, and the dialect that they make. */
#include "config/request.h"

#include <string.h>
#include <strings.h>

/* Whether a byte is an ASCII sign: printable, and no letter, digit or blank. */
static bool is_mark(int byte)
{
    return byte > ' ' && byte < 127 && !((byte | 32) >= 'a' && (byte | 32) <= 'z') &&
           !(byte >= '0' && byte <= '9');
}

const char *sd_line_end_of(enum splitdata_line_ends line_ends)
{
    static const char *const texts[] = {NULL, "\n", "\r\n"};
    return texts[line_ends];
}

/* The escape and the first byte of comments. */
static int check_marks(const struct splitdata_options *o, struct splitdata_error *error)
{
    int quote = o->quote == SPLITDATA_QUOTE_USUAL ? '"' : o->quote;
    if (o->escape < 0 || o->escape > 127 || (o->escape != 0 && !is_mark(o->escape)))
        return sd_fail(error, SPLITDATA_USAGE, "--escape: must be one ASCII sign, such as \\");
    if (o->escape != 0 && (o->escape == quote || o->escape == o->delimiter))
        return sd_fail(error, SPLITDATA_USAGE,
                       "--escape %c: that is the %s (doubled quotes mean one without --escape)",
                       o->escape, o->escape == quote ? "quote" : "delimiter");
    if (o->comment < 0 || o->comment > 255 || o->comment == '\n' || o->comment == '\r')
        return sd_fail(error, SPLITDATA_USAGE, "--comment: must be one byte and no line end");
    if (o->comment != 0 && (o->comment == quote || o->comment == o->delimiter ||
                            (o->comment == o->escape && o->escape != 0)))
        return sd_fail(error, SPLITDATA_USAGE,
                       "--comment: the byte is the quote, the delimiter or the escape, too");
    return SPLITDATA_OK;
}

int sd_check_format(const struct splitdata_options *o, struct splitdata_error *error)
{
    if (o->delimiter > 255 || o->delimiter < SPLITDATA_DELIMITER_COLONS || o->quote > 255 ||
        o->quote < SPLITDATA_QUOTE_USUAL)
        return sd_fail(error, SPLITDATA_USAGE, "delimiter and quote are single bytes");
    if (o->delimiter == '\n' || o->delimiter == '\r')
        return sd_fail(error, SPLITDATA_USAGE, "--delimiter: a line end cannot be the delimiter");
    if (o->quote >= 0 && strchr("\n\r\t ", o->quote) != NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--quote: a blank, a line end or NUL cannot be the quote");
    if (o->gzip_level > 9 || o->gzip_level < SPLITDATA_GZIP_BY_NAME)
        return sd_fail(error, SPLITDATA_USAGE, "--gzip: a level is 1 to 9, or 0 for plain");
    return check_marks(o, error);
}

static bool one_of(const char *text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, list[i]) == 0)
            return true;
    }
    return false;
}

/* The suffix with a meaning that `suffix` has in other letters, or before another one (".txt.GZ");
 * NULL: none. */
static const char *alike(const char *suffix, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(list[i]);
        if (strncasecmp(suffix, list[i], length) == 0 &&
            (suffix[length] == '.' || (suffix[length] == '\0' && strcmp(suffix, list[i]) != 0)))
            return list[i];
    }
    return NULL;
}

int sd_request_dialect(const struct sd_request *request, const char *suffix,
                       struct sd_dialect *dialect, struct splitdata_error *error)
{
    static const char *const tab_suffixes[] = {".tsv", ".tab"};
    static const char *const line_suffixes[] = {".jsonl", ".ndjson", ".txt"};
    const struct splitdata_options *o = request->options;
    bool csv_asked = o->delimiter != SPLITDATA_DELIMITER_BY_NAME ||
                     o->quote != SPLITDATA_QUOTE_USUAL || o->ragged_keep || o->escape != 0 ||
                     o->line_ends != SPLITDATA_LINE_ENDS_KEEP || o->emit == SPLITDATA_EMIT_COLUMN;
    *dialect = (struct sd_dialect){
        .delimiter = one_of(suffix, tab_suffixes, 2) ? '\t' : ',',
        .quote = o->quote == SPLITDATA_QUOTE_USUAL  ? '"'
                 : o->quote == SPLITDATA_QUOTE_NONE ? SD_NO_QUOTE
                                                    : o->quote,
        .lines =
            o->format == SPLITDATA_FORMAT_LINES || (o->format == SPLITDATA_FORMAT_BY_NAME &&
                                                    !csv_asked && one_of(suffix, line_suffixes, 3)),
        .ragged_keep = o->ragged_keep,
        .delimiter_set = o->delimiter != SPLITDATA_DELIMITER_BY_NAME,
        .format_set = o->format != SPLITDATA_FORMAT_BY_NAME,
        .alike = alike(suffix, tab_suffixes, 2),
        .escape_suspected = o->quote == SPLITDATA_QUOTE_USUAL && o->escape == 0 &&
                            o->delimiter != '\\' && !request->repeated,
        .skip_lines = o->skip_lines,
        .header_records = o->header_records,
        .comment = (unsigned char)o->comment,
        .escape = (unsigned char)o->escape,
        .blanks = o->delimiter == SPLITDATA_DELIMITER_BLANKS,
        .colons = o->delimiter == SPLITDATA_DELIMITER_COLONS,
    };
    if (dialect->alike == NULL && !csv_asked)
        dialect->alike = alike(suffix, line_suffixes, 3);
    if (dialect->delimiter_set)
        dialect->delimiter = dialect->blanks   ? ' '
                             : dialect->colons ? ':'
                                               : (unsigned char)o->delimiter;
    if (!dialect->lines && dialect->quote == dialect->delimiter)
        return sd_fail(error, SPLITDATA_USAGE, "delimiter and quote are the same byte");
    dialect->header = o->header == SPLITDATA_HEADER_PRESENT ||
                      (o->header == SPLITDATA_HEADER_BY_FORMAT && !dialect->lines);
    return SPLITDATA_OK;
}
