/* SPDX-License-Identifier: MIT */
/*
 * Whether the first record looks like a record. A text over numbers, dates or booleans shows that
 * it is the header. Otherwise it is a record if it has a number that is no name of a column, or a
 * cell that comes back in its column.
 *
 * Numbers that may be names: years over other numbers; 0, 1, 2 ... as pandas writes them; a row
 * that rises or falls steadily, such as wavelengths, where the records do not.
 */
#include "look/view.h"

#include <math.h>
#include <string.h>

/* The numbers of a record, over columns of numbers. */
struct numbers {
    size_t count, fractions, years;
    bool from_zero, from_one, rising, falling, even, repeated;
    double last, step;
};

static void add_number(struct numbers *n, const struct sd_look_cell *cell)
{
    double value = sd_cell_value(cell), step = value - n->last;
    if (n->count == 0) {
        n->from_zero = value == 0;
        n->from_one = value == 1;
        n->rising = n->falling = n->even = true;
    } else {
        n->from_zero = n->from_zero && step == 1;
        n->from_one = n->from_one && step == 1;
        n->even = n->even && (n->count == 1 || step == n->step) && step != 0;
        n->rising = n->rising && step > 0;
        n->falling = n->falling && step < 0;
        n->repeated = n->repeated || step == 0;
        n->step = step;
    }
    n->last = value;
    n->count++;
    n->fractions += cell->kind == SD_CELL_DECIMAL && memchr(cell->text, '.', cell->length) != NULL;
    n->years += cell->kind == SD_CELL_INTEGER && cell->length == 4 && value >= 1500 && value < 2200;
}

static struct numbers numbers_of(const struct sd_view *view, const struct sd_look_cell *cells,
                                 size_t count)
{
    struct numbers numbers = {0};
    for (size_t c = 0; c < count && c < view->columns; c++) {
        if (sd_cell_is_number(cells[c].kind) && sd_cell_is_number(sd_view_kind(view, c, 1)))
            add_number(&numbers, &cells[c]);
    }
    return numbers;
}

/* Whether the columns under the numbers have years, too. */
static bool years_below(const struct sd_view *view)
{
    uint64_t years = 0, all = 0;
    for (size_t c = 0; c < view->first_count; c++) {
        if (!sd_cell_is_number(view->first[c].kind))
            continue;
        years += view->column[c].years;
        all += sd_view_count(view, c, 1, 1 << SD_CELL_INTEGER | 1 << SD_CELL_DECIMAL);
    }
    return years * 2 >= all;
}

static bool is_steady(const struct numbers *n)
{
    enum { EVEN = 3, STEADY = 5 };
    return (n->even && n->count >= EVEN) || ((n->rising || n->falling) && n->count >= STEADY);
}

/* Whether the numbers of the first record may be the names of columns. */
static bool may_be_names(const struct sd_view *view, const struct numbers *first)
{
    enum { FEW = 3 };
    if (first->count == 0 || first->repeated)
        return false;
    if (first->years == first->count)
        return !years_below(view);
    if (first->from_zero)
        return true;
    if (first->from_one && first->count >= FEW)
        return true;
    if (!is_steady(first))
        return false;
    for (size_t i = 1; i < 3 && i < view->spans.count; i++) {
        size_t count = sd_view_cells(view, i);
        struct numbers below = numbers_of(view, view->cells, count);
        if (!is_steady(&below))
            return true;
    }
    return false;
}

/* The smallest and largest number of a column after the first record. */
struct range {
    double least, most;
};

static struct range range_of(const struct sd_view *view, size_t column)
{
    enum { RECORDS = 1000 };
    struct range range = {HUGE_VAL, -HUGE_VAL};
    for (size_t i = 1; i < view->spans.count && i < RECORDS; i++) {
        if (column >= sd_view_cells(view, i) || !sd_cell_is_number(view->cells[column].kind))
            continue;
        double value = sd_cell_value(&view->cells[column]);
        range.least = value < range.least ? value : range.least;
        range.most = value > range.most ? value : range.most;
    }
    return range;
}

/* Whether the numbers of the first record, beside texts, are like those of their columns: all are
 * about where those are. A few that rise or fall may be names, such as percentiles, unless their
 * columns are of different sizes. */
static bool are_alike(const struct sd_view *view, const struct numbers *first)
{
    enum { SIZES = 10 };
    double least = HUGE_VAL, most = 0;
    bool negative = false;
    if (first->from_zero || first->from_one)
        return false;
    for (size_t c = 0; c < view->first_count; c++) {
        if (!sd_cell_is_number(view->first[c].kind) || !sd_cell_is_number(sd_view_kind(view, c, 1)))
            continue;
        struct range range = range_of(view, c);
        double value = sd_cell_value(&view->first[c]), margin = (range.most - range.least) / 2;
        double size = fmax(fabs(range.least), fabs(range.most));
        if (value < range.least - margin || value > range.most + margin)
            return false;
        negative = negative || value < 0;
        least = fmin(least, size);
        most = fmax(most, size);
    }
    return first->count == 1 || negative || !(first->rising || first->falling) ||
           most > SIZES * least;
}

