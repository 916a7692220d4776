/* SPDX-License-Identifier: MIT */
/*
 * The sums of the split id for all folds of a round at once, without arranging one after another,
 * which would take rows times folds.
 *
 * In a fold whose train part is all rows but its test rows, row i is number i - s of the train part
 * if s test rows are before it. So one pass over all rows, with a fixed s, adds up what rows
 * contribute with that shift, and each fold takes from it the stretch between its test rows number
 * s - 1 and s. It takes as many passes as the largest test part has rows, plus one. Folds with more
 * test rows than that is worth get a pass of their own.
 */
#ifndef SD_ENGINE_FOLD_SUMS_H
#define SD_ENGINE_FOLD_SUMS_H

#include "base/memory.h"

#include <stdint.h>

struct sd_fold_rows {
    const uint64_t *packed; /* spans of all rows: base/spans.h */
    unsigned length_bits;
    const uint64_t *gaps;   /* of the input (base/extents.h), or NULL */
    const uint64_t *chosen; /* the numbers of those that take part; NULL: all */
    const uint32_t
        *fold_of;  /* by row that takes part: in which fold it is test; `folds`: in none */
    uint64_t rows; /* that take part */
    uint32_t folds;
    unsigned threads;
    int cancel_fd;
};

/* Sets, for fold f, part_rows[2 * f] and sums[2 * f] to the number of train rows and their sum, and
 * part_rows[2 * f + 1] and sums[2 * f + 1] to those of its test rows. */
int sd_fold_sums(const struct sd_fold_rows *rows, struct sd_memory *memory, uint64_t *part_rows,
                 uint64_t *sums, struct splitdata_error *error);

#endif
