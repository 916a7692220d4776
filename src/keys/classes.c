/* SPDX-License-Identifier: MIT */
#include "keys/classes.h"

#include "base/sort.h"
#include "keys/joined.h"
#include "keys/types.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A key and its rank for sorting. Missing keys come last. */
struct ranked {
    struct sd_rank rank;
    uint32_t code;
    bool missing;
    uint64_t cells; /* of a joined text: which cells have no value, by column modulo 64 */
};

/* -1, 0, 1; 0 means the same class. */
static int compare(const struct ranked *a, const struct ranked *b)
{
    if (a->missing || b->missing)
        return a->missing - b->missing;
    if (a->rank.number != b->rank.number)
        return a->rank.number < b->rank.number ? -1 : 1;
    size_t shorter = a->rank.length < b->rank.length ? a->rank.length : b->rank.length;
    int order = shorter > 0 ? memcmp(a->rank.bytes, b->rank.bytes, shorter) : 0;
    if (order == 0)
        order = a->rank.length < b->rank.length ? -1 : a->rank.length > b->rank.length;
    if (order == 0)
        order = a->cells < b->cells ? -1 : a->cells > b->cells;
    return a->rank.falling ? -order : order;
}

static int by_class(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    int order = compare(a, b);
    return order != 0 ? order : a->code < b->code ? -1 : a->code > b->code;
}

/* --- sorting ---------------------------------------------------------------------------------- */

/* The bits of a number that `mask` has, side by side: numbers that differ in no other bits keep
 * their order. */
static uint64_t squeeze(uint64_t number, uint64_t mask)
{
    uint64_t squeezed = 0;
    for (int at = 0, length; mask != 0; at += length) {
        const int from = __builtin_ctzll(mask);
        length = __builtin_ctzll(~(mask >> from));
        const uint64_t bits = (UINT64_C(1) << length) - 1;
        squeezed |= (number >> from & bits) << at;
        mask &= ~(bits << from);
    }
    return squeezed;
}

static unsigned bits_of(uint64_t number)
{
    return number == 0 ? 0 : 64 - (unsigned)__builtin_clzll(number);
}

/* Sorts each run of keys with equal numbers. */
static bool sort_ties(struct ranked *ranked, uint32_t count, struct sd_memory *memory)
{
    bool sorted = true;
    for (uint32_t begin = 0, end; begin < count && sorted; begin = end) {
        for (end = begin + 1; end < count && ranked[end].rank.number == ranked[begin].rank.number;)
            end++;
        if (end - begin > 1)
            sorted = sd_sort(ranked + begin, end - begin, sizeof *ranked, by_class, memory);
    }
    return sorted;
}

/* Sorts by the numbers, `mask` being the bits in which they differ, with the place of each key in
 * the low bits of its number. */
static bool sort_by_numbers(struct ranked **ranked, uint32_t count, uint64_t mask,
                            struct sd_memory *memory)
{
    const unsigned low = bits_of(count - 1);
    uint64_t *number = sd_memory_take(memory, count, sizeof *number);
    uint64_t *spare = sd_memory_take(memory, count, sizeof *spare);
    struct ranked *sorted = sd_memory_take(memory, (uint64_t)count + 1, sizeof *sorted);
    const bool room = number != NULL && spare != NULL && sorted != NULL;
    for (uint32_t i = 0; room && i < count; i++)
        number[i] = squeeze((*ranked)[i].rank.number, mask) << low | i;
    if (room)
        sd_sort_numbers(number, spare, count, low);
    for (uint32_t i = 0; room && i < count; i++)
        sorted[i] = (*ranked)[number[i] & ((UINT64_C(1) << low) - 1)];
    sd_memory_free(number);
    sd_memory_free(spare);
    sd_memory_free(room ? *ranked : sorted);
    *ranked = room ? sorted : *ranked;
    return room && sort_ties(sorted, count, memory);
}

