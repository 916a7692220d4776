/* SPDX-License-Identifier: MIT */
/*
 * What comes before the records: title lines, comments, a header of several lines.
 *
 * The first records are the head as far as they do not fit the kinds (numbers, dates, booleans) of
 * the columns after them. Within it, the header begins at the first record that names most columns.
 * Without any such column, only lines that are nearly empty before one that is full can be told.
 */
#include "csv/start.h"
#include "look/view.h"

#include <string.h>

/* A record of the head, against the columns that have a kind. */
struct fit {
    size_t typed;   /* cells of some kind other than text */
    size_t texts;   /* cells that are texts */
    size_t units;   /* texts that are units */
    size_t columns; /* columns that have a kind */
};

static bool has_kind(const struct sd_view *view, size_t column, size_t from)
{
    return sd_cell_is_typed(sd_view_kind(view, column, from));
}

/* kg, (m/s), %, string ... */
static bool is_unit(const struct sd_look_cell *cell)
{
    static const char *const units[] = {
        "kg",     "g",    "mg",   "t",    "m",      "cm",  "mm",    "km",     "s",       "ms",
        "min",    "h",    "%",    "C",    "F",      "K",   "°C",    "°F",     "Hz",      "V",
        "A",      "W",    "kW",   "kWh",  "Pa",     "hPa", "mol",   "m/s",    "km/h",    "USD",
        "EUR",    "GBP",  "$",    "€",    "string", "int", "float", "double", "numeric", "integer",
        "number", "text", "date", "unit", "units",  "-",
    };
    const uint8_t *text = cell->text;
    size_t length = cell->length;
    if (length > 2 && ((text[0] == '(' && text[length - 1] == ')') ||
                       (text[0] == '[' && text[length - 1] == ']')))
        return true;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strlen(units[i]) == length && memcmp(units[i], text, length) == 0)
            return true;
    }
    return false;
}

/* How record `row` fits the columns from record `from` on. */
static struct fit fit_of(const struct sd_view *view, size_t row, size_t from)
{
    struct fit fit = {0};
    size_t count = sd_view_cells(view, row);
    for (size_t c = 0; c < view->columns; c++) {
        if (!has_kind(view, c, from))
            continue;
        enum sd_cell_kind kind =
            sd_kind_over(view->column[c].head[row], sd_view_kind(view, c, from));
        fit.columns++;
        fit.typed += sd_cell_is_typed(kind);
        fit.texts += kind == SD_CELL_TEXT;
        fit.units += kind == SD_CELL_TEXT && c < count && is_unit(&view->cells[c]);
    }
    return fit;
}

static size_t filled(const struct sd_view *view, size_t row)
{
    size_t count = 0;
    for (size_t c = 0; c < view->columns; c++)
        count += view->column[c].head[row] != SD_CELL_EMPTY;
    return count;
}

static bool is_sparse(const struct sd_view *view, size_t row)
{
    return filled(view, row) * 2 <= view->columns;
}

/* Years and the like over other numbers, and a text where texts are: a header among title lines. */
static bool names_years(const struct sd_view *view, size_t row)
{
    size_t count = sd_view_cells(view, row), years = 0;
    for (size_t c = 0; c < count; c++) {
        const struct sd_look_cell *cell = &view->cells[c];
        if (!sd_cell_is_number(cell->kind))
            continue;
        if (cell->kind != SD_CELL_INTEGER || cell->length != 4 ||
            sd_view_count(view, c, row + 1, 1 << SD_CELL_INTEGER | 1 << SD_CELL_DECIMAL) <
                2 * (uint64_t)view->column[c].years)
            return false;
        years++;
    }
    return years != 0 && filled(view, row) == view->columns;
}

/* The number of records before the first one that fits what follows it; 0: unknown. */
static size_t head_size(const struct sd_view *view)
{
    size_t most = view->spans.count < view->head ? view->spans.count : view->head;
    for (size_t m = 1; m < most; m++) {
        struct fit fit = fit_of(view, m, m);
        if (fit.typed <= fit.texts)
            continue;
        bool sparse = m > 1;
        for (size_t r = 1; r < m; r++)
            sparse = sparse && is_sparse(view, r);
        return is_sparse(view, 0) && (sparse || m == 1) && m + 1 < most && names_years(view, m)
                   ? m + 1
                   : m;
    }
    return 0;
}

