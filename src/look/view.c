/* SPDX-License-Identifier: MIT */
#include "look/view.h"

#include <string.h>

size_t sd_view_cells(const struct sd_view *view, size_t i)
{
    struct sd_span span = sd_view_span(view, i);
    return sd_look_cells(view->records->dialect, view->records->data + span.start, span.length,
                         view->cells, view->columns);
}

uint64_t sd_view_count(const struct sd_view *view, size_t column, size_t from, unsigned kinds)
{
    const struct sd_view_column *c = &view->column[column];
    uint64_t count = 0;
    for (unsigned kind = 0; kind < SD_CELL_KINDS; kind++)
        count += kinds >> kind & 1 ? c->count[kind] : 0;
    for (size_t i = from; i < view->head; i++)
        count += kinds >> c->head[i] & 1;
    return count;
}

enum sd_cell_kind sd_view_kind(const struct sd_view *view, size_t column, size_t from)
{
    enum { NEARLY = 90 }; /* per cent */
    static const struct {
        enum sd_cell_kind kind;
        unsigned kinds;
    } all[] = {
        {SD_CELL_INTEGER, 1 << SD_CELL_INTEGER},
        {SD_CELL_DECIMAL, 1 << SD_CELL_INTEGER | 1 << SD_CELL_DECIMAL},
        {SD_CELL_BOOLEAN, 1 << SD_CELL_BOOLEAN},
        {SD_CELL_DATE, 1 << SD_CELL_DATE},
    };
    const unsigned none = 1 << SD_CELL_EMPTY | 1 << SD_CELL_MISSING;
    uint64_t values = sd_view_count(view, column, from, ~none);
    if (values == 0)
        return SD_CELL_EMPTY;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (sd_view_count(view, column, from, all[i].kinds) * 100 >= values * NEARLY)
            return all[i].kind;
    }
    return SD_CELL_TEXT;
}

void sd_view_show(char shown[SD_SHOWN_CELL], const struct sd_look_cell *cell)
{
    size_t length = cell->length < SD_SHOWN_CELL - 1 ? cell->length : SD_SHOWN_CELL - 1;
    while (length < cell->length && length != 0 && (cell->text[length] & 0xc0) == 0x80)
        length--; /* not in the middle of a letter */
    memcpy(shown, cell->text, length);
    shown[length] = '\0';
}
