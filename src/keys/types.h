/* SPDX-License-Identifier: MIT */
/*
 * The types of a key column: how its values read, compare and print. One row of the table each.
 *
 * Without a word from the caller the type is the one that pandas.read_csv infers from all values,
 * missing ones aside: 64-bit integers, unsigned ones, (as of 3.1) wider ones, decimals, booleans,
 * else text. As in pandas, the first value that is no 64-bit integer decides what is tried next.
 */
#ifndef SD_KEYS_TYPES_H
#define SD_KEYS_TYPES_H

#include "keys/distinct.h"
#include "keys/number.h"

/* What scikit-learn tells apart when several columns are joined. */
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

/* The place of a value in the order: by number, then by the bytes (by falling ones if it says so),
 * then by the length. */
struct sd_rank {
    uint64_t number;
    const uint8_t *bytes;
    size_t length;
    bool falling;
};

/* That of a text: the number is its first eight bytes, so that most comparisons end there. */
struct sd_rank sd_rank_text(const void *text, size_t length);

/* A cell and the text it was read from. */
struct sd_value {
    struct sd_cell *cell;
    const char *text;
    size_t length;
};

struct sd_key_type {
    const char *name; /* as people ask for it; several types may share one */
    enum sd_kind kind;
    /* Fills value->cell; false: the text is not of this type. */
    bool (*read)(struct sd_value *value, enum sd_pandas pandas);
    struct sd_rank (*rank)(const struct sd_value *value);
};

/* A column's values, read. cell[code] of the column's own codes. */
struct sd_typed {
    const struct sd_key_type *type;
    struct sd_cell *cell;
    uint32_t misfit; /* the code of a value that is not of the type asked for, if that failed */
};

/* Reads a column as `type_name` (NULL: as pandas infers), called `column` in messages.
 * SPLITDATA_USAGE for an unknown type, SPLITDATA_DATA for a value that is not of the type asked
 * for, SPLITDATA_SYSTEM. The cells are
 * the caller's, for sd_memory_free. */
int sd_typed_read(struct sd_typed *typed, const struct sd_distinct *values, const char *type_name,
                  const char *column, enum sd_pandas pandas, struct splitdata_error *error);

/* SPLITDATA_USAGE, with the nearest name, when no type is called so. */
int sd_key_type_check(const char *name, struct splitdata_error *error);

extern const struct sd_key_type sd_type_integer, sd_type_natural, sd_type_wide, sd_type_real,
    sd_type_boolean, sd_type_text;

#endif