/* By radix where the numbers leave room for the places, else by merging. */
static bool sort_keys(struct ranked **ranked, uint32_t count, struct sd_memory *memory)
{
    uint64_t mask = 0;
    bool missing = false;
    for (uint32_t i = 0; i < count; i++) {
        mask |= (*ranked)[i].rank.number ^ (*ranked)[0].rank.number;
        missing = missing || (*ranked)[i].missing;
    }
    const bool fits = (unsigned)__builtin_popcountll(mask) + bits_of(count) <= 64;
    return mask != 0 && fits && !missing
               ? sort_by_numbers(ranked, count, mask, memory)
               : sd_sort(*ranked, count, sizeof **ranked, by_class, memory);
}

/* --- classes ---------------------------------------------------------------------------------- */

static struct sd_value value_of(const struct sd_distinct *values, const struct sd_typed *typed,
                                uint32_t code)
{
    return (struct sd_value){&typed->cell[code], (const char *)sd_distinct_bytes(values, code),
                             values->value[code].length};
}

/* Notes the ends of each bin for all of its values, which are sorted. */
static void note_ends(struct sd_bin_ends *ends, const struct sd_counted *counted, size_t count)
{
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && counted[end].bin == counted[begin].bin;)
            end++;
        for (size_t i = begin; i < end; i++)
            ends[counted[i].code] =
                (struct sd_bin_ends){counted[begin].code, counted[end - 1].code};
    }
}

/* Replaces a column's numbers by their bin numbers. */
static int bin(struct sd_typed *typed, const struct sd_distinct *values,
               struct sd_key_column *column, struct splitdata_error *error)
{
    struct sd_counted *counted =
        sd_memory_take(values->memory, (uint64_t)values->count + 1, sizeof *counted);
    size_t count = 0;
    column->ends =
        sd_memory_take(values->memory, (uint64_t)values->count + 1, sizeof *column->ends);
    if (counted == NULL || column->ends == NULL) {
        sd_memory_free(counted);
        return sd_fail_memory(error, "the bins");
    }
    for (uint32_t code = 0; code < values->count; code++) {
        double number = typed->cell[code].as.real;
        if (!typed->cell[code].missing && isfinite(number))
            counted[count++] = (struct sd_counted){number, values->value[code].rows, code, 0};
    }
    int status = count > 0 ? sd_bins_assign(&column->bins, counted, count, values->memory, error)
                           : SPLITDATA_OK;
    if (status == SPLITDATA_OK)
        note_ends(column->ends, counted, count);
    for (size_t i = 0; status == SPLITDATA_OK && i < count; i++)
        typed->cell[counted[i].code].as.integer = counted[i].bin;
    typed->type = &sd_type_integer;
    sd_memory_free(counted);
    return status;
}

/* Counts infinite numbers before binning, which treats them as missing. */
static void note_infinite(struct sd_classes *classes, struct sd_typed *typed,
                          const struct sd_distinct *values, bool binned)
{
    for (uint32_t code = 0; typed->type == &sd_type_real && code < values->count; code++) {
        if (typed->cell[code].missing || !isinf(typed->cell[code].as.real))
            continue;
        if (values->value[code].first < classes->first_infinite)
            classes->first_infinite = values->value[code].first;
        classes->infinite += values->value[code].rows;
        typed->cell[code].missing = binned;
    }
}

static int no_number(const struct sd_distinct *values, uint32_t code, const char *column,
                     struct splitdata_error *error)
{
    size_t length = values->value[code].length;
    return sd_fail(error, SPLITDATA_DATA,
                   "column %s: '%.*s' is not a number, so it cannot be binned", column,
                   length > 60 ? 60 : (int)length, (const char *)sd_distinct_bytes(values, code));
}

