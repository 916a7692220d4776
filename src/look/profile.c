/* SPDX-License-Identifier: MIT */
#include "look/profile.h"

#include "csv/start.h"
#include "look/view.h"

#include <stdlib.h>
#include <string.h>

/* Bytes at the beginning, and at each place in the rest. */
enum { BEGINNING = 1 << 20, PLACE = 1 << 12, PLACE_RECORDS = 8 };

/* --- reading --------------------------------------------------------------------------------- */

static bool is_year(const struct sd_look_cell *cell)
{
    return cell->kind == SD_CELL_INTEGER && cell->length == 4 &&
           memcmp(cell->text, "1500", 4) >= 0 && memcmp(cell->text, "2200", 4) < 0;
}

/* Counts the kinds of a record's cells; `head`: its number in the head, or SD_VIEW_HEAD. */
static void count_cells(struct sd_view *view, const struct sd_look_cell *cells, size_t count,
                        size_t head)
{
    for (size_t c = 0; c < view->columns; c++) {
        struct sd_view_column *column = &view->column[c];
        enum sd_cell_kind kind = c < count ? cells[c].kind : SD_CELL_EMPTY;
        if (head < SD_VIEW_HEAD)
            column->head[head] = (uint8_t)kind;
        else
            column->count[kind]++;
        if (head == 0 || c >= count)
            continue;
        column->years += is_year(&cells[c]);
        column->again += c < view->first_count && cells[c].length != 0 &&
                         sd_cells_equal(&cells[c], &view->first[c]);
    }
}

/* Whether a record is the first one again: of such a copy there is another note. */
static bool is_first_again(const struct sd_view *view, size_t count)
{
    if (count != view->first_count)
        return false;
    for (size_t c = 0; c < count; c++) {
        if (!sd_cells_equal(&view->cells[c], &view->first[c]))
            return false;
    }
    return true;
}

static void take(struct sd_view *view, const uint8_t *record, uint64_t length, size_t head)
{
    size_t count =
        sd_look_cells(view->records->dialect, record, length, view->cells, view->columns);
    if (head == 0) {
        memcpy(view->first, view->cells, count * sizeof *view->first);
        view->first_count = count;
    } else if (view->records->dialect->header && is_first_again(view, count)) {
        if (head < SD_VIEW_HEAD)
            count = 0;
        else
            return;
    }
    view->profile->hashes += head != 0 && record[0] == '#';
    count_cells(view, view->cells, count, head);
    view->looked++;
}

/* Feeds at most `length` bytes from `offset` on, of one file after another, until there are `most`
 * records. */
static void feed(struct sd_scan *scan, const struct sd_records *records, uint64_t offset,
                 uint64_t length, size_t most)
{
    const struct sd_extents *extents = records->extents;
    struct splitdata_error ignored;
    size_t e = extents != NULL ? sd_extents_find(extents, offset) : 0;
    for (;; e++) {
        uint64_t end = records->size; /* the data may be the beginning alone */
        if (extents != NULL && extents->extent[e].end < end)
            end = extents->extent[e].end;
        const uint64_t fed = end - offset < length ? end - offset : length;
        if (sd_scan_feed(scan, records->data + offset, (size_t)fed, &ignored) != SPLITDATA_OK ||
            (offset + fed == end && sd_scan_finish(scan, &ignored) != SPLITDATA_OK))
            break;
        length -= fed;
        if (length == 0 || extents == NULL || e + 1 == extents->count || scan->spans->count >= most)
            break;
        offset = extents->extent[e + 1].begin;
        sd_scan_again(scan, offset);
    }
}

/* The records that begin at `offset`: at most `most`, of at most `length` bytes. */
static void find_records(const struct sd_view *view, uint64_t offset, uint64_t length, size_t most,
                         struct sd_spans *spans)
{
    struct sd_dialect dialect = *view->records->dialect;
    struct sd_scan scan;
    dialect.ragged_keep = dialect.delimiter_set = true;
    spans->count = spans->long_count = 0;
    sd_scan_begin(&scan, &dialect, NULL, spans, offset);
    feed(&scan, view->records, offset, length, most);
    if (spans->count > most)
        spans->count = most;
}

