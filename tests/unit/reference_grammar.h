/* SPDX-License-Identifier: MIT */
/*
 * A second implementation of the record grammar (docs/csv.md): one byte at a time, both readers
 * written as they are described, without tables or vectors, sharing nothing with src/csv. Slow, and
 * easy to check by eye.
 *
 * Reader P is Python's csv module, reader L is libcsv. They read the same bytes; a line terminator
 * outside quotes must be so for both.
 */
#ifndef REFERENCE_GRAMMAR_H
#define REFERENCE_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum reference_verdict {
    REFERENCE_ACCEPT,
    REFERENCE_PARTED,     /* the readers disagree about the end of a record */
    REFERENCE_OPEN_QUOTE, /* a quote is never closed */
    REFERENCE_OTHER_DELIMITER
};

struct reference_dialect {
    uint8_t delimiter;
    int quote;          /* -1: nothing quotes */
    bool delimiter_set; /* the delimiter was given: no other one is suspected */
};

struct reference_record {
    size_t start, end; /* end: after the line terminator */
    size_t fields;     /* as reader P counts them */
};

struct reference {
    enum reference_verdict verdict;
    size_t at; /* if the input is refused: the byte named in the message */
    size_t blank_lines;
    size_t count;
    struct reference_record *records; /* the caller's, with space for one per byte */
};

enum reference_p { FIELD_START, UNQUOTED, QUOTED, QUOTE_IN_QUOTED };
enum reference_l { NOT_BEGUN, BEGUN, BEGUN_QUOTED, MIGHT_HAVE_ENDED };

/* The next state of reader P for a byte that is no line terminator, or that is inside quotes. */
static enum reference_p reference_step_p(enum reference_p p, bool is_quote, bool is_delimiter)
{
    if (p == QUOTED)
        return is_quote ? QUOTE_IN_QUOTED : QUOTED;
    if (is_delimiter && !is_quote)
        return FIELD_START;
    if (is_quote && p != UNQUOTED)
        return QUOTED;
    return UNQUOTED;
}

static enum reference_l reference_step_l(enum reference_l l, bool *spaces, bool is_quote,
                                         bool is_delimiter, bool is_blank)
{
    switch (l) {
    case NOT_BEGUN:
        if (is_delimiter || is_blank)
            return NOT_BEGUN;
        return is_quote ? BEGUN_QUOTED : BEGUN;
    case BEGUN:
        return is_delimiter ? NOT_BEGUN : BEGUN;
    case BEGUN_QUOTED:
        if (is_quote)
            *spaces = false;
        return is_quote ? MIGHT_HAVE_ENDED : BEGUN_QUOTED;
    default:
        if (is_delimiter)
            return NOT_BEGUN;
        if (is_blank) {
            *spaces = true;
            return MIGHT_HAVE_ENDED;
        }
        if (is_quote && *spaces) {
            *spaces = false;
            return MIGHT_HAVE_ENDED;
        }
        *spaces = false;
        return BEGUN_QUOTED;
    }
}

/* CRs and an LF, a lone CR, or LF. */
static size_t reference_line_end(const uint8_t *data, size_t size, size_t at)
{
    size_t run = at;
    while (run < size && data[run] == '\r')
        run++;
    return run < size && data[run] == '\n' ? run + 1 - at : 1;
}

static bool reference_is_blank(const uint8_t *data, size_t start, size_t end, uint8_t delimiter)
{
    for (size_t i = start; i < end; i++) {
        if (data[i] != ' ' && (data[i] != '\t' || delimiter == '\t'))
            return false;
    }
    return true;
}

static void reference_end(struct reference *r, const uint8_t *data, size_t start, size_t content,
                          size_t end, size_t fields, uint8_t delimiter)
{
    if (reference_is_blank(data, start, content, delimiter))
        r->blank_lines++;
    else
        r->records[r->count++] = (struct reference_record){start, end, fields};
}

static void reference_refuse(struct reference *r, enum reference_verdict verdict, size_t at)
{
    r->verdict = verdict;
    r->at = at;
}

/* Reads data[0..size-1], which starts after a BOM, if there is one. */
static void reference_read(struct reference *r, const uint8_t *data, size_t size,
                           const struct reference_dialect *dialect)
{
    const size_t nowhere = (size_t)-1;
    enum reference_p p = FIELD_START, other_p = FIELD_START;
    enum reference_l l = NOT_BEGUN;
    bool spaces = false;
    size_t start = 0, fields = 1, opened = 0, parted = nowhere, other_at = 0;
    uint8_t other = 0;
    r->verdict = REFERENCE_ACCEPT;
    r->at = r->blank_lines = r->count = 0;
    for (size_t i = 0; i < size; i++) {
        uint8_t byte = data[i];
        bool is_quote = dialect->quote >= 0 && byte == dialect->quote;
        bool is_delimiter = byte == dialect->delimiter;
        if (byte == '\n' || byte == '\r') {
            if ((p == QUOTED) != (l == BEGUN_QUOTED)) {
                reference_refuse(r, REFERENCE_PARTED, parted != nowhere ? parted : i);
                return;
            }
            if (p != QUOTED) {
                if (other != 0 && other_p == QUOTED) {
                    reference_refuse(r, REFERENCE_OTHER_DELIMITER, other_at);
                    return;
                }
                size_t end = i + reference_line_end(data, size, i);
                reference_end(r, data, start, i, end, fields, dialect->delimiter);
                start = end;
                i = end - 1;
                p = other_p = FIELD_START;
                l = NOT_BEGUN;
                spaces = false;
                fields = 1;
                parted = nowhere;
                continue;
            }
        }
        bool first_suspicion = false;
        if (is_quote && p == FIELD_START)
            opened = i;
        if (is_quote && p == UNQUOTED && other == 0 && !dialect->delimiter_set) {
            uint8_t before = data[i - 1];
            if ((before == ';' || before == '\t' || before == '|') &&
                before != dialect->delimiter) {
                other = before;
                other_at = i;
                other_p = QUOTED;
                first_suspicion = true;
            }
        }
        if (is_delimiter && p != QUOTED)
            fields++;
        p = reference_step_p(p, is_quote, is_delimiter);
        l = reference_step_l(l, &spaces, is_quote, is_delimiter, byte == ' ' || byte == '\t');
        if (parted == nowhere && (p == QUOTED) != (l == BEGUN_QUOTED))
            parted = i;
        else if (parted != nowhere && p == FIELD_START && l == NOT_BEGUN)
            parted = nowhere;
        if (other != 0 && !first_suspicion)
            other_p = reference_step_p(other_p, is_quote, byte == other);
    }
    if (p == QUOTED && l == BEGUN_QUOTED)
        reference_refuse(r, REFERENCE_OPEN_QUOTE, opened);
    else if ((p == QUOTED) != (l == BEGUN_QUOTED))
        reference_refuse(r, REFERENCE_PARTED, parted != nowhere ? parted : size);
    else if (other != 0 && other_p == QUOTED)
        reference_refuse(r, REFERENCE_OTHER_DELIMITER, other_at);
    else if (start < size)
        reference_end(r, data, start, size, size, fields, dialect->delimiter);
}

#endif