static int read_column(struct sd_classes *classes, struct sd_typed *typed,
                       const struct sd_distinct *values, struct sd_key_column *column,
                       enum sd_pandas pandas, struct splitdata_error *error)
{
    bool binned = column->bins.kind != SD_BINS_NONE;
    const char *type = binned ? "float" : column->type;
    typed->na_values = column->na_values;
    int status = sd_typed_read(typed, values, type, column->name, pandas, error);
    if (status == SPLITDATA_DATA)
        classes->misfit = values->value[typed->misfit].first;
    if (status == SPLITDATA_DATA && binned)
        return no_number(values, typed->misfit, column->name, error);
    if (status != SPLITDATA_OK)
        return status;
    note_infinite(classes, typed, values, binned);
    return binned ? bin(typed, values, column, error) : SPLITDATA_OK;
}

static void note_missing(struct sd_classes *classes, const struct sd_keys *keys,
                         const struct sd_typed *typed, const struct ranked *key)
{
    size_t column = keys->columns;
    const struct sd_distinct_value *value = sd_keys_value(keys, key->code);
    if (!key->missing)
        return;
    for (size_t c = keys->columns; c-- > 0;) {
        uint32_t cell = sd_keys_cell(keys, key->code, c);
        if (!typed[c].cell[cell].missing)
            continue;
        column = c;
        classes->missing_empty = classes->missing_empty || keys->column[c].value[cell].length == 0;
    }
    if (classes->missing == 0 || value->first < classes->first_missing) {
        classes->first_missing = value->first;
        classes->missing_column = column;
        classes->missing_key = key->code;
    }
    classes->missing += value->rows;
}

/* Numbers the sorted keys: equal ones share a class. */
static int number(struct sd_classes *classes, const struct sd_keys *keys,
                  const struct ranked *ranked, uint32_t count, struct splitdata_error *error)
{
    classes->class_of =
        sd_memory_take(keys->memory, (uint64_t)count + 1, sizeof *classes->class_of);
    classes->sizes = sd_memory_take(keys->memory, (uint64_t)count + 1, sizeof *classes->sizes);
    classes->example = sd_memory_take(keys->memory, (uint64_t)count + 1, sizeof *classes->example);
    if (classes->class_of == NULL || classes->sizes == NULL || classes->example == NULL)
        return sd_fail_memory(error, "the classes");
    for (uint32_t i = 0; i < count; i++) {
        uint32_t code = ranked[i].code;
        if (i == 0 || compare(&ranked[i - 1], &ranked[i]) != 0)
            classes->example[classes->count++] = code;
        uint32_t class = classes->count - 1;
        classes->class_of[code] = class;
        classes->sizes[class] += sd_keys_value(keys, code)->rows;
    }
    return SPLITDATA_OK;
}

static void rank_one(struct sd_classes *classes, const struct sd_keys *keys,
                     const struct sd_typed *typed, struct ranked *ranked)
{
    const struct sd_distinct *values = &keys->column[0];
    for (uint32_t code = 0; code < values->count; code++) {
        struct sd_value value = value_of(values, typed, code);
        ranked[code] = (struct ranked){.code = code, .missing = value.cell->missing};
        if (!value.cell->missing)
            ranked[code].rank = typed->type->rank(&value);
        if (typed->type == &sd_type_real && !value.cell->missing) {
            const double real = value.cell->as.real;
            classes->fractions = classes->fractions || real != floor(real);
            classes->beyond =
                classes->beyond || real >= 9223372036854775808.0 || real < -9223372036854775808.0;
        }
        note_missing(classes, keys, typed, &ranked[code]);
    }
}

static void rank_joined(struct sd_classes *classes, const struct sd_keys *keys,
                        const struct sd_typed *typed, const struct sd_joined *joined,
                        struct ranked *ranked)
{
    for (uint32_t code = 0; code < sd_keys_distinct(keys); code++) {
        ranked[code] = (struct ranked){.code = code, .missing = joined->missing[code] != 0};
        note_missing(classes, keys, typed, &ranked[code]);
        ranked[code].missing = false; /* they are the text nan */
        ranked[code].cells = joined->missing[code];
        ranked[code].rank = sd_rank_text(joined->text.bytes + joined->begin[code],
                                         joined->begin[code + 1] - joined->begin[code]);
    }
}

