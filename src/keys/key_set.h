/* SPDX-License-Identifier: MIT */
/*
 * The key columns of one option, and the number of each row's key: from "--stratify COL,COL" to
 * codes.
 *
 * The fields are read from a source: the records of a file (keys/csv_source.h) or arrays of the
 * caller (keys/array_source.h).
 *
 * Life: zeroed, sd_key_set_choose, then either sd_key_set_each or sd_key_set_factorize,
 * sd_key_set_free.
 */
#ifndef SD_KEYS_KEY_SET_H
#define SD_KEYS_KEY_SET_H

#include "algorithm/codes.h"
#include "csv/columns.h"
#include "keys/classes.h"
#include "splitdata/splitdata.h"

struct sd_key_set;

/* Where fields come from. All but the functions and their context may be set anew between uses. */
struct sd_key_source {
    const struct splitdata_options *options; /* the types of columns (column_types), cancel_fd */
    const struct sd_columns *names;          /* of the columns; none: #1, #2 ... name them */
    uint64_t width;                          /* how many columns there are */
    bool exact; /* a value is missing where it is sd_key_no_value, and nowhere else; false: where
                   its text is empty or one that pandas takes for missing */
    const uint64_t *chosen; /* the rows that take part; NULL: all */
    uint64_t rows;          /* how many take part */
    unsigned threads;
    struct sd_memory *memory; /* for one number a row, and the distinct keys */

    const void *context;
    /* A reader for one thread of the fields that `set` names. */
    int (*open)(const struct sd_key_source *source, const struct sd_key_set *set, void **reader,
                struct splitdata_error *error);
    /* fields[c * SD_DISTINCT_BATCH + i] = column c of row begin + i, for at most SD_DISTINCT_BATCH
     * rows before `end`; *count says for how many, at least 1. The bytes are good until the next
     * call. A missing field has length 0. */
    int (*read)(void *reader, uint64_t begin, uint64_t end, struct sd_key_field *fields,
                size_t *count, struct splitdata_error *error);
    void (*close)(void *reader);
    /* The byte of the input at which the row begins, for messages; SPLITDATA_NOWHERE: none. */
    uint64_t (*offset)(const struct sd_key_source *source, uint64_t row);
    /* The type that the source itself gives column `field`; NULL: inferred from the values. */
    const char *(*type)(const struct sd_key_source *source, size_t field);
};

struct sd_key_set {
    const struct sd_key_source *source;
    const char *option;            /* for messages: "--stratify" */
    struct sd_key_column *columns; /* as the user calls them, with types and bins */
    char **names;                  /* the columns' names, owned */
    size_t *fields;                /* which columns of the source they are, from 0 */
    size_t count;
    struct sd_keys keys;
    struct sd_classes classes;
    uint32_t *code;        /* the class of each row, */
    struct sd_codes codes; /* and all that algorithms know: of sd_key_set_factorize */
};

/* The field of a row without a value: its bytes are compared as a pointer, its length is 0. */
extern const struct sd_key_field sd_key_no_value;

/* Finds the columns that `list` names ("NAME,NAME", #N); `binned` allows "age:q10".
 * SPLITDATA_DATA or SPLITDATA_USAGE with the nearest name where a column is not there. */
int sd_key_set_choose(struct sd_key_set *set, const struct sd_key_source *source,
                      const char *option, const char *list, bool binned,
                      struct splitdata_error *error);

/* The number of the row in the input: source->chosen[row], or itself. */
static inline uint64_t sd_key_row(const struct sd_key_source *source, uint64_t row)
{
    return source->chosen != NULL ? source->chosen[row] : row;
}

/* Hands the key of every row, in input order, to `take`, which returns a status. */
typedef int sd_take_key(void *context, uint64_t row, const struct sd_key_field *fields,
                        struct splitdata_error *error);
int sd_key_set_each(const struct sd_key_set *set, sd_take_key *take, void *context,
                    struct splitdata_error *error);

/* Numbers the rows' keys in the order in which scikit-learn has them, by as many threads as the
 * source says: keys/factorize.c. A row without a value is refused, as there. */
int sd_key_set_factorize(struct sd_key_set *set, struct splitdata_error *error);

/* The label of a class, fit to be shown, in out[0..size-1]. */
void sd_key_set_label(const struct sd_key_set *set, uint32_t code, char *out, size_t size);

void sd_key_set_free(struct sd_key_set *set);

#endif
