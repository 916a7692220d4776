/* SPDX-License-Identifier: MIT */
#include "keys/joined.h"

#include "splitdata/random.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How cells of several columns print. */
enum common { COMMON_OWN, COMMON_INTEGER, COMMON_REAL };

/* NumPy's common type of the columns: with objects (such as text) every cell keeps its own type,
 * signed and unsigned 64-bit integers become doubles, and booleans alone stay booleans. */
static enum common common_type(const struct sd_keys *keys, const struct sd_typed *typed)
{
    unsigned kinds = 0;
    for (size_t i = 0; i < keys->columns; i++)
        kinds |= 1u << typed[i].type->kind;
    bool both = (kinds & 1u << SD_KIND_INTEGER) != 0 && (kinds & 1u << SD_KIND_NATURAL) != 0;
    if ((kinds & 1u << SD_KIND_OBJECT) != 0 || kinds == 1u << SD_KIND_BOOLEAN)
        return COMMON_OWN;
    return (kinds & 1u << SD_KIND_REAL) != 0 || both ? COMMON_REAL : COMMON_INTEGER;
}

bool sd_joined_numbers(const struct sd_keys *keys, const struct sd_typed *typed)
{
    return common_type(keys, typed) != COMMON_OWN;
}

static double as_real(const struct sd_cell *cell, enum sd_kind kind)
{
    switch (kind) {
    case SD_KIND_BOOLEAN:
        return cell->as.boolean;
    case SD_KIND_INTEGER:
        return (double)cell->as.integer;
    case SD_KIND_NATURAL:
        return (double)cell->as.natural;
    default:
        return cell->as.real;
    }
}

static bool add_real(struct sd_text *text, double real)
{
    char number[SPLITDATA_DOUBLE_TEXT];
    size_t length = splitdata_format_double(number, real);
    return sd_text_append(text, number, length);
}

/* Integers wider than 64 bits print as in Python, without plus sign and leading zeros. */
static bool add_own_text(struct sd_text *text, const struct sd_value *value,
                         const struct sd_key_type *type)
{
    size_t digits = 0;
    bool negative = false;
    if (type == &sd_type_text)
        return sd_text_append(text, value->text, value->length);
    const char *digit = sd_read_digits(value->text, value->length, &digits, &negative);
    bool minus = negative && !(digits == 1 && digit[0] == '0');
    return (!minus || sd_text_add(text, "-")) && sd_text_append(text, digit, digits);
}

static bool add_cell(struct sd_text *text, const struct sd_value *value,
                     const struct sd_key_type *type, enum common common)
{
    const struct sd_cell *cell = value->cell;
    if (cell->missing)
        return sd_text_add(text, "nan");
    if (common == COMMON_REAL)
        return add_real(text, as_real(cell, type->kind));
    switch (type->kind) {
    case SD_KIND_BOOLEAN:
        if (common == COMMON_INTEGER)
            return sd_text_add(text, cell->as.boolean ? "1" : "0");
        return sd_text_add(text, cell->as.boolean ? "True" : "False");
    case SD_KIND_INTEGER:
        return sd_text_format(text, "%" PRId64, cell->as.integer);
    case SD_KIND_NATURAL:
        return sd_text_format(text, "%" PRIu64, cell->as.natural);
    case SD_KIND_REAL:
        return add_real(text, cell->as.real);
    case SD_KIND_OBJECT:
        break;
    }
    return add_own_text(text, value, type);
}

static bool add_key(struct sd_joined *joined, const struct sd_keys *keys,
                    const struct sd_typed *typed, uint32_t code, enum common common)
{
    bool ready = true;
    for (size_t i = 0; ready && i < keys->columns; i++) {
        const struct sd_distinct *values = &keys->column[i];
        uint32_t cell = sd_keys_cell(keys, code, i);
        struct sd_value value = {&typed[i].cell[cell],
                                 (const char *)sd_distinct_bytes(values, cell),
                                 values->value[cell].length};
        joined->missing[code] |= (uint64_t)value.cell->missing << i % 64;
        ready = (i == 0 || sd_text_add(&joined->text, " ")) &&
                add_cell(&joined->text, &value, typed[i].type, common);
    }
    joined->begin[code + 1] = joined->text.length;
    return ready;
}

int sd_joined_make(struct sd_joined *joined, const struct sd_keys *keys,
                   const struct sd_typed *typed, struct splitdata_error *error)
{
    uint32_t count = sd_keys_distinct(keys);
    enum common common = common_type(keys, typed);
    joined->text.memory = keys->memory;
    joined->begin = sd_memory_take(keys->memory, (uint64_t)count + 1, sizeof *joined->begin);
    joined->missing = sd_memory_take(keys->memory, (uint64_t)count + 1, sizeof *joined->missing);
    bool ready = joined->begin != NULL && joined->missing != NULL;
    for (uint32_t code = 0; ready && code < count; code++)
        ready = add_key(joined, keys, typed, code, common);
    if (ready)
        return SPLITDATA_OK;
    sd_joined_free(joined);
    return sd_fail_memory(error, "the keys");
}

void sd_joined_free(struct sd_joined *joined)
{
    sd_text_free(&joined->text);
    sd_memory_free(joined->begin);
    sd_memory_free(joined->missing);
    *joined = (struct sd_joined){0};
}
