/* SPDX-License-Identifier: MIT */
#include "keys/types.h"

#include "base/shell_word.h"
#include "base/suggest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Maps a signed number to an unsigned one of the same order. */
static uint64_t ordered(int64_t value)
{
    return (uint64_t)value ^ UINT64_C(1) << 63;
}

static bool read_integer(struct sd_value *value, enum sd_pandas pandas)
{
    (void)pandas;
    return sd_read_int64(value->text, value->length, &value->cell->as.integer) == SD_INTEGER_OK;
}

static struct sd_rank rank_integer(const struct sd_value *value)
{
    return (struct sd_rank){.number = ordered(value->cell->as.integer)};
}

static bool read_natural(struct sd_value *value, enum sd_pandas pandas)
{
    (void)pandas;
    return sd_read_uint64(value->text, value->length, &value->cell->as.natural) == SD_INTEGER_OK;
}

static struct sd_rank rank_natural(const struct sd_value *value)
{
    return (struct sd_rank){.number = value->cell->as.natural};
}

static bool read_wide(struct sd_value *value, enum sd_pandas pandas)
{
    size_t digits;
    bool negative;
    return pandas != SD_PANDAS_2 &&
           sd_read_digits(value->text, value->length, &digits, &negative) != NULL;
}

/* Orders by sign and number of digits, then by the digits. */
static struct sd_rank rank_wide(const struct sd_value *value)
{
    size_t digits = 0;
    bool negative = false;
    const char *digit = sd_read_digits(value->text, value->length, &digits, &negative);
    bool zero = digits == 1 && digit[0] == '0';
    return (struct sd_rank){
        .number = ordered(zero       ? 0
                          : negative ? -(int64_t)digits
                                     : (int64_t)digits),
        .bytes = (const uint8_t *)digit,
        .length = digits,
        .falling = negative,
    };
}

static bool read_real(struct sd_value *value, enum sd_pandas pandas)
{
    return sd_read_double(value->text, value->length, pandas, &value->cell->as.real);
}

/* Maps a double to unsigned bits of the same order; -0.0 becomes 0.0. */
static struct sd_rank rank_real(const struct sd_value *value)
{
    double real = value->cell->as.real == 0.0 ? 0.0 : value->cell->as.real;
    uint64_t bits;
    memcpy(&bits, &real, sizeof bits);
    bool negative = bits >> 63 != 0;
    return (struct sd_rank){.number = negative ? ~bits : bits | UINT64_C(1) << 63};
}

static bool read_boolean(struct sd_value *value, enum sd_pandas pandas)
{
    (void)pandas;
    return sd_read_boolean(value->text, value->length, &value->cell->as.boolean);
}

static struct sd_rank rank_boolean(const struct sd_value *value)
{
    return (struct sd_rank){.number = value->cell->as.boolean};
}

static bool read_text(struct sd_value *value, enum sd_pandas pandas)
{
    (void)value;
    (void)pandas;
    return true;
}

struct sd_rank sd_rank_text(const void *text, size_t length)
{
    struct sd_rank rank = {.bytes = text, .length = length};
    size_t head = length < sizeof rank.number ? length : sizeof rank.number;
    for (size_t i = 0; i < head; i++)
        rank.number |= (uint64_t)rank.bytes[i] << (56 - 8 * i);
    return rank;
}

static struct sd_rank rank_text(const struct sd_value *value)
{
    return sd_rank_text(value->text, value->length);
}

const struct sd_key_type sd_type_integer = {"integer", SD_KIND_INTEGER, read_integer, rank_integer};
const struct sd_key_type sd_type_natural = {"integer", SD_KIND_NATURAL, read_natural, rank_natural};
const struct sd_key_type sd_type_wide = {"integer", SD_KIND_OBJECT, read_wide, rank_wide};
const struct sd_key_type sd_type_real = {"float", SD_KIND_REAL, read_real, rank_real};
const struct sd_key_type sd_type_boolean = {"boolean", SD_KIND_BOOLEAN, read_boolean, rank_boolean};
const struct sd_key_type sd_type_text = {"text", SD_KIND_OBJECT, read_text, rank_text};

/* Types that share a name are ordered from narrow to wide. */
static const struct sd_key_type *const types[] = {
    &sd_type_integer, &sd_type_natural, &sd_type_wide,
    &sd_type_real,    &sd_type_boolean, &sd_type_text,
};

enum { TYPES = sizeof types / sizeof types[0] };

int sd_key_type_check(const char *name, struct splitdata_error *error)
{
    const char *names[TYPES];
    for (size_t i = 0; i < TYPES; i++) {
        names[i] = types[i]->name;
        if (strcmp(name, names[i]) == 0)
            return SPLITDATA_OK;
    }
    size_t nearest = sd_suggest(name, names, TYPES);
    return sd_fail(error, SPLITDATA_USAGE,
                   "--column-type: '%s' is not integer, float, boolean or text%s%s%s", name,
                   nearest < TYPES ? "; did you mean " : "", nearest < TYPES ? names[nearest] : "",
                   nearest < TYPES ? "?" : "");
}

static struct sd_value value_of(const struct sd_distinct *values, uint32_t code,
                                struct sd_cell *cells)
{
    return (struct sd_value){&cells[code], (const char *)sd_distinct_bytes(values, code),
                             values->value[code].length};
}

/* The first value that is not of the type; values->count if there is none. */
static uint32_t misfit(const struct sd_key_type *type, const struct sd_distinct *values,
                       struct sd_cell *cells, enum sd_pandas pandas)
{
    uint32_t code = 0;
    for (; code < values->count; code++) {
        struct sd_value value = value_of(values, code, cells);
        if (!cells[code].missing && !type->read(&value, pandas))
            break;
    }
    return code;
}

