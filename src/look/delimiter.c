/* SPDX-License-Identifier: MIT */
/* Whether the records of one column have several: each line has the same number of some other
 * delimiter. */
#include "look/view.h"

#include <string.h>

struct candidate {
    struct sd_other_delimiter other;
    const char *bytes; /* NULL: runs of blanks and tabs, those at both ends ignored */
    bool values;       /* only if one column, at least, has values: the byte is common in texts */
};

static const struct candidate candidates[] = {
    {{"\"$(printf '\\001')\"", "the byte 0x01", 0, 0}, "\x01", false},
    {{"::", "'::'", 0, 0}, "::", false},
    {{"'^'", "'^'", 0, 0}, "^", false},
    {{":", "':'", 0, 0}, ":", true},
    {{"blanks", "blanks", 0, 0}, NULL, true},
};

enum { LINES = 1000, ENOUGH = 3, MOST = 64 };

/* Cuts a line into at most MOST pieces; returns the number of all. */
static size_t cut(const struct candidate *candidate, const uint8_t *text, size_t length,
                  struct sd_look_cell piece[MOST])
{
    const size_t width = candidate->bytes != NULL ? strlen(candidate->bytes) : 1;
    size_t count = 0, begin = 0;
    for (size_t i = 0; i <= length; i++) {
        bool blank = i < length && (text[i] == ' ' || text[i] == '\t');
        bool here = i == length ||
                    (candidate->bytes == NULL
                         ? blank
                         : i + width <= length && memcmp(text + i, candidate->bytes, width) == 0);
        if (!here)
            continue;
        if (candidate->bytes != NULL || i > begin) {
            if (count < MOST)
                piece[count] = sd_look_cell(text + begin, i - begin);
            count++;
        }
        i += i < length ? width - 1 : 0;
        begin = i + 1;
    }
    return count;
}

/* A number, true or false, or a date. A date and a time are one value. */
static bool is_value(const struct sd_look_cell *piece, size_t p, size_t count)
{
    const struct sd_look_cell *next = p + 1 < count && p + 1 < MOST ? piece + p + 1 : NULL;
    if (piece[p].kind != SD_CELL_DATE)
        return sd_cell_is_typed(piece[p].kind);
    return memchr(piece[p].text, ':', piece[p].length) == NULL &&
           (next == NULL || memchr(next->text, ':', next->length) == NULL);
}

/* The pieces of each line, if all lines have as many; 0: they do not, or there are too few. */
static size_t pieces_of_all(const struct sd_view *view, const struct candidate *candidate)
{
    struct sd_look_cell piece[MOST];
    size_t values[MOST] = {0}, all = 0, some = 0;
    size_t lines = view->spans.count < LINES ? view->spans.count : LINES;
    if (lines < ENOUGH)
        return 0;
    for (size_t i = 0; i < lines; i++) {
        struct sd_span span = sd_view_span(view, i);
        const uint8_t *text = view->records->data + span.start;
        size_t length = (size_t)(span.length - sd_line_end_length(text, span.length));
        size_t count = cut(candidate, text, length, piece);
        if (i == 0)
            all = count;
        if (count != all || count < 2 || count > MOST)
            return 0;
        for (size_t p = 0; p < count && i != 0; p++)
            values[p] += is_value(piece, p, count);
    }
    for (size_t p = 0; p < all; p++)
        some += values[p] == lines - 1;
    return candidate->values && some == 0 ? 0 : all;
}

/* Delimiters that the header would tell, but for lines before it: then it is not the first record.
 */
static const struct sd_other_delimiter after_titles[] = {
    {"';'", "';'", 0, 0}, {"tab", "tabs", 0, 0}, {"'|'", "'|'", 0, 0}};
static const uint8_t bytes_after_titles[] = {';', '\t', '|'};

/* Fills the number of fields and that of the lines before them, if all others have as many. */
static bool comes_after_titles(struct sd_view *view, uint8_t delimiter,
                               struct sd_other_delimiter *other)
{
    enum { TITLES = 20 };
    struct sd_dialect dialect = *view->records->dialect;
    struct sd_look_cell cells[MOST];
    size_t lines = view->spans.count < LINES ? view->spans.count : LINES, same = 0;
    dialect.delimiter = delimiter;
    for (size_t i = lines; i-- != 0; same++) {
        struct sd_span span = sd_view_span(view, i);
        size_t count =
            sd_look_cells(&dialect, view->records->data + span.start, span.length, cells, MOST);
        if (i == lines - 1)
            other->fields = count;
        if (count != other->fields || count < 2)
            break;
    }
    other->before = lines - same;
    return same >= ENOUGH && other->before != 0 && other->before <= TITLES;
}

static void look_after_titles(struct sd_view *view)
{
    for (size_t i = 0; i < sizeof bytes_after_titles; i++) {
        struct sd_other_delimiter other = after_titles[i];
        if (!comes_after_titles(view, bytes_after_titles[i], &other))
            continue;
        view->profile->other = other;
        return;
    }
}

void sd_look_at_delimiter(struct sd_view *view)
{
    const struct sd_dialect *dialect = view->records->dialect;
    if (view->records->index.fields != 1 || dialect->delimiter_set ||
        sd_dialect_is_variant(dialect))
        return;
    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++) {
        size_t pieces = pieces_of_all(view, &candidates[i]);
        if (pieces == 0)
            continue;
        view->profile->other = candidates[i].other;
        view->profile->other.fields = pieces;
        return;
    }
    look_after_titles(view);
}
