/* SPDX-License-Identifier: MIT */
/* The cells of a record, and what they seem to be. For notes alone: keys are read by csv/fields.h.
 */
#ifndef SD_LOOK_CELLS_H
#define SD_LOOK_CELLS_H

#include "csv/scan.h"

enum sd_cell_kind {
    SD_CELL_EMPTY,
    SD_CELL_MISSING, /* NA, null, ? ... */
    SD_CELL_INTEGER,
    SD_CELL_DECIMAL, /* with a point or an exponent */
    SD_CELL_BOOLEAN,
    SD_CELL_DATE, /* a date, a time, or both; what follows a date does not matter */
    SD_CELL_TEXT,
    SD_CELL_KINDS
};

/* The text between the delimiters, without quotes and blanks around it; quotes inside are not
 * undoubled. */
struct sd_look_cell {
    const uint8_t *text;
    size_t length;
    enum sd_cell_kind kind;
};

/* Fills the first `most` cells of a record and returns their number, or that of all fields if there
 * are fewer. */
size_t sd_look_cells(const struct sd_dialect *dialect, const uint8_t *record, uint64_t length,
                     struct sd_look_cell *cells, size_t most);

/* One cell: the text is trimmed. */
struct sd_look_cell sd_look_cell(const uint8_t *text, size_t length);

static inline bool sd_cell_is_number(enum sd_cell_kind kind)
{
    return kind == SD_CELL_INTEGER || kind == SD_CELL_DECIMAL;
}

/* Number, boolean or date. */
static inline bool sd_cell_is_typed(enum sd_cell_kind kind)
{
    return kind >= SD_CELL_INTEGER && kind <= SD_CELL_DATE;
}

/* The value of a number, for comparisons. */
double sd_cell_value(const struct sd_look_cell *cell);

bool sd_cells_equal(const struct sd_look_cell *a, const struct sd_look_cell *b);

#endif
