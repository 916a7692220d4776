/* SPDX-License-Identifier: MIT */
/*
 * The order of rows by the values of all columns, as Spark sorts a table: column by column,
 * ascending, missing values first, texts by their bytes. The values of a row become one string of
 * bytes whose order is that of the rows: of each column a byte that says whether there is a value,
 * then a text with its end marked, or eight bytes of a number. Memory: this string, and 24 bytes a
 * row.
 */
#include "strategy/strategy.h"

#include "base/exact.h"
#include "base/sort.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* What the values of a column are so far; the numbers in the order in which they are tried. */
enum kind { KIND_NONE, KIND_INTEGER, KIND_DOUBLE, KIND_BOOLEAN, KIND_TEXT };

struct column {
    enum kind kind;
    bool wide;       /* an integer does not fit into 64 bits */
    bool longer;     /* a number has more than 15 digits */
    bool fraction;   /* a number has a point and no exponent: then all are doubles */
    bool other;      /* a number that is not written in digits alone, as 1d or NaN */
    bool plain_text; /* no date, no time */
    bool lengths;    /* dates of several lengths */
    size_t length;   /* of the first value */
};

struct row {
    const uint8_t *bytes;
    size_t length;
    uint64_t number;
};

struct ordering {
    struct sd_decision *decision;
    struct sd_key_set set;
    struct column *columns;
    uint8_t *bytes; /* the strings of all rows */
    uint64_t length, capacity;
    uint64_t *end; /* of each row's string */
};

/* --- kinds of columns ------------------------------------------------------------------------ */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A decimal in digits: a sign, digits with a point, an exponent. Sets *integer and the number of
 * its digits. */
static bool is_decimal(const char *text, size_t length, bool *integer, size_t *digits)
{
    size_t i = length != 0 && (text[0] == '+' || text[0] == '-');
    *digits = 0;
    *integer = true;
    for (; i < length && (is_digit(text[i]) || (text[i] == '.' && *integer)); i++) {
        *digits += text[i] != '.';
        *integer = *integer && text[i] != '.';
    }
    if (*digits == 0 || i == length)
        return *digits != 0;
    if (text[i] != 'e' && text[i] != 'E')
        return false;
    *integer = false;
    i++;
    i += i < length && (text[i] == '+' || text[i] == '-');
    const size_t exponent = i;
    while (i < length && is_digit(text[i]))
        i++;
    return i == length && i != exponent;
}

/* A number that Java reads although it is not written in digits alone: 1d, 0x1p3, NaN, blanks. */
static bool is_other_number(const char *text, size_t length)
{
    bool integer;
    size_t digits;
    while (length != 0 && (unsigned char)text[0] <= ' ')
        text++, length--;
    while (length != 0 && (unsigned char)text[length - 1] <= ' ')
        length--;
    if (length != 0 && strchr("dDfF", text[length - 1]) != NULL &&
        is_decimal(text, length - 1, &integer, &digits))
        return true;
    if (is_decimal(text, length, &integer, &digits))
        return true;
    const size_t sign = length != 0 && (text[0] == '+' || text[0] == '-');
    const char *rest = text + sign;
    length -= sign;
    return (length == 3 && (memcmp(rest, "NaN", 3) == 0 || memcmp(rest, "Inf", 3) == 0)) ||
           (length == 8 && memcmp(rest, "Infinity", 8) == 0) ||
           (length > 2 && rest[0] == '0' && (rest[1] == 'x' || rest[1] == 'X'));
}

/* Text in which years, months and such could be: 2024-01-31T10:00:00Z. */
static bool may_be_time(const char *text, size_t length)
{
    if (length < 4 || !is_digit(text[0]) || !is_digit(text[1]) || !is_digit(text[2]) ||
        !is_digit(text[3]))
        return false;
    for (size_t i = 4; i < length; i++) {
        if (!is_digit(text[i]) && strchr("-:/. TZ+", text[i]) == NULL)
            return false;
    }
    return true;
}

