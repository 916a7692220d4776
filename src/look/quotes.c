/* SPDX-License-Identifier: MIT */
/*
 * Quotes that may mean something else: records whose lines look like records, as stray quotes make
 * them; backslashes before quotes and line ends.
 */
#include "csv/start.h"
#include "look/view.h"

#include <string.h>

/* A line, without its line terminator. */
struct line {
    const uint8_t *text;
    size_t length;
};

/* Takes the next line from text[*at..length-1]; false: there is none. */
static bool next_line(const uint8_t *text, size_t length, size_t *at, struct line *line)
{
    if (*at >= length)
        return false;
    const uint8_t *lf = memchr(text + *at, '\n', length - *at);
    size_t end = lf != NULL ? (size_t)(lf - text) : length;
    *line = (struct line){text + *at, end - *at};
    if (line->length != 0 && line->text[line->length - 1] == '\r')
        line->length--;
    *at = end + 1;
    return true;
}

static uint64_t fields_of(const struct sd_dialect *dialect, struct line line)
{
    uint64_t fields = 1;
    for (size_t i = 0; i < line.length; i++)
        fields += line.text[i] == dialect->delimiter;
    return fields;
}

/* Whether a line, if quotes meant nothing, would have numbers, dates or booleans where the records
 * have them; at least one. */
static bool fits(const struct sd_view *view, struct line line)
{
    struct sd_dialect plain = *view->records->dialect;
    bool one = false;
    plain.quote = SD_NO_QUOTE;
    size_t count = sd_look_cells(&plain, line.text, line.length, view->cells, view->columns);
    for (size_t c = 0; c < count; c++) {
        enum sd_cell_kind below = sd_view_kind(view, c, view->body);
        struct sd_look_cell cell = view->cells[c];
        if (!sd_cell_is_typed(below) || cell.length == 0)
            continue;
        if (cell.text[0] == view->records->dialect->quote && cell.length > 1)
            cell = sd_look_cell(cell.text + 1, cell.length - 2);
        if (cell.kind == SD_CELL_MISSING)
            continue;
        if (cell.kind != below && !(sd_cell_is_number(cell.kind) && below == SD_CELL_DECIMAL))
            return false;
        one = true;
    }
    return one;
}

/* The number of lines of a record, if each looks like a record; otherwise 0. */
static uint64_t merged_lines(const struct sd_view *view, const uint8_t *record, size_t length)
{
    const struct sd_dialect *dialect = view->records->dialect;
    struct line line;
    uint64_t lines = 0;
    for (size_t at = 0; next_line(record, length, &at, &line); lines++) {
        if (fields_of(dialect, line) != view->records->index.fields || !fits(view, line))
            return 0;
    }
    return lines > 1 ? lines : 0;
}

/* Whether all lines at the beginning would be records if quotes meant nothing. */
static bool all_plain(const struct sd_view *view)
{
    struct line line;
    for (size_t i = 0; i < view->spans.count; i++) {
        struct sd_span span = sd_view_span(view, i);
        const uint8_t *record = view->records->data + span.start;
        for (size_t at = 0; next_line(record, (size_t)span.length, &at, &line);) {
            if (fields_of(view->records->dialect, line) != view->records->index.fields)
                return false;
        }
    }
    return true;
}

static void look_at_lines(struct sd_view *view)
{
    struct sd_profile *profile = view->profile;
    for (size_t i = view->body; i < view->spans.count; i++) {
        struct sd_span span = sd_view_span(view, i);
        const uint8_t *record = view->records->data + span.start;
        size_t length = (size_t)(span.length - sd_line_end_length(record, span.length));
        if (memchr(record, '\n', length) == NULL)
            continue;
        uint64_t lines = merged_lines(view, record, length);
        if (lines == 0)
            continue;
        if (profile->merged++ == 0) {
            profile->merged_line = sd_records_line(view->records, span.start);
            profile->merged_lines = lines;
        }
    }
    if (profile->merged != 0)
        profile->merged_all_plain = all_plain(view);
}

