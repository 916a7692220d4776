/* SPDX-License-Identifier: MIT */
/*
 * From keys to classes: which keys are equal as the values that they spell ("1", "01" and, among
 * decimals, "1.0"), and the order in which scikit-learn has them (numpy.unique): numbers and
 * booleans by value, text by code points, which in UTF-8 is the order of the bytes.
 *
 * Several columns are one text a row, the cells joined by a blank (StratifiedShuffleSplit with a
 * two-dimensional y); cells of columns that are all numbers print as their common type: integers,
 * as decimals when any column has them, booleans then as 1 and 0. Beside a column of text every
 * cell prints as its own type: True, 1, 0.5.
 *
 * Missing values are one class, the last (with several columns a cell is then the text nan); it is
 * for the caller to refuse them.
 *
 * Life: zeroed, sd_classes_find, sd_classes_free.
 */
#ifndef SD_KEYS_CLASSES_H
#define SD_KEYS_CLASSES_H

#include "keys/bins.h"
#include "keys/keys.h"
#include "keys/number.h"

/* What the caller says of a key column. */
struct sd_key_column {
    const char *name; /* for messages */
    const char *type; /* "integer", "float", "boolean", "text"; NULL: as pandas infers it */
    struct sd_bins bins;
};

struct sd_classes {
    uint32_t *class_of; /* of each code of the keys */
    uint64_t *sizes;    /* rows of each class */
    uint32_t *example;  /* of each class: the code that came first */
    uint32_t count;
    uint64_t missing;        /* rows without a value in some column, */
    uint64_t first_missing;  /* and the first of them, from 0 */
    uint64_t infinite;       /* rows with an infinite number: scikit-learn refuses them */
    uint64_t first_infinite; /* likewise */
    size_t missing_column;   /* the column in which that first row has no value, */
    size_t infinite_column;  /* or its infinite number */
    uint64_t misfit; /* a row, from 0, whose value is not of the type asked for or no number to be
                        binned, if that is why sd_classes_find failed; else UINT64_MAX */
    size_t numbers;  /* the column of numbers, not binned, with the most values; none: how many
                        columns there are */
    bool fractions;  /* one column of decimals, not all whole: k-fold classes refuse it */
};

/* columns[0..keys->columns-1]. SPLITDATA_USAGE or SPLITDATA_DATA when a value is not of the type
 * asked for or cannot be binned, SPLITDATA_SYSTEM. */
int sd_classes_find(struct sd_classes *classes, const struct sd_keys *keys,
                    const struct sd_key_column *columns, enum sd_pandas pandas,
                    struct splitdata_error *error);

void sd_classes_free(struct sd_classes *classes);

#endif