/* The record of the head that names the columns: the first that names nearly as many as any. */
static size_t naming(const struct sd_view *view, size_t head)
{
    enum { NEARLY = 80 };
    size_t best = 0;
    for (size_t r = 0; r < head; r++)
        best = filled(view, r) > best ? filled(view, r) : best;
    for (size_t r = 0; r < head; r++) {
        if (filled(view, r) * 100 >= best * NEARLY)
            return r;
    }
    return 0;
}

/* Whether all columns that have a kind, from record `from` on, have nothing else, and enough. */
static bool is_pure(const struct sd_view *view, size_t from)
{
    enum { ENOUGH = 4 };
    const unsigned other = 1 << SD_CELL_TEXT | 1 << SD_CELL_MISSING;
    for (size_t c = 0; c < view->columns; c++) {
        if (has_kind(view, c, from) &&
            (sd_view_count(view, c, from, other) != 0 ||
             sd_view_count(view, c, from, ~(other | 1U << SD_CELL_EMPTY)) < ENOUGH))
            return false;
    }
    return true;
}

/* Whether a record has a value or a text in a column that has a kind. */
static bool shows_kind(const struct sd_view *view, size_t row, size_t from)
{
    struct fit fit = fit_of(view, row, from);
    return fit.typed + fit.texts != 0;
}

/* As pandas writes the names of an index: texts, and then nothing but empty cells. A single one
 * could be a missing value, unless the first column of the header has no name either. */
static bool is_index(const struct sd_view *view, size_t begin, size_t row)
{
    size_t texts = 0, last = view->columns;
    while (texts < view->columns && view->column[texts].head[row] == SD_CELL_TEXT)
        texts++;
    while (last > texts && view->column[last - 1].head[row] == SD_CELL_EMPTY)
        last--;
    return texts != 0 && texts == last &&
           (view->columns - texts > 1 || view->column[0].head[begin] == SD_CELL_EMPTY);
}

/* How many records from `begin` on are the header, in a head that ends before `end`: further ones
 * have texts, or units, where the records have values. The last may be empty there, as pandas
 * writes the names of the index. */
static size_t header_size(const struct sd_view *view, size_t begin, size_t end)
{
    size_t row = begin + 1;
    for (; row < end; row++) {
        struct fit fit = fit_of(view, row, end);
        bool strong = fit.texts * 2 >= fit.columns && fit.texts != 0 &&
                      (fit.columns >= 2 || fit.units != 0 || is_pure(view, end));
        bool names_index =
            row > begin + 1 && row + 1 == end && fit.texts == 0 && is_index(view, begin, row);
        if (!strong && !names_index)
            break;
    }
    /* Records whose columns of values are empty may follow. */
    const size_t size = row - begin;
    while (row < end && !shows_kind(view, row, end))
        row++;
    return row == end ? size : 1;
}

/* All-text tables: a nearly empty first record, and later one that is full, as are those after it,
 * and does not fit them in columns that have a kind. */
static size_t full_after_sparse(const struct sd_view *view)
{
    enum { COLUMNS = 3, ENOUGH = 3, NEARLY = 80 };
    size_t row = 0, full = 0;
    if (view->columns < COLUMNS || filled(view, 0) * 3 > view->columns)
        return 0;
    while (row < view->head && is_sparse(view, row))
        row++;
    struct fit fit = fit_of(view, row, row);
    for (size_t r = row; r < view->head; r++)
        full += filled(view, r) * 100 >= view->columns * NEARLY;
    return view->head - row >= ENOUGH && full * 100 >= (view->head - row) * NEARLY &&
                   filled(view, row) == view->columns && fit.typed <= fit.texts
               ? row
               : 0;
}

/* The first of the rows above record `begin` that complete its names, as in a header of several
 * lines: `begin` has no name for the first column, and each of them has several. */
static size_t upper_rows(const struct sd_view *view, size_t begin)
{
    size_t row = begin;
    if (view->column[0].head[begin] != SD_CELL_EMPTY)
        return begin;
    while (row > 0 && filled(view, row - 1) > 1)
        row--;
    return row;
}

