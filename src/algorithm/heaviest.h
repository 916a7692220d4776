/* SPDX-License-Identifier: MIT */
/* Balances groups: the heaviest first, each onto the lightest pile. */
#ifndef SD_ALGORITHM_HEAVIEST_H
#define SD_ALGORITHM_HEAVIEST_H

#include "algorithm/codes.h"
#include "base/error.h"

#include <stdbool.h>

/* order[0..groups->count-1]: the groups in descending order of size; among equal ones the later
 * first, or as sd_introsort orders them. */
int sd_heaviest_first(uint32_t *order, const struct sd_codes *groups, bool introsort,
                      struct splitdata_error *error);

/* Piles, all empty at first. Life: zeroed, sd_lightest_begin, sd_lightest_free. */
struct sd_lightest {
    struct sd_pile *heap;
    uint32_t count;
};

int sd_lightest_begin(struct sd_lightest *piles, uint32_t count, struct splitdata_error *error);

/* Adds `rows` to the first of the lightest piles, and returns its number. */
uint32_t sd_lightest_add(struct sd_lightest *piles, uint64_t rows);

void sd_lightest_free(struct sd_lightest *piles);

#endif