static int sort_and_number(struct sd_classes *classes, const struct sd_keys *keys,
                           const struct sd_typed *typed, struct splitdata_error *error)
{
    uint32_t count = sd_keys_distinct(keys);
    struct sd_joined joined = {0};
    struct ranked *ranked = sd_memory_take(keys->memory, (uint64_t)count + 1, sizeof *ranked);
    int status = ranked == NULL ? sd_fail_memory(error, "the classes") : SPLITDATA_OK;
    if (status == SPLITDATA_OK && keys->columns > 1)
        status = sd_joined_make(&joined, keys, typed, error);
    if (status == SPLITDATA_OK && keys->columns > 1)
        rank_joined(classes, keys, typed, &joined, ranked);
    else if (status == SPLITDATA_OK)
        rank_one(classes, keys, typed, ranked);
    if (status == SPLITDATA_OK) {
        status = sort_keys(&ranked, count, keys->memory)
                     ? number(classes, keys, ranked, count, error)
                     : sd_fail_memory(error, "the classes");
    }
    sd_joined_free(&joined);
    sd_memory_free(ranked);
    return status;
}

/* Text has the kind of an object, and so have numbers too large for any other type. */
static size_t most_numbers(const struct sd_keys *keys, const struct sd_typed *typed,
                           const struct sd_key_column *columns)
{
    size_t most = keys->columns;
    for (size_t i = 0; i < keys->columns; i++) {
        bool numbers = typed[i].type->kind != SD_KIND_OBJECT &&
                       typed[i].type->kind != SD_KIND_BOOLEAN &&
                       columns[i].bins.kind == SD_BINS_NONE;
        if (numbers && (most == keys->columns || keys->column[i].count > keys->column[most].count))
            most = i;
    }
    return most;
}

int sd_classes_find(struct sd_classes *classes, const struct sd_keys *keys,
                    struct sd_key_column *columns, enum sd_pandas pandas,
                    struct splitdata_error *error)
{
    *classes = (struct sd_classes){.misfit = UINT64_MAX, .first_infinite = UINT64_MAX};
    struct sd_typed *typed = calloc(keys->columns, sizeof *typed);
    int status = typed == NULL ? sd_fail_memory(error, "the classes") : SPLITDATA_OK;
    for (size_t i = 0; status == SPLITDATA_OK && i < keys->columns; i++) {
        uint64_t first = classes->first_infinite;
        status = read_column(classes, &typed[i], &keys->column[i], &columns[i], pandas, error);
        if (classes->first_infinite != first)
            classes->infinite_column = i;
    }
    if (status == SPLITDATA_OK && keys->columns > 1 && !sd_joined_numbers(keys, typed))
        classes->infinite = 0; /* in text, inf is text */
    if (status == SPLITDATA_OK) {
        classes->numbers = most_numbers(keys, typed, columns);
        classes->type =
            keys->columns == 1 && columns[0].bins.kind == SD_BINS_NONE ? typed[0].type : NULL;
        status = sort_and_number(classes, keys, typed, error);
    }
    for (size_t i = 0; typed != NULL && i < keys->columns; i++)
        sd_memory_free(typed[i].cell);
    free(typed);
    if (status != SPLITDATA_OK) {
        uint64_t misfit = classes->misfit;
        sd_classes_free(classes);
        classes->misfit = misfit;
    }
    return status;
}

void sd_classes_free(struct sd_classes *classes)
{
    sd_memory_free(classes->class_of);
    sd_memory_free(classes->sizes);
    sd_memory_free(classes->example);
    *classes = (struct sd_classes){0};
}