static bool fits(const struct sd_key_type *type, const struct sd_distinct *values,
                 struct sd_cell *cells, enum sd_pandas pandas)
{
    return misfit(type, values, cells, pandas) == values->count;
}

static bool begins_with_minus(const struct sd_value *value)
{
    size_t at = 0;
    while (at < value->length &&
           (value->text[at] == ' ' || (value->text[at] >= '\t' && value->text[at] <= '\r')))
        at++;
    return at < value->length && value->text[at] == '-';
}

/* The type that pandas infers for a column whose first value outside int64 is too large for it: its
 * uint64 reader takes anything with a minus for a negative number and stops there. NULL: not
 * integers. */
static const struct sd_key_type *infer_wide(const struct sd_distinct *values, struct sd_cell *cells,
                                            enum sd_pandas pandas)
{
    bool minus = false, missing = false, large = false, wide = false;
    for (uint32_t code = 0; code < values->count && !wide; code++) {
        struct sd_value value = value_of(values, code, cells);
        uint64_t number = 0;
        enum sd_integer_fit fit = SD_INTEGER_OK;
        if (cells[code].missing)
            missing = true;
        else if (begins_with_minus(&value))
            minus = true;
        else
            fit = sd_read_uint64(value.text, value.length, &number);
        if (fit == SD_INTEGER_NONE)
            return NULL;
        large = large || number > INT64_MAX;
        wide = fit == SD_INTEGER_WIDE;
    }
    if (!wide && large && (minus || missing))
        return &sd_type_text;
    if (!wide && !minus)
        return &sd_type_natural;
    return fits(&sd_type_wide, values, cells, pandas) ? &sd_type_wide : &sd_type_text;
}

static const struct sd_key_type *infer(const struct sd_distinct *values, struct sd_cell *cells,
                                       enum sd_pandas pandas)
{
    uint32_t bad = misfit(&sd_type_integer, values, cells, pandas);
    bool any_missing = false;
    for (uint32_t code = 0; code < values->count; code++)
        any_missing = any_missing || cells[code].missing;
    if (bad == values->count)
        return any_missing ? &sd_type_real : &sd_type_integer;
    struct sd_value value = value_of(values, bad, cells);
    int64_t unused;
    const struct sd_key_type *type = NULL;
    if (sd_read_int64(value.text, value.length, &unused) == SD_INTEGER_WIDE)
        type = infer_wide(values, cells, pandas);
    if (type != NULL)
        return type;
    if (fits(&sd_type_real, values, cells, pandas))
        return &sd_type_real;
    return fits(&sd_type_boolean, values, cells, pandas) ? &sd_type_boolean : &sd_type_text;
}

/* The narrowest type of the given name that fits all values; NULL if there is none, with `bad` a
 * value that does not fit. */
static const struct sd_key_type *choose(const char *name, const struct sd_distinct *values,
                                        struct sd_cell *cells, enum sd_pandas pandas, uint32_t *bad)
{
    for (size_t i = 0; i < TYPES; i++) {
        if (strcmp(name, types[i]->name) != 0)
            continue;
        uint32_t first = misfit(types[i], values, cells, pandas);
        if (first == values->count)
            return types[i];
        *bad = first > *bad ? first : *bad; /* of the type that got furthest */
    }
    return NULL;
}

static int ill_typed(const struct sd_distinct *values, uint32_t bad, const char *type_name,
                     const char *column, struct splitdata_error *error)
{
    struct sd_value value = value_of(values, bad, NULL);
    char text[SD_SHELL_WORD], word[SD_SHELL_WORD];
    int length = snprintf(text, sizeof text, "%s=text", column);
    const bool shown = length < SD_SHELL_WORD && sd_shell_word(word, text, (size_t)length);
    return sd_fail(error, SPLITDATA_DATA, "column %s: '%.*s' is not of type %s (--column-type %s)",
                   column, value.length > 60 ? 60 : (int)value.length, value.text, type_name,
                   shown ? word : "NAME=text");
}

static bool is_missing(const struct sd_value *value, const char *na_values, enum sd_pandas pandas)
{
    return pandas == SD_EXACT_VALUES ? value->length == 1 && value->text[0] == SD_MISSING[0]
                                     : sd_is_no_value(na_values, value->text, value->length);
}

int sd_typed_read(struct sd_typed *typed, const struct sd_distinct *values, const char *type_name,
                  const char *column, enum sd_pandas pandas, struct splitdata_error *error)
{
    int status = type_name == NULL ? SPLITDATA_OK : sd_key_type_check(type_name, error);
    if (status != SPLITDATA_OK)
        return status;
    typed->misfit = 0;
    typed->cell = sd_memory_take(values->memory, (uint64_t)values->count + 1, sizeof *typed->cell);
    if (typed->cell == NULL)
        return sd_fail_memory(error, "the distinct values of a column");
    for (uint32_t code = 0; code < values->count; code++) {
        const struct sd_value value = value_of(values, code, typed->cell);
        typed->cell[code].missing = is_missing(&value, typed->na_values, pandas);
    }
    typed->type = type_name == NULL
                      ? infer(values, typed->cell, pandas)
                      : choose(type_name, values, typed->cell, pandas, &typed->misfit);
    if (typed->type == NULL) {
        status = ill_typed(values, typed->misfit, type_name, column, error);
    } else {
        misfit(typed->type, values, typed->cell,
               pandas); /* the attempts may have left other cells */
    }
    if (status != SPLITDATA_OK) {
        sd_memory_free(typed->cell);
        typed->cell = NULL;
    }
    return status;
}