static void take_beginning(struct sd_view *view)
{
    struct sd_span first = sd_records_first(view->records);
    find_records(view, first.start, BEGINNING, SD_VIEW_RECORDS, &view->spans);
    view->head = view->spans.count < SD_VIEW_HEAD ? view->spans.count : SD_VIEW_HEAD;
    for (size_t i = 0; i < view->spans.count; i++) {
        struct sd_span span = sd_view_span(view, i);
        take(view, view->records->data + span.start, span.length,
             i < SD_VIEW_HEAD ? i : SD_VIEW_HEAD);
    }
}

/* Records of the places that the index kept, after those of the beginning. */
static void take_places(struct sd_view *view)
{
    const struct sd_traits *traits = &view->records->index.traits;
    struct sd_spans spans;
    if (view->spans.count == 0)
        return;
    struct sd_span last = sd_view_span(view, view->spans.count - 1);
    uint64_t done = last.start + last.length;
    sd_spans_begin(&spans, view->records->size);
    for (size_t p = 0; p < SD_SAMPLES; p++) {
        if (traits->sample[p] == SD_UNSEEN || traits->sample[p] < done)
            continue;
        find_records(view, traits->sample[p], PLACE, PLACE_RECORDS, &spans);
        for (size_t i = 0; i < spans.count; i++) {
            struct sd_span span = sd_spans_unpack(&spans, spans.packed[i]);
            take(view, view->records->data + span.start, span.length, SD_VIEW_HEAD);
            done = span.start + span.length;
        }
    }
    sd_spans_free(&spans);
}

/* The first column has no name, and nothing but texts is in the others: then no type tells the
 * header from the records. */
static void look_at_names(struct sd_view *view)
{
    bool texts =
        view->columns > 1 && view->first_count == view->columns && view->first[0].length == 0;
    for (size_t c = 1; c < view->columns && texts; c++)
        texts = view->first[c].kind == SD_CELL_TEXT &&
                sd_view_kind(view, c, view->body) == SD_CELL_TEXT;
    view->profile->nameless_first = texts;
}

static void judge(struct sd_view *view, bool header_asked)
{
    const struct sd_dialect *dialect = view->records->dialect;
    if (dialect->header && !header_asked && view->spans.count > 1) {
        sd_look_at_head(view);
        if (view->profile->head.skip_lines == 0 && view->profile->head.headers == 1)
            sd_look_at_first(view);
    }
    if (dialect->header && !dialect->blanks && view->profile->first == SD_FIRST_NAMES &&
        view->profile->head.skip_lines == 0 && view->profile->head.headers == 1)
        look_at_names(view);
    if (view->profile->first != SD_FIRST_LIBSVM)
        sd_look_at_delimiter(view);
    if (view->profile->other.before != 0) /* then the one column is none */
        view->profile->head = (struct sd_head){.headers = 1};
    sd_look_at_quotes(view);
}

void sd_profile_make(struct sd_profile *profile, const struct sd_records *records,
                     bool header_asked)
{
    const uint64_t fields = records->index.fields;
    struct sd_view view = {.records = records, .profile = profile};
    *profile = (struct sd_profile){.head.headers = 1};
    if (records->data == NULL || records->index.spans.count == 0 || records->dialect->lines)
        return;
    view.columns = fields < SD_VIEW_COLUMNS ? (size_t)fields : SD_VIEW_COLUMNS;
    view.body = records->dialect->header ? (size_t)sd_dialect_first_records(records->dialect) : 0;
    view.column = calloc(view.columns, sizeof *view.column);
    view.cells = calloc(view.columns, sizeof *view.cells);
    view.first = calloc(view.columns, sizeof *view.first);
    sd_spans_begin(&view.spans, records->size);
    if (view.column != NULL && view.cells != NULL && view.first != NULL) {
        take_beginning(&view);
        take_places(&view);
        profile->looked = view.looked;
        if (view.looked > 1)
            judge(&view, header_asked);
    }
    sd_spans_free(&view.spans);
    free(view.column);
    free(view.cells);
    free(view.first);
}
