/* SPDX-License-Identifier: MIT */
/* The column names of the header, read by libcsv. */
#ifndef SD_CSV_COLUMNS_H
#define SD_CSV_COLUMNS_H

#include "csv/fields.h"

struct sd_columns {
    char **names; /* each with a NUL after it; a NUL within a name ends it for comparisons */
    size_t count;
    size_t capacity;
    const char *none; /* what to say where a column is asked for, as there are none; or NULL */
};

/* Reads the names from a header of `length` bytes. */
int sd_columns_read(struct sd_columns *columns, const struct sd_dialect *dialect,
                    const uint8_t *header, size_t length, struct splitdata_error *error);

/* Whether a column has this name. */
bool sd_columns_have(const struct sd_columns *columns, const char *name);

/* Finds the column, from 0, that `name` of `length` bytes means: a name in the header, or #N, from
 * #1, which always works. `width` is the number of fields of the first record, `option` is for
 * messages. SPLITDATA_DATA for a name that no column has (the nearest name is offered) or that
 * several have. */
int sd_columns_find(const struct sd_columns *columns, uint64_t width, const char *name,
                    size_t length, const char *option, size_t *index,
                    struct splitdata_error *error);

void sd_columns_free(struct sd_columns *columns);

#endif