static void see(struct column *column, const struct sd_key_field *field)
{
    bool integer = false, boolean;
    size_t digits = 0;
    int64_t number;
    enum kind kind = KIND_TEXT;
    if (field->length == 0)
        return;
    if (is_decimal(field->bytes, field->length, &integer, &digits)) {
        kind = integer ? KIND_INTEGER : KIND_DOUBLE;
        column->wide = column->wide || (integer && sd_read_int64(field->bytes, field->length,
                                                                 &number) != SD_INTEGER_OK);
        column->longer = column->longer || digits > 15;
        column->fraction = column->fraction || (memchr(field->bytes, '.', field->length) != NULL &&
                                                memchr(field->bytes, 'e', field->length) == NULL &&
                                                memchr(field->bytes, 'E', field->length) == NULL);
    } else if (is_other_number(field->bytes, field->length)) {
        kind = KIND_DOUBLE;
        column->other = true;
    } else if (sd_read_boolean(field->bytes, field->length, &boolean)) {
        kind = KIND_BOOLEAN;
    }
    column->plain_text = column->plain_text || !may_be_time(field->bytes, field->length);
    column->lengths = column->lengths || (column->length != 0 && column->length != field->length);
    column->length = field->length;
    if (column->kind == KIND_NONE || (column->kind == KIND_INTEGER && kind == KIND_DOUBLE))
        column->kind = kind;
    else if (kind != column->kind && !(column->kind == KIND_DOUBLE && kind == KIND_INTEGER))
        column->kind = KIND_TEXT;
}

static int see_row(void *context, uint64_t row, const struct sd_key_field *fields,
                   struct splitdata_error *error)
{
    struct ordering *ordering = context;
    (void)row;
    (void)error;
    for (size_t c = 0; c < ordering->set.count; c++)
        see(&ordering->columns[c], &fields[c]);
    return SPLITDATA_OK;
}

/* What would be ordered by values that no rule here reads as Spark does. */
static int check(const struct ordering *ordering, struct splitdata_error *error)
{
    for (size_t c = 0; c < ordering->set.count; c++) {
        const struct column *column = &ordering->columns[c];
        const bool number = column->kind == KIND_INTEGER || column->kind == KIND_DOUBLE;
        const char *why = NULL;
        if (number && column->other)
            why = "numbers with letters or blanks";
        else if ((column->kind == KIND_INTEGER && column->wide) ||
                 (column->kind == KIND_DOUBLE && column->longer && !column->fraction))
            why = "numbers of more digits than a type holds";
        else if (column->kind == KIND_TEXT && !column->plain_text && column->lengths)
            why = "dates or times in several forms";
        if (why != NULL)
            return sd_fail(error, SPLITDATA_DATA,
                           "--like %s: column %s has %s, whose order cannot be told (infer=no "
                           "sorts texts)",
                           ordering->decision->request->recipe->name, ordering->set.names[c], why);
    }
    return SPLITDATA_OK;
}

/* --- strings of rows ------------------------------------------------------------------------- */

static void put_number(uint8_t *out, uint64_t bits)
{
    for (int i = 0; i < 8; i++)
        out[i] = (uint8_t)(bits >> (56 - 8 * i));
}

/* The order of doubles as that of unsigned numbers; 0 and -0 are equal. */
static uint64_t bits_of(double value)
{
    uint64_t bits;
    value = value == 0.0 ? 0.0 : value;
    memcpy(&bits, &value, sizeof bits);
    return (bits >> 63) != 0 ? ~bits : bits | UINT64_C(1) << 63;
}

/* Writes a value, without its first byte; returns its end. */
static uint8_t *put_value(uint8_t *out, enum kind kind, const struct sd_key_field *field)
{
    int64_t integer = 0;
    double number = 0.0;
    bool boolean = false;
    switch (kind) {
    case KIND_INTEGER:
        sd_read_int64(field->bytes, field->length, &integer);
        put_number(out, (uint64_t)integer ^ UINT64_C(1) << 63);
        return out + 8;
    case KIND_DOUBLE:
        sd_read_double(field->bytes, field->length, SD_PANDAS_3, &number);
        put_number(out, bits_of(number));
        return out + 8;
    case KIND_BOOLEAN:
        sd_read_boolean(field->bytes, field->length, &boolean);
        *out++ = boolean;
        return out;
    default:
        break;
    }
    for (size_t i = 0; i < field->length; i++) { /* 0 is 0 255, and 0 0 the end */
        *out++ = (uint8_t)field->bytes[i];
        if (field->bytes[i] == '\0')
            *out++ = 255;
    }
    *out++ = 0;
    *out++ = 0;
    return out;
}

