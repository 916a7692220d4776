/* SPDX-License-Identifier: MIT */
/*
 * The number of rows of each class in each group, without zeros: memory is proportional to the
 * rows, for any number of groups and classes.
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

/* `groups` and `strata` are columns of the same rows; the sizes of `groups` are not used.
 * SPLITDATA_SYSTEM: no memory. */
int sd_contingency_build(struct sd_contingency *table, const struct sd_codes *groups,
                         const struct sd_codes *strata, struct splitdata_error *error);

void sd_contingency_free(struct sd_contingency *table);

#endif
