/* SPDX-License-Identifier: MIT */
/* From "--stratify COL,COL" to a number for each record: the key columns of one option. */
#ifndef SD_KEYS_KEY_COLUMNS_H
#define SD_KEYS_KEY_COLUMNS_H

#include "algorithm/codes.h"
#include "csv/cells.h"
#include "engine/output_template.h"
#include "keys/classes.h"

/* Life: zeroed, sd_key_columns_choose, then either sd_key_columns_each or sd_key_columns_number,
 * sd_key_columns_free.
 */
struct sd_key_columns {
    const char *option;            /* for messages: "--stratify" */
    struct sd_key_column *columns; /* as the user calls them, with types and bins */
    char **names;                  /* the columns' names, owned */
    size_t *fields;                /* which fields of a record they are */
    size_t count;
    struct sd_cells *cells;      /* to read them, one for each column */
    struct sd_key_field *values; /* the ones last read */
    struct sd_keys keys;
    struct sd_classes classes;
    uint32_t *code;        /* the class of each row, */
    struct sd_codes codes; /* and all that strategies know: of sd_key_columns_number */
};

/* The records that take part, in input order. */
struct sd_rows {
    const struct sd_contents *contents;
    const uint64_t *chosen; /* their numbers; NULL: all */
    uint64_t count;
};

/* The place of row `i` among them. */
struct sd_span sd_rows_span(const struct sd_rows *rows, uint64_t i);

/* Finds the columns that `list` names; `binned` allows "age:q10". Types come from the options. */
int sd_key_columns_choose(struct sd_key_columns *key, const struct sd_contents *contents,
                          const struct sd_columns *columns, const char *option, const char *list,
                          bool binned, struct splitdata_error *error);

/* Reads the key of one record to key->values. */
int sd_key_columns_read(struct sd_key_columns *key, const uint8_t *record, size_t length,
                        struct splitdata_error *error);

/* Hands the key of every row, in input order, to `take`, which returns a status. */
typedef int sd_take_key(void *context, uint64_t row, const struct sd_key_field *fields,
                        struct splitdata_error *error);
int sd_key_columns_each(struct sd_key_columns *key, const struct sd_rows *rows, sd_take_key *take,
                        void *context, struct splitdata_error *error);

/* Numbers the rows' keys as scikit-learn orders them, by as many threads as the request says. A row
 * without a value is refused, as there: numbering.c. */
int sd_key_columns_number(struct sd_key_columns *key, const struct sd_rows *rows,
                          struct splitdata_error *error);

/* The label of a class, fit to be shown, in out[0..size-1]. */
void sd_key_columns_label(const struct sd_key_columns *key, uint32_t code, char *out, size_t size);

void sd_key_columns_free(struct sd_key_columns *key);

#endif
