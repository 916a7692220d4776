/* SPDX-License-Identifier: MIT */
/*
 * How many rows of each class each group has, without its zeros: memory is proportional to the
 * rows, however many groups and classes there are.
 *
 * Life: zeroed, sd_contingency_build, sd_contingency_free.
 */
#ifndef SD_ALGORITHM_CONTINGENCY_H
#define SD_ALGORITHM_CONTINGENCY_H

#include "algorithm/codes.h"
#include "base/error.h"

/* Group g's cells are begin[g] ... begin[g+1]-1, in ascending order of classes. */
struct sd_contingency {
    uint64_t *begin;
    uint32_t *class;
    uint64_t *rows;
    uint32_t groups;
};

/* Both code columns have the same rows. SPLITDATA_SYSTEM: no memory. */
int sd_contingency_build(struct sd_contingency *table, const struct sd_codes *groups,
                         const struct sd_codes *strata, struct splitdata_error *error);

void sd_contingency_free(struct sd_contingency *table);

#endif
