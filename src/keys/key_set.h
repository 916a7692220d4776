/* SPDX-License-Identifier: MIT */
/*
 * The key columns of one option, from "--stratify COL,COL" to one code a row.
 *
 * Fields are read from a source: the records of a file (keys/csv_source.h) or arrays of the caller
 * (keys/array_source.h).
 *
 * Life: zeroed, sd_key_set_choose, then either sd_key_set_each or sd_key_set_factorize,
 * sd_key_set_free.
 */
#ifndef SD_KEYS_KEY_SET_H
#define SD_KEYS_KEY_SET_H

#include "algorithm/codes.h"
#include "base/shell_word.h"
#include "csv/columns.h"
#include "keys/classes.h"
#include "splitdata/splitdata.h"

struct sd_key_set;

/* A column of integers in memory, one for each row of the input. */
struct sd_integers {
    const void *values;
    unsigned width; /* 1, 2, 4 or 8 bytes */
    bool is_signed;
    bool boolean; /* 0: False; anything else: True */
};

/* A source of fields. Members other than the functions and their context may be changed between
 * uses. */
struct sd_key_source {
    const struct splitdata_options *options; /* of these column_types and cancel_fd are used */
    const struct sd_columns *names;          /* of the columns; if there are none, #1, #2 ... */
    uint64_t width;                          /* number of columns */
    bool exact; /* true: a value is missing only if it is sd_key_no_value; false: if its text is
                   empty or one that pandas reads as missing */
    const uint64_t *chosen; /* the rows that take part; NULL: all */
    uint64_t rows;          /* number of rows that take part */
    unsigned threads;
    struct sd_memory *memory; /* for the codes of rows */
    struct sd_memory *tables; /* for distinct keys and what is told about each */
    struct sd_memory own_tables;

    const void *context;
    /* Opens a reader of the columns of `set`, for one thread. */
    int (*open)(const struct sd_key_source *source, const struct sd_key_set *set, void **reader,
                struct splitdata_error *error);
    /* Reads a batch of rows from row `begin` on, at most SD_DISTINCT_BATCH and none from `end` on;
     * *count, at least 1, is their number. fields[c * SD_DISTINCT_BATCH + i] is column c of row
     * begin + i. The bytes are valid until the next call. A missing field has length 0. */
    int (*read)(void *reader, uint64_t begin, uint64_t end, struct sd_key_field *fields,
                size_t *count, struct splitdata_error *error);
    void (*close)(void *reader);
    /* The offset of the row in the input, for messages; SPLITDATA_NOWHERE: it has none. */
    uint64_t (*offset)(const struct sd_key_source *source, uint64_t row);
    uint64_t bytes; /* of the one file without compression that the rows are in; 0: of none */
    /* The type of column `field`, as in --column-type; NULL: inferred from the values. May be
     * NULL. */
    const char *(*type)(const struct sd_key_source *source, size_t field);
    /* The column as integers; false: it is none, or some row has no value. May be NULL. */
    bool (*integers)(const struct sd_key_source *source, size_t field,
                     struct sd_integers *integers);
    /* Opens a reader of whole records, for one thread, as keys/equal.h compares them: their bytes
     * without the line end or, with `ignored` (by column), the values of all other fields in a form
     * that differs where one of them does. NULL: rows have no records. */
    int (*open_records)(const struct sd_key_source *source, const bool *ignored, void **reader,
                        struct splitdata_error *error);
    /* The record of a row; its bytes are valid until the next call. */
    int (*read_record)(void *reader, uint64_t row, struct sd_key_field *record,
                       struct splitdata_error *error);
    void (*close_records)(void *reader);
};

/* Sets the memory of a source, which must then stay where it is. Without a bound that the user
 * gave, tables of distinct keys take a moderate part of it, and temporary files beyond that: they
 * take several times as much as the keys in the input. */
void sd_key_source_set_memory(struct sd_key_source *source, struct sd_memory *memory);

struct sd_key_set {
    const struct sd_key_source *source;
    const char *option;            /* for messages: "--stratify" */
    struct sd_key_column *columns; /* as the user names them, with types and bins */
    char **names;                  /* the columns' names, owned */
    size_t *fields;                /* numbers of these columns in the source, from 0 */
    size_t count;
    bool loose; /* infinite numbers are keys like others, and so is having no value, the last one,
                   in a column of other than texts; for the caller to set */
    struct sd_keys keys;
    struct sd_classes classes;
    uint32_t *code;        /* the class of each row, set by sd_key_set_factorize */
    struct sd_codes codes; /* the same with counts, as algorithms take it */
    void *labels;          /* what codes.classes borrows; for sd_memory_free */
};

/* The field of a row without a value: its bytes are compared as a pointer, its length is 0. */
extern const struct sd_key_field sd_key_no_value;

/* Finds the columns of `list` ("NAME,NAME", #N); `binned` allows "age:q10". A column that does not
 * exist is SPLITDATA_DATA or SPLITDATA_USAGE, with a similar name in the message. */
int sd_key_set_choose(struct sd_key_set *set, const struct sd_key_source *source,
                      const char *option, const char *list, bool binned,
                      struct splitdata_error *error);

/* Writes the word of a shell by which an option takes column c, with `more` (":q10") after it: its
 * name or, where a comma in it would cut the list or a message cannot show it, #N. */
void sd_key_set_word(const struct sd_key_set *set, size_t c, const char *more,
                     char out[SD_SHELL_WORD]);

/* Whether a field is no value: by the source's own rule, or else by --na-values. */
bool sd_key_is_missing(const struct sd_key_source *source, const struct sd_key_field *field);

/* Sets missing[row] to 1 for each row, of those that take part, without a value in some column.
 * Uses source->threads threads (keys/missing.c). */
int sd_key_set_find_missing(const struct sd_key_set *set, uint8_t *missing,
                            struct splitdata_error *error);

/* The row number in the input of row `row` of those that take part. */
static inline uint64_t sd_key_row(const struct sd_key_source *source, uint64_t row)
{
    return source->chosen != NULL ? source->chosen[row] : row;
}

/* Calls `take` with the keys of all rows, in input order, until it fails: those of `count` rows
 * from `row` on at a time, fields[c * SD_DISTINCT_BATCH + i] for column c, which it may change. */
typedef int sd_take_keys(void *context, uint64_t row, struct sd_key_field *fields, size_t count,
                         struct splitdata_error *error);
int sd_key_set_batches(const struct sd_key_set *set, sd_take_keys *take, void *context,
                       struct splitdata_error *error);

/* The same with one row at a time. */
typedef int sd_take_key(void *context, uint64_t row, const struct sd_key_field *fields,
                        struct splitdata_error *error);
int sd_key_set_each(const struct sd_key_set *set, sd_take_key *take, void *context,
                    struct splitdata_error *error);

/* Sets code and codes: keys are numbered in scikit-learn's order of classes. Uses source->threads
 * threads (keys/factorize.c). A row without a value is refused, as scikit-learn does. */
int sd_key_set_factorize(struct sd_key_set *set, struct splitdata_error *error);

/* Whether the class is several rare ones, joined by sd_strata_merge. */
bool sd_key_set_is_joined(const struct sd_key_set *set, uint32_t code);

/* Writes the label of a class in readable form to out[0..size-1], as far as there is room: its
 * values, separated by commas, long ones shortened; of a bin the smallest and the largest one; of
 * equal records, without any column, the number of the first one. */
void sd_key_set_label(const struct sd_key_set *set, uint32_t code, char *out, size_t size);

void sd_key_set_free(struct sd_key_set *set);

#endif