static bool begins_with_hash(const struct sd_view *view, size_t row)
{
    return view->records->data[sd_view_span(view, row).start] == '#';
}

/* The header begins at record `row`: the lines before it are to be skipped. */
static void set_title(struct sd_view *view, size_t row)
{
    struct sd_head *head = &view->profile->head;
    uint64_t hashes = 0;
    size_t c = 0, count = sd_view_cells(view, row);
    head->line = sd_records_line(view->records, sd_view_span(view, row).start);
    head->skip_lines = head->line - 1;
    for (size_t r = 0; r < row; r++)
        hashes += begins_with_hash(view, r);
    /* The first record is not counted among those that begin so. */
    head->comment = hashes == row && view->profile->hashes == hashes - 1 ? '#' : '\0';
    head->blank_lines = head->skip_lines > row ? head->skip_lines - row : 0;
    while (c + 1 < count && view->cells[c].length == 0)
        c++;
    sd_view_show(head->name, &view->cells[c]);
}

/* A single column of values: comments before and between them. All other records but the name must
 * be values. */
static bool look_at_comments(struct sd_view *view)
{
    enum { ENOUGH = 3 };
    static const char *const marks[] = {"#", "%", "//"};
    struct sd_head *head = &view->profile->head;
    size_t count[3] = {0}, first = view->spans.count, texts = 0, values = 0, used = 0, which = 0;
    for (size_t i = 0; i < view->spans.count; i++) {
        struct sd_span span = sd_view_span(view, i);
        size_t mark = 0;
        while (mark < 3 &&
               (span.length < strlen(marks[mark]) ||
                memcmp(view->records->data + span.start, marks[mark], strlen(marks[mark])) != 0))
            mark++;
        if (mark < 3) {
            used += count[mark]++ == 0;
            which = mark;
            continue;
        }
        sd_view_cells(view, i);
        values += sd_cell_is_typed(view->cells[0].kind);
        texts += view->cells[0].kind == SD_CELL_TEXT && i > first;
        first = i < first ? i : first;
    }
    if (used != 1 || texts != 0 || values < ENOUGH || values < count[which])
        return false;
    if (first != 0)
        set_title(view, first);
    else
        head->comment_rows = count[which];
    head->comment = marks[which][0];
    return true;
}

/* Whether a single column has more values from record `head` on than texts before. */
static bool has_values(const struct sd_view *view, size_t head)
{
    enum { ENOUGH = 4 };
    uint64_t values = sd_view_count(view, 0, head, ~(1U << SD_CELL_TEXT | 1U << SD_CELL_EMPTY));
    return values >= ENOUGH && values >= head;
}

/* A single column: comments, or lines of text, before the name of a column of values. */
static void look_at_single(struct sd_view *view, size_t head)
{
    static const char type[] = "#TYPE ";
    struct sd_span first = sd_view_span(view, 0);
    if (first.length > sizeof type &&
        memcmp(view->records->data + first.start, type, sizeof type - 1) == 0) {
        set_title(view, 1);
        view->profile->head.comment = '\0';
        return;
    }
    if (look_at_comments(view))
        return;
    size_t row = 0;
    while (row < view->head && begins_with_hash(view, row))
        row++;
    if (row > 0 && row < view->head && (row > 1 || head == 2))
        set_title(view, row);
    else if (row == 0 && head >= 2 && view->looked >= 5 && (head == 2 || has_values(view, head))) {
        while (row < head && view->column[0].head[row] == SD_CELL_TEXT)
            row++;
        if (row != head)
            return;
        set_title(view, head - 1);
        view->profile->head.single = view->profile->head.blank_lines == 0;
    }
}

void sd_look_at_head(struct sd_view *view)
{
    size_t head = head_size(view);
    if (view->columns == 1) {
        look_at_single(view, head);
        return;
    }
    size_t begin = head > 1 ? naming(view, head) : full_after_sparse(view);
    bool sparse = true;
    for (size_t r = 0; r < begin; r++)
        sparse = sparse && is_sparse(view, r);
    if (begin != 0 && !sparse)
        return;
    size_t upper = upper_rows(view, begin);
    if (upper != 0)
        set_title(view, upper);
    if (head > begin + 1)
        view->profile->head.headers = header_size(view, begin, head);
    view->profile->head.headers += begin - upper;
}
