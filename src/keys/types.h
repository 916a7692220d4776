/* SPDX-License-Identifier: MIT */
/*
 * The types of a key column: how values are read, compared and printed. One table row each.
 *
 * By default, the type is the one that pandas.read_csv infers from all non-missing values: 64-bit
 * integers, unsigned ones, (as of 3.1) wider ones, decimals, booleans, else text. As in pandas, the
 * first value that is no 64-bit integer decides what is tried next.
 */
#ifndef SD_KEYS_TYPES_H
#define SD_KEYS_TYPES_H

#include "keys/distinct.h"
#include "keys/number.h"

/* The kinds that scikit-learn distinguishes when it joins several columns. */
enum sd_kind { SD_KIND_BOOLEAN, SD_KIND_INTEGER, SD_KIND_NATURAL, SD_KIND_REAL, SD_KIND_OBJECT };

struct sd_cell {
    union {
        bool boolean;
        int64_t integer;
        uint64_t natural;
        double real;
    } as;
    bool missing;
};

/* The sort key of a value: compared by number, then by the bytes (descending if `falling`), then by
 * the length. */
struct sd_rank {
    uint64_t number;
    const uint8_t *bytes;
    size_t length;
    bool falling;
};

/* The rank of a text: its number is the first eight bytes, which decide most comparisons. */
struct sd_rank sd_rank_text(const void *text, size_t length);

/* A cell and its source text. */
struct sd_value {
    struct sd_cell *cell;
    const char *text;
    size_t length;
};

struct sd_key_type {
    const char *name; /* as users name it; several types may share a name */
    enum sd_kind kind;
    /* Sets value->cell; false: the text is not of this type. */
    bool (*read)(struct sd_value *value, enum sd_pandas pandas);
    struct sd_rank (*rank)(const struct sd_value *value);
};

/* The values of a column, converted: cell[code] by the column's codes. */
struct sd_typed {
    const struct sd_key_type *type;
    struct sd_cell *cell;
    uint32_t misfit; /* if that failed: the code of a value that is not of the requested type */
    const char *na_values; /* set by the caller: see sd_is_no_value; not for exact values */
};

/* Converts a column to `type_name` (NULL: as pandas infers); messages call it `column`.
 * SPLITDATA_USAGE for an unknown type, SPLITDATA_DATA for a value that is not of the requested
 * type, SPLITDATA_SYSTEM: no memory. The cells are the caller's, to be freed with
 * sd_memory_free. */
int sd_typed_read(struct sd_typed *typed, const struct sd_distinct *values, const char *type_name,
                  const char *column, enum sd_pandas pandas, struct splitdata_error *error);

/* SPLITDATA_USAGE, suggesting the nearest name, if there is no type of that name. */
int sd_key_type_check(const char *name, struct splitdata_error *error);

extern const struct sd_key_type sd_type_integer, sd_type_natural, sd_type_wide, sd_type_real,
    sd_type_boolean, sd_type_text;

#endif