/* Quotes in the bytes of the beginning: doubled ones, and those after a backslash. */
struct pairs {
    uint64_t doubled;
    uint64_t escaped; /* a backslash, a quote, and neither a delimiter nor a line end */
    uint64_t closing; /* a backslash, a quote, and one of these: C:\" is no escape */
};

static struct pairs count_pairs(const struct sd_dialect *dialect, const uint8_t *text,
                                size_t length)
{
    struct pairs pairs = {0};
    const uint8_t quote = (uint8_t)dialect->quote;
    for (size_t i = 1; i < length; i++) {
        const uint8_t *found = memchr(text + i, quote, length - i);
        if (found == NULL)
            break;
        i = (size_t)(found - text);
        uint8_t before = text[i - 1], after = i + 1 < length ? text[i + 1] : '\n';
        bool ends = after == dialect->delimiter || after == '\n' || after == '\r';
        bool begins = before == dialect->delimiter || before == '\n' || before == '\r';
        if (before == '\\') {
            pairs.escaped += !ends;
            pairs.closing += ends;
        } else if (after == quote && !begins) {
            pairs.doubled++;
            i++;
        }
    }
    return pairs;
}

static void look_at_backslashes(struct sd_view *view)
{
    struct sd_span first = sd_view_span(view, 0), last = sd_view_span(view, view->spans.count - 1);
    const uint8_t *text = view->records->data + first.start;
    size_t length = (size_t)(last.start + last.length - first.start);
    if (memchr(text, '\\', length) == NULL)
        return;
    struct pairs pairs = count_pairs(view->records->dialect, text, length);
    bool odd = pairs.closing != 0 && view->records->index.traits.odd.bare_quote.count != 0;
    view->profile->backslashes = pairs.doubled == 0 && (pairs.escaped != 0 || odd);
}

/* Whether quotes may mean something: then no line end is escaped outside of them. In a single
 * column they do before a field only. */
static bool may_quote(const struct sd_view *view)
{
    const int quote = view->records->dialect->quote;
    for (size_t i = 0; i < view->spans.count && quote != SD_NO_QUOTE; i++) {
        struct sd_span span = sd_view_span(view, i);
        const uint8_t *record = view->records->data + span.start;
        if (memchr(record, quote, view->columns == 1 ? 1 : (size_t)span.length) != NULL)
            return true;
    }
    return false;
}

/* Whether a record ends in a backslash that no other one escapes. */
static bool ends_in_backslash(const uint8_t *record, uint64_t length)
{
    uint64_t backslashes = 0;
    length -= sd_line_end_length(record, length);
    while (backslashes < length && record[length - 1 - backslashes] == '\\')
        backslashes++;
    return backslashes % 2 != 0;
}

/* Records that end in a backslash, as MySQL writes a line end in a text: in a single column, or
 * before a blank line. Where most do, they are paths; after the last one nothing goes on. */
static void look_at_last_bytes(struct sd_view *view)
{
    struct sd_profile *profile = view->profile;
    uint64_t count = 0, line = 0;
    for (size_t i = view->body; i + 1 < view->spans.count; i++) {
        struct sd_span span = sd_view_span(view, i), next = sd_view_span(view, i + 1);
        const uint8_t *record = view->records->data + span.start;
        if ((view->columns > 1 && next.start == span.start + span.length) ||
            !ends_in_backslash(record, span.length))
            continue;
        if (count++ == 0)
            line = sd_line_at(view->records->data, span.start);
    }
    if (count == 0 || count * 2 > view->spans.count - view->body || may_quote(view))
        return;
    profile->continued = count;
    profile->continued_line = line;
}

void sd_look_at_quotes(struct sd_view *view)
{
    if (view->records->dialect->escape == 0)
        look_at_last_bytes(view);
    if (view->records->dialect->quote == SD_NO_QUOTE ||
        sd_dialect_is_variant(view->records->dialect))
        return;
    if (view->columns > 1)
        look_at_lines(view);
    look_at_backslashes(view);
}