static int put_row(void *context, uint64_t row, const struct sd_key_field *fields,
                   struct splitdata_error *error)
{
    struct ordering *ordering = context;
    uint64_t most = 0;
    for (size_t c = 0; c < ordering->set.count; c++)
        most += 2 * (uint64_t)fields[c].length + 9;
    if (most > ordering->capacity - ordering->length) {
        const uint64_t capacity = 2 * ordering->capacity + most;
        uint8_t *more = sd_memory_resize(ordering->decision->memory, ordering->bytes, capacity, 1);
        if (more == NULL)
            return sd_fail_memory(error, "the order of the records");
        ordering->bytes = more;
        ordering->capacity = capacity;
    }
    uint8_t *out = ordering->bytes + ordering->length;
    for (size_t c = 0; c < ordering->set.count; c++) {
        *out++ = fields[c].length != 0;
        if (fields[c].length != 0)
            out = put_value(out, ordering->columns[c].kind, &fields[c]);
    }
    ordering->length = (uint64_t)(out - ordering->bytes);
    ordering->end[row] = ordering->length;
    return SPLITDATA_OK;
}

/* --- sorting --------------------------------------------------------------------------------- */

static int compare(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    const int order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

/* Sorts each run. */
static int sort(const struct ordering *ordering, uint64_t *order, struct splitdata_error *error)
{
    struct sd_memory *memory = ordering->decision->memory;
    const uint64_t n = ordering->decision->rows;
    struct row *rows = sd_memory_take(memory, n, sizeof *rows);
    bool sorted = rows != NULL;
    for (uint64_t i = 0; i < n && sorted; i++) {
        const uint64_t start = i != 0 ? ordering->end[i - 1] : 0;
        rows[i] = (struct row){ordering->bytes + start, (size_t)(ordering->end[i] - start), i};
    }
    const uint64_t *begin = ordering->decision->runs.begin;
    for (uint64_t run = 0; run < ordering->decision->runs.count && sorted; run++)
        sorted =
            sd_sort(rows + begin[run], begin[run + 1] - begin[run], sizeof *rows, compare, memory);
    for (uint64_t i = 0; i < n && sorted; i++)
        order[i] = rows[i].number;
    sd_memory_free(rows);
    return sorted ? SPLITDATA_OK : sd_fail_memory(error, "the order of the records");
}

/* "#1,#2,#3", all columns. */
static int choose(struct ordering *ordering, struct splitdata_error *error)
{
    const struct sd_key_source *source = ordering->decision->keys;
    struct sd_text list = {0};
    bool made = true;
    if (source == NULL || source->width == 0)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like %s sorts rows by their columns, and there are none",
                       ordering->decision->request->recipe->name);
    for (uint64_t c = 1; c <= source->width && made; c++)
        made = sd_text_format(&list, c != 1 ? ",#%" PRIu64 : "#%" PRIu64, c);
    int status = made
                     ? sd_key_set_choose(&ordering->set, source, "--like", list.bytes, false, error)
                     : sd_fail_memory(error, "the columns");
    sd_text_free(&list);
    return status;
}

int sd_strategy_order_rows(struct sd_decision *decision, uint64_t *order,
                           struct splitdata_error *error)
{
    const struct sd_request *request = decision->request;
    struct ordering ordering = {.decision = decision};
    int status = choose(&ordering, error);
    if (status == SPLITDATA_OK) {
        ordering.columns = calloc(ordering.set.count, sizeof *ordering.columns);
        ordering.end = sd_memory_take(decision->memory, decision->rows, sizeof *ordering.end);
        if (ordering.columns == NULL || ordering.end == NULL)
            status = sd_fail_memory(error, "the order of the records");
    }
    if (status == SPLITDATA_OK && request->recipe->sorts_numbers(&request->recipe_options)) {
        status = sd_key_set_each(&ordering.set, see_row, &ordering, error);
        if (status == SPLITDATA_OK)
            status = check(&ordering, error);
    }
    if (status == SPLITDATA_OK)
        status = sd_key_set_each(&ordering.set, put_row, &ordering, error);
    if (status == SPLITDATA_OK)
        status = sort(&ordering, order, error);
    sd_memory_free(ordering.bytes);
    sd_memory_free(ordering.end);
    free(ordering.columns);
    sd_key_set_free(&ordering.set);
    return status;
}