/* 1 3:0.5 7:1: a label, and numbers with a number before a colon. */
static bool is_libsvm(const uint8_t *text, size_t length)
{
    size_t pairs = 0, i = 0;
    while (i < length) {
        size_t end = i, colon = 0;
        for (; end < length && text[end] != ' ' && text[end] != '\r' && text[end] != '\n'; end++)
            colon = text[end] == ':' ? end : colon;
        struct sd_look_cell before = sd_look_cell(text + i, (colon != 0 ? colon : end) - i);
        struct sd_look_cell after =
            sd_look_cell(text + colon + 1, colon != 0 ? end - colon - 1 : 0);
        bool key = before.kind == SD_CELL_INTEGER ||
                   (before.length == 3 && memcmp(before.text, "qid", 3) == 0);
        if (colon != 0 ? !key || !sd_cell_is_number(after.kind)
                       : i != 0 || !sd_cell_is_number(before.kind))
            return false;
        pairs += colon != 0;
        for (i = end; i < length && (text[i] == ' ' || text[i] == '\r' || text[i] == '\n');)
            i++;
    }
    return pairs != 0;
}

static void found(struct sd_view *view, enum sd_first_record how, size_t column)
{
    view->profile->first = how;
    view->profile->first_column = column + 1;
    view->profile->first_again = view->column[column].again;
    sd_view_show(view->profile->first_cell, &view->first[column]);
}

/* A cell of the first record that comes back often enough. `types`: other columns fit their kinds,
 * so that one column is enough; in a table of texts, one column must have it often. */
static bool comes_back(struct sd_view *view, bool names, bool types)
{
    enum { TIMES = 2, OFTEN = 5, PART = 100, LONG = 3 };
    size_t columns = 0, best = view->columns;
    bool is_long = false;
    for (size_t c = 0; c < view->first_count; c++) {
        const struct sd_look_cell *cell = &view->first[c];
        uint64_t again = view->column[c].again;
        if (again < TIMES || again * PART < view->looked || cell->kind == SD_CELL_MISSING ||
            (sd_cell_is_number(cell->kind) && names))
            continue;
        columns++;
        is_long = is_long || (cell->length >= LONG && again >= OFTEN);
        if (best == view->columns || again > view->column[best].again)
            best = c;
    }
    if (columns == 0 || (columns == 1 && !types && !is_long))
        return false;
    found(view, SD_FIRST_AGAIN, best);
    return true;
}

/* The columns in which the first record fits the others. */
struct agreement {
    size_t numbers, fraction, date; /* how many; one of them */
    size_t dates, empty, missing, texts;
    bool contradicts; /* a text over numbers, dates or booleans */
};

static struct agreement agreement_of(const struct sd_view *view)
{
    struct agreement a = {0};
    for (size_t c = 0; c < view->columns; c++) {
        enum sd_cell_kind below = sd_view_kind(view, c, 1);
        enum sd_cell_kind kind = sd_kind_over(view->column[c].head[0], below);
        a.empty += kind == SD_CELL_EMPTY;
        a.missing += kind == SD_CELL_MISSING;
        a.texts += kind == SD_CELL_TEXT;
        a.contradicts = a.contradicts || (kind == SD_CELL_TEXT && sd_cell_is_typed(below));
        if (sd_cell_is_number(kind) && sd_cell_is_number(below)) {
            bool better = a.numbers == 0 || (kind == SD_CELL_DECIMAL &&
                                             view->column[a.fraction].head[0] != SD_CELL_DECIMAL);
            a.fraction = better ? c : a.fraction;
            a.numbers++;
        }
        if (kind == below && (kind == SD_CELL_DATE || kind == SD_CELL_BOOLEAN)) {
            a.date = c;
            a.dates++;
        }
    }
    return a;
}

void sd_look_at_first(struct sd_view *view)
{
    struct sd_span span = sd_view_span(view, 0), next = sd_view_span(view, 1);
    const uint8_t *data = view->records->data;
    if (view->columns == 1 && is_libsvm(data + span.start, (size_t)span.length) &&
        is_libsvm(data + next.start, (size_t)next.length)) {
        found(view, SD_FIRST_LIBSVM, 0);
        return;
    }
    struct agreement a = agreement_of(view);
    if (a.contradicts)
        return;
    struct numbers numbers = numbers_of(view, view->first, view->first_count);
    bool names = may_be_names(view, &numbers);
    if (a.numbers != 0 && !names &&
        (numbers.fractions != 0 || (a.empty + a.missing != 0 && a.texts == 0)))
        found(view, SD_FIRST_NUMBER, a.fraction);
    else if (a.numbers != 0 && !names && a.numbers == view->columns)
        found(view, SD_FIRST_ALL_NUMBERS, a.fraction);
    else if (a.dates != 0)
        found(view, SD_FIRST_DATE, a.date);
    else if (!comes_back(view, names, a.numbers != 0) && a.numbers != 0 && !names &&
             are_alike(view, &numbers))
        found(view, SD_FIRST_NUMBER, a.fraction);
}
