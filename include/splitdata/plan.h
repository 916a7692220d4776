/* SPDX-License-Identifier: MIT */
/*
 * splitdata/plan.h - which row goes to which part, for rows and keys in memory.
 *
 *     struct splitdata_options options;
 *     struct splitdata_plan *plan;
 *     struct splitdata_error error;
 *
 *     splitdata_options_init(&options);
 *     options.seed = "101";
 *     options.ratio = "0.8";
 *     if (splitdata_plan_open(150, NULL, 0, &options, &plan, &error) == SPLITDATA_OK) {
 *         while (splitdata_plan_next(plan, &error) == SPLITDATA_OK)
 *             ... splitdata_plan_rows(plan, 0), splitdata_plan_size(plan, 0) ...
 *         splitdata_plan_close(plan);
 *     }
 *
 * gives the row numbers of train and test that
 * sklearn.model_selection.train_test_split(range(150), train_size=0.8, random_state=101) gives, in
 * its order. The same rows go to the parts of a file: splitdata_split makes its outputs from such a
 * plan. No input is read, no output is made.
 *
 * The sets of a plan come one after another: one, or one for each repeat, or one for each fold of
 * each repeat, with parts train and test. One thread at a time may use a plan; several plans may be
 * used at the same time.
 */
#ifndef SPLITDATA_PLAN_H
#define SPLITDATA_PLAN_H

#include "splitdata/splitdata.h"

#ifdef __cplusplus
extern "C" {
#endif

enum splitdata_column_type {
    SPLITDATA_COLUMN_SIGNED,   /* integers of `width` 1, 2, 4 or 8 bytes */
    SPLITDATA_COLUMN_UNSIGNED, /* likewise */
    SPLITDATA_COLUMN_FLOAT,    /* IEEE 754 numbers of 4 or 8 bytes; NaN is no value */
    SPLITDATA_COLUMN_BOOLEAN,  /* one byte each, 0 or not; with width 0 one bit each, as validity */
    SPLITDATA_COLUMN_TEXT /* UTF-8, between offsets of 4 or 8 bytes; an empty text is a value */
};

/*
 * One key column: an array in the machine's byte order, laid out as Apache Arrow and NumPy have
 * theirs. Borrowed, and unchanged, until the plan is closed.
 */
struct splitdata_column {
    const char *name; /* as options.stratify and the like call it */
    enum splitdata_column_type type;
    unsigned width;          /* bytes of a value; of TEXT, of an offset */
    const void *values;      /* one for each row; of TEXT, the bytes of all texts */
    const void *offsets;     /* of TEXT: rows + 1 signed integers that never fall, the text of row i
                                being values[offsets[i] .. offsets[i + 1] - 1]; else NULL */
    const uint8_t *validity; /* bit i % 8 of byte i / 8 is set where row i has a value; NULL: all
                                have one */
};

struct splitdata_plan;

/*
 * Begins the plan of `rows` rows, at least 1. columns[0..column_count-1] hold the key columns that
 * the options name (stratify, group, time, hash, predefined); NULL and 0 where they name none. Of
 * *options, only what decides about the split counts, and threads, memory, tmpdir and cancel_fd;
 * what concerns the input's form, outputs and reports has no effect. Values are equal and ordered
 * as their types have it: column_types read a column otherwise.
 *
 * On success *plan is the caller's, for splitdata_plan_close; options and columns stay where they
 * are until then. On failure *plan is NULL. SPLITDATA_USAGE: the options do not fit together, or
 * name a column that there is not. SPLITDATA_DATA: the rows do not suffice, or a key has no value.
 * SPLITDATA_SYSTEM: no memory. SPLITDATA_CANCELLED. Messages call the options as the command line
 * does (--stratify).
 */
SPLITDATA_API int splitdata_plan_open(uint64_t rows, const struct splitdata_column *columns,
                                      size_t column_count, const struct splitdata_options *options,
                                      struct splitdata_plan **plan, struct splitdata_error *error);

/* How many parts each set has, at least 1, and the name of one, from 0; owned by the plan. */
SPLITDATA_API size_t splitdata_plan_parts(const struct splitdata_plan *plan);
SPLITDATA_API const char *splitdata_plan_part_name(const struct splitdata_plan *plan, size_t part);

/* How many sets there are, at least 1, and how many folds each repeat has; 0: no folds. Set number
 * s, from 0, is fold s % folds of repeat s / folds. */
SPLITDATA_API uint64_t splitdata_plan_sets(const struct splitdata_plan *plan);
SPLITDATA_API uint64_t splitdata_plan_folds(const struct splitdata_plan *plan);

/* The seed as given, or as drawn from the system; NULL: nothing is drawn. What the split goes by,
 * in words ("stratified by class (3 classes)"); NULL: by rows alone. Both owned by the plan; the
 * second is complete after the last set. */
SPLITDATA_API const char *splitdata_plan_seed(const struct splitdata_plan *plan);
SPLITDATA_API const char *splitdata_plan_strategy(const struct splitdata_plan *plan);

/* How many rows the smallest class of stratify has; 0: there are no classes. */
SPLITDATA_API uint64_t splitdata_plan_smallest_class(const struct splitdata_plan *plan);

/* Goes on to the next set, the first one the first time. SPLITDATA_NO: there is none (error is
 * untouched). Any other failure ends the plan: it can only be closed. */
SPLITDATA_API int splitdata_plan_next(struct splitdata_plan *plan, struct splitdata_error *error);

/* The same with the caller's items in place of row numbers: items[i], any 8 bytes, is that of row
 * i. A plan of a single set rearranges them where it can, and splitdata_plan_rows points into them
 * then, so that the values of an array are taken without row numbers and without another array. */
SPLITDATA_API int splitdata_plan_next_items(struct splitdata_plan *plan, uint64_t *items,
                                            struct splitdata_error *error);

/* How many rows a part of the current set has. */
SPLITDATA_API uint64_t splitdata_plan_size(const struct splitdata_plan *plan, size_t part);

/* The numbers of these rows, from 0, in the order in which the framework gives them; owned by the
 * plan and good until the next call of splitdata_plan_next. */
SPLITDATA_API const uint64_t *splitdata_plan_rows(const struct splitdata_plan *plan, size_t part);

/* The same as 32-bit numbers, into out[0..size-1]. At most 2^32 rows in all. */
SPLITDATA_API void splitdata_plan_rows32(const struct splitdata_plan *plan, size_t part,
                                         uint32_t *out);

/*
 * Takes items out of an array by row numbers, such as those of splitdata_plan_rows: out[i] =
 * values[rows[i]] for items of `width` bytes, 1 or more, of which values has `of`. The places are
 * asked of the memory before they are needed. SPLITDATA_USAGE: a row number is not below `of`.
 */
SPLITDATA_API int splitdata_take(const uint64_t *rows, uint64_t count, const void *values,
                                 uint64_t of, size_t width, void *out,
                                 struct splitdata_error *error);

/* Frees the plan; NULL is fine. */
SPLITDATA_API void splitdata_plan_close(struct splitdata_plan *plan);

#ifdef __cplusplus
}
#endif

#endif
