/* SPDX-License-Identifier: MIT */
/* Places in the order of --like splitdata, found without sorting the rows. */
#ifndef SD_RECIPE_KEYED_SELECT_H
#define SD_RECIPE_KEYED_SELECT_H

#include "base/error.h"
#include "splitdata/random.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A row and its key (keyed_order.h); rows are in the order of their keys, equal ones by number. */
struct sd_keyed_row {
    uint64_t key, row;
};

static inline bool sd_keyed_before(const struct sd_keyed_row *a, const struct sd_keyed_row *b)
{
    return a->key != b->key ? a->key < b->key : a->row < b->row;
}

/* The seed of the recipe's generator. */
uint64_t sd_keyed_seed(const struct splitdata_random *random);

/* Of rows 0 to rows-1, sets found[i] to the one before which ranks[i] others are; a rank of `rows`
 * is past all: {UINT64_MAX, rows}. Draws each key once or, rarely, twice, and needs memory for a
 * few rows of each rank only. */
int sd_keyed_select(uint64_t seed, uint64_t rows, const uint64_t *ranks, size_t count,
                    struct sd_keyed_row *found, unsigned threads, int cancel_fd,
                    struct splitdata_error *error);

#endif
