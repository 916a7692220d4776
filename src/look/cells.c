/* SPDX-License-Identifier: MIT */
#include "look/cells.h"

#include "csv/variants.h"
#include "keys/number.h"

#include <string.h>
#include <strings.h>

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

/* The number of digits at the start. */
static size_t digits(const uint8_t *text, size_t length)
{
    size_t i = 0;
    while (i < length && is_digit(text[i]))
        i++;
    return i;
}

/* An integer or a decimal; SD_CELL_TEXT: neither. */
static enum sd_cell_kind number_kind(const uint8_t *text, size_t length)
{
    size_t i = text[0] == '-' || text[0] == '+' ? 1 : 0;
    size_t whole = digits(text + i, length - i), decimals = 0;
    bool point = false;
    i += whole;
    if (i == length && whole != 0)
        return SD_CELL_INTEGER;
    if (i < length && text[i] == '.') {
        point = true;
        decimals = digits(text + i + 1, length - i - 1);
        i += 1 + decimals;
    }
    if (whole + decimals == 0)
        return SD_CELL_TEXT;
    if (i < length && (text[i] == 'e' || text[i] == 'E')) {
        i++;
        if (i < length && (text[i] == '-' || text[i] == '+'))
            i++;
        size_t exponent = digits(text + i, length - i);
        return exponent != 0 && i + exponent == length ? SD_CELL_DECIMAL : SD_CELL_TEXT;
    }
    return i == length && point ? SD_CELL_DECIMAL : SD_CELL_TEXT;
}

/* 2024-05-31, 31/5/24 or 31.05.2024, whatever follows after a blank or T; 12:30 or 12:30:59. */
static bool is_date(const uint8_t *text, size_t length)
{
    size_t first = digits(text, length);
    if (first == 0 || first > 4 || first == length)
        return false;
    uint8_t separator = text[first];
    if (strchr("-/.:", separator) == NULL || separator == '\0')
        return false;
    size_t at = first + 1, second = digits(text + at, length - at);
    at += second;
    if (separator == ':' && first <= 2 && second == 2 && at == length)
        return true;
    if (second == 0 || second > 2 || at == length || text[at] != separator)
        return false;
    size_t third = digits(text + at + 1, length - at - 1);
    at += 1 + third;
    if (separator == ':')
        return first <= 2 && second == 2 && third == 2 &&
               (at == length || text[at] == '.' || is_blank(text[at]));
    bool ends = at == length || text[at] == 'T' || is_blank(text[at]);
    bool year = first == 4 || third == 4 || separator == '/';
    return ends && year && third != 0 && third <= 4;
}

/* yes and no, as those write who ask people. */
static bool is_yes_or_no(const uint8_t *text, size_t length)
{
    return (length == 3 && strncasecmp((const char *)text, "yes", length) == 0) ||
           (length == 2 && strncasecmp((const char *)text, "no", length) == 0);
}

static enum sd_cell_kind kind_of(const uint8_t *text, size_t length)
{
    enum { LONGEST_WORD = 8 }; /* of those that mean a missing value or a boolean */
    bool ignored;
    if (length == 0)
        return SD_CELL_EMPTY;
    uint8_t first = text[0];
    if (is_digit(first) || first == '-' || first == '+' || first == '.') {
        enum sd_cell_kind kind = number_kind(text, length);
        if (kind != SD_CELL_TEXT)
            return kind;
        if (is_date(text, length))
            return SD_CELL_DATE;
    }
    if (length > LONGEST_WORD || first == 0 || strchr("?#-1<NnTtFfYy", first) == NULL)
        return SD_CELL_TEXT;
    if ((length == 1 && first == '?') || sd_is_missing((const char *)text, length))
        return SD_CELL_MISSING;
    return is_yes_or_no(text, length) || sd_read_boolean((const char *)text, length, &ignored)
               ? SD_CELL_BOOLEAN
               : SD_CELL_TEXT;
}

struct sd_look_cell sd_look_cell(const uint8_t *text, size_t length)
{
    while (length != 0 && is_blank(text[0])) {
        text++;
        length--;
    }
    while (length != 0 && is_blank(text[length - 1]))
        length--;
    return (struct sd_look_cell){text, length, kind_of(text, length)};
}

/* The end of quotes that open at `at`: their closing quote, or `length`. */
static size_t closing_quote(const uint8_t *record, size_t length, size_t at, uint8_t quote)
{
    const uint8_t *found;
    for (size_t i = at + 1; i < length && (found = memchr(record + i, quote, length - i)) != NULL;
         i += 2) {
        i = (size_t)(found - record);
        if (i + 1 == length || record[i + 1] != quote)
            return i;
    }
    return length;
}

/* The same for variants of CSV. */
static size_t variant_cells(const struct sd_dialect *dialect, const uint8_t *record, size_t end,
                            struct sd_look_cell *cells, size_t most)
{
    const uint8_t *at = record;
    struct sd_variant_field field;
    size_t count = 0;
    while (count < most && sd_variant_next(dialect, &at, record + end, &field)) {
        size_t length = (size_t)(field.end - field.begin);
        bool quoted = length > 1 && field.begin[0] == dialect->quote &&
                      field.begin[length - 1] == dialect->quote;
        cells[count++] = sd_look_cell(field.begin + quoted, length - 2 * (size_t)quoted);
    }
    return count;
}

size_t sd_look_cells(const struct sd_dialect *dialect, const uint8_t *record, uint64_t length,
                     struct sd_look_cell *cells, size_t most)
{
    size_t end = (size_t)(length - sd_line_end_length(record, length)), at = 0, count = 0;
    if (dialect->lines) {
        cells[0] = sd_look_cell(record, end);
        return 1;
    }
    if (sd_dialect_is_variant(dialect))
        return variant_cells(dialect, record, end, cells, most);
    while (count < most) {
        size_t begin = at, text_end = end;
        bool quoted = at < end && record[at] == dialect->quote;
        if (quoted) {
            begin = at + 1;
            text_end = at = closing_quote(record, end, at, (uint8_t)dialect->quote);
        }
        const uint8_t *delimiter = memchr(record + at, dialect->delimiter, end - at);
        at = delimiter != NULL ? (size_t)(delimiter - record) : end;
        cells[count++] = sd_look_cell(record + begin, (quoted ? text_end : at) - begin);
        if (delimiter == NULL)
            break;
        at++;
    }
    return count;
}

double sd_cell_value(const struct sd_look_cell *cell)
{
    double value = 0;
    return sd_read_double((const char *)cell->text, cell->length, SD_PANDAS_3, &value) ? value : 0;
}

bool sd_cells_equal(const struct sd_look_cell *a, const struct sd_look_cell *b)
{
    return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}
