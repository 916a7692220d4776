/* SPDX-License-Identifier: MIT */
/*
 * How many rows of each class are in each part of each set: for the report. The rows of the largest
 * classes are kept; of all classes is known which parts have none of it, and where first.
 *
 * Life: zeroed, sd_tally_begin; for each set, in their order, fill of_set and sd_tally_add, or for
 * all folds of a round sd_tally_add_folds; sd_tally_end.
 */
#ifndef SD_ALGORITHM_TALLY_H
#define SD_ALGORITHM_TALLY_H

#include "algorithm/codes.h"
#include "algorithm/folds.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    SD_TALLY_CLASSES = 1000,  /* at most, the largest */
    SD_TALLY_CELLS = 4000000, /* at most, numbers of rows: with very many parts, fewer classes */
};

struct sd_tally {
    const struct sd_codes *strata; /* borrowed */
    struct sd_memory *memory;
    size_t parts;
    uint64_t sets, added; /* sets in all, and so far */
    uint64_t *of_set;     /* [part * classes + class]: rows in the set that is added next */

    uint32_t *largest; /* classes, the largest first, equal ones in their order */
    uint32_t *rank;    /* of each class: its place in `largest`; SD_TALLY_CLASSES: none */
    size_t largest_count;
    uint64_t *rows; /* [(set * parts + part) * largest_count + i]: of largest[i] */

    uint64_t *lacking;  /* [part * classes + class]: number of sets in which the part has no row of
                           the class */
    uint64_t *first_in; /* the same: the first of these sets */
};

/* `strata` must be final, except for the rows' codes. SPLITDATA_SYSTEM: no memory. */
int sd_tally_begin(struct sd_tally *tally, const struct sd_codes *strata, size_t parts,
                   uint64_t sets, struct sd_memory *memory, struct splitdata_error *error);

/* Takes of_set as the next set. */
void sd_tally_add(struct sd_tally *tally);

/* Takes the folds as the next folds->count sets, of two parts: train, which is all other rows, and
 * test. Every row is test in one of them. Time and memory go with the rows. */
int sd_tally_add_folds(struct sd_tally *tally, const struct sd_folds *folds,
                       struct splitdata_error *error);

void sd_tally_end(struct sd_tally *tally);

#endif
