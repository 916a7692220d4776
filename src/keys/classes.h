/* SPDX-License-Identifier: MIT */
/*
 * From keys to classes: which keys are equal as values ("1", "01" and, among decimals, "1.0"), and
 * their order in scikit-learn (numpy.unique): numbers and booleans by value, text by code points,
 * which for UTF-8 is the order of the bytes.
 *
 * With several columns the key is one text per row, the cells joined by a blank
 * (StratifiedShuffleSplit with a two-dimensional y). If all columns are numbers, cells print as
 * their common type: integers, or decimals if any column has them, with booleans as 1 and 0. If one
 * column is text, every cell prints as its own type: True, 1, 0.5.
 *
 * Missing values form one class, the last. With several columns, such a cell is the text nan, but
 * equal to no cell with that text. The caller refuses them, or lets them be a class.
 *
 * Life: zeroed, sd_classes_find, sd_classes_free.
 */
#ifndef SD_KEYS_CLASSES_H
#define SD_KEYS_CLASSES_H

#include "keys/bins.h"
#include "keys/keys.h"
#include "keys/number.h"

/* The codes of the smallest and the largest value of a bin. */
struct sd_bin_ends {
    uint32_t low, high;
};

/* The caller's settings for a key column. */
struct sd_key_column {
    const char *name; /* for messages */
    const char *type; /* "integer", "float", "boolean", "text"; NULL: as pandas infers it */
    struct sd_bins bins;
    const char *na_values;    /* the texts that are no value: see sd_is_no_value */
    struct sd_bin_ends *ends; /* with bins, set by sd_classes_find: of the bin of each code; the
                                 caller's, for sd_memory_free */
};

struct sd_key_type;

struct sd_classes {
    uint32_t *class_of; /* of each code of the keys */
    uint64_t *sizes;    /* rows of each class */
    uint32_t *example;  /* of each class: its first code */
    uint32_t count;
    uint64_t missing;        /* rows without a value in some column */
    uint64_t first_missing;  /* the first of them, from 0 */
    uint64_t infinite;       /* rows with an infinite number, which scikit-learn refuses */
    uint64_t first_infinite; /* the first of them, from 0 */
    size_t missing_column;   /* the column without a value in the first such row */
    uint32_t missing_key;    /* the code of that row's key */
    bool missing_empty;      /* some of the values that are none are the empty text */
    size_t infinite_column;  /* the column of the first infinite number */
    uint64_t misfit; /* if sd_classes_find failed because a value does not have the requested type
                        or cannot be binned: its row, from 0; else UINT64_MAX */
    size_t numbers;  /* the column of numbers, not binned, with the most distinct values; the number
                        of columns if there is none */
    bool fractions;  /* one column of decimals, not all whole: k-fold refuses such classes */
    bool beyond;     /* one column of decimals, some beyond what 64-bit integers hold */
    const struct sd_key_type *type; /* of one column that is not binned; NULL: there is none */
};

/* columns[0..keys->columns-1]; of bins is set how many there are. SPLITDATA_USAGE or SPLITDATA_DATA
 * if a value does not have the requested type or cannot be binned, SPLITDATA_SYSTEM: no memory. */
int sd_classes_find(struct sd_classes *classes, const struct sd_keys *keys,
                    struct sd_key_column *columns, enum sd_pandas pandas,
                    struct splitdata_error *error);

void sd_classes_free(struct sd_classes *classes);

#endif
