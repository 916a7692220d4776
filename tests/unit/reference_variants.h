/* SPDX-License-Identifier: MIT */
/*
 * A second reader of the variants of CSV (docs/csv.md) and of comments: field by field, with the
 * whole input at hand, sharing nothing with src/csv. Slow, and easy to check by eye.
 */
#ifndef REFERENCE_VARIANTS_H
#define REFERENCE_VARIANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum variant_verdict { VARIANT_ACCEPT, VARIANT_OPEN_QUOTE, VARIANT_OPEN_ESCAPE };

struct variant_dialect {
    const char *delimiter; /* "::", one byte, or "" for blanks */
    int quote;             /* -1: none */
    char escape, comment;  /* 0: none */
};

enum { VARIANT_LONGEST = 64 };

struct variant_record {
    size_t start, end, fields;
    char value[VARIANT_LONGEST][VARIANT_LONGEST]; /* of each field */
    size_t length[VARIANT_LONGEST];
};

struct variant_result {
    enum variant_verdict verdict;
    size_t blank_lines, comment_lines, count;
    struct variant_record record[VARIANT_LONGEST];
};

struct variant_reader {
    const struct variant_dialect *dialect;
    const char *bytes;
    size_t length, at;
    struct variant_result *result;
    struct variant_record *record;
};

static bool variant_line_end(const struct variant_reader *reader)
{
    return reader->at < reader->length &&
           (reader->bytes[reader->at] == '\r' || reader->bytes[reader->at] == '\n');
}

/* The length of the delimiter here; 0: there is none. */
static size_t variant_delimiter(const struct variant_reader *reader)
{
    const char *delimiter = reader->dialect->delimiter, *here = reader->bytes + reader->at;
    size_t left = reader->length - reader->at, width = strlen(delimiter);
    if (width == 0)
        return left != 0 && (*here == ' ' || *here == '\t');
    return left >= width && memcmp(here, delimiter, width) == 0 ? width : 0;
}

static void variant_add(struct variant_reader *reader)
{
    struct variant_record *record = reader->record;
    size_t field = record->fields - 1;
    record->value[field][record->length[field]++] = reader->bytes[reader->at++];
}

/* An escape is here: takes what it escapes. */
static void variant_escaped(struct variant_reader *reader, enum variant_verdict at_end)
{
    bool end = false;
    reader->at++;
    if (reader->at == reader->length) {
        reader->result->verdict = at_end;
        return;
    }
    end = variant_line_end(reader);
    bool pair = reader->bytes[reader->at] == '\r' && reader->at + 1 < reader->length &&
                reader->bytes[reader->at + 1] == '\n';
    variant_add(reader);
    if (pair)
        variant_add(reader);
    if (end && reader->at == reader->length)
        reader->result->verdict = at_end;
}

static bool variant_is_escape(const struct variant_reader *reader)
{
    return reader->dialect->escape != '\0' && reader->bytes[reader->at] == reader->dialect->escape;
}

static bool variant_is_quote(const struct variant_reader *reader, size_t at)
{
    return at < reader->length && (unsigned char)reader->bytes[at] == reader->dialect->quote;
}

/* Takes the quoted text that begins here. */
static void variant_quoted(struct variant_reader *reader)
{
    reader->at++;
    while (reader->result->verdict == VARIANT_ACCEPT) {
        if (reader->at == reader->length) {
            reader->result->verdict = VARIANT_OPEN_QUOTE;
        } else if (variant_is_escape(reader)) {
            variant_escaped(reader, VARIANT_OPEN_QUOTE);
        } else if (!variant_is_quote(reader, reader->at)) {
            variant_add(reader);
        } else if (variant_is_quote(reader, reader->at + 1)) {
            reader->at++;
            variant_add(reader);
        } else {
            reader->at++;
            return;
        }
    }
}

static void variant_field(struct variant_reader *reader)
{
    reader->record->length[reader->record->fields++] = 0;
    if (variant_is_quote(reader, reader->at))
        variant_quoted(reader);
    while (reader->result->verdict == VARIANT_ACCEPT && reader->at < reader->length &&
           !variant_line_end(reader) && variant_delimiter(reader) == 0) {
        if (variant_is_escape(reader))
            variant_escaped(reader, VARIANT_OPEN_ESCAPE);
        else
            variant_add(reader);
    }
}

static void variant_fields(struct variant_reader *reader)
{
    const bool blanks = reader->dialect->delimiter[0] == '\0';
    for (;;) {
        while (blanks && variant_delimiter(reader) != 0)
            reader->at++;
        if (blanks && (reader->at == reader->length || variant_line_end(reader)))
            return;
        variant_field(reader);
        if (reader->result->verdict != VARIANT_ACCEPT || variant_delimiter(reader) == 0)
            return;
        reader->at += blanks ? 0 : variant_delimiter(reader);
    }
}

/* Takes a line end (after an escaped CR, too): CRs and an LF, or else one CR. */
static void variant_take_end(struct variant_reader *reader)
{
    size_t run = reader->at;
    while (run < reader->length && reader->bytes[run] == '\r')
        run++;
    if (run < reader->length && reader->bytes[run] == '\n')
        reader->at = run + 1;
    else if (run > reader->at)
        reader->at++;
}

static bool variant_is_blank(const struct variant_reader *reader, size_t start)
{
    for (size_t i = start; i < reader->at; i++) {
        char byte = reader->bytes[i];
        if ((byte != ' ' && byte != '\t') || byte == reader->dialect->delimiter[0])
            return false;
    }
    return true;
}

/* A comment's line end is CR LF, LF or CR: not a run of CRs. */
static void variant_comment(struct variant_reader *reader)
{
    while (reader->at < reader->length && !variant_line_end(reader))
        reader->at++;
    if (reader->at < reader->length && reader->bytes[reader->at] == '\r')
        reader->at++;
    if (reader->at < reader->length && reader->bytes[reader->at] == '\n')
        reader->at++;
}

static void variant_read(const struct variant_dialect *dialect, const char *bytes, size_t length,
                         struct variant_result *result)
{
    struct variant_reader reader = {dialect, bytes, length, 0, result, NULL};
    result->verdict = VARIANT_ACCEPT;
    result->count = result->blank_lines = result->comment_lines = 0;
    while (reader.at < length && result->verdict == VARIANT_ACCEPT) {
        size_t start = reader.at;
        if (dialect->comment != '\0' && bytes[start] == dialect->comment) {
            variant_comment(&reader);
            result->comment_lines++;
            continue;
        }
        reader.record = &result->record[result->count];
        reader.record->fields = 0;
        variant_fields(&reader);
        bool blank = variant_is_blank(&reader, start);
        variant_take_end(&reader);
        if (blank)
            result->blank_lines++;
        else
            result->count++;
        reader.record->start = start;
        reader.record->end = reader.at;
    }
}

#endif
