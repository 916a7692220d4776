/* SPDX-License-Identifier: MIT */
/*
 * How often each value of a column comes, and where first: of columns with few values, exact.
 *
 * Life: zeroed, any number of sd_census_add and sd_census_join, sd_census_close,
 * sd_census_free.
 */
#ifndef SD_CHECK_CENSUS_H
#define SD_CHECK_CENSUS_H

#include "base/memory.h"
#include "base/spans.h"

/* A column with more values has no classes. */
enum { SD_CENSUS_MOST = 4096 };

struct sd_class_count {
    uint64_t hash; /* of the value */
    uint64_t count;
    struct sd_span first; /* the first record with it */
};

struct sd_census {
    struct sd_memory *memory;
    struct sd_class_count
        *class; /* a table: count 0 is a free place; after sd_census_close an array */
    size_t slots, used;
    uint64_t values; /* of all classes together */
    bool many;       /* more than SD_CENSUS_MOST: the rest is not counted */
};

/* Adds `count` records with a value. False: no memory. */
bool sd_census_add(struct sd_census *census, uint64_t hash, uint64_t count, struct sd_span first);

/* Adds all of `more`. */
bool sd_census_join(struct sd_census *census, const struct sd_census *more);

/* Makes an array of the `used` classes, sorted by hash. */
bool sd_census_close(struct sd_census *census);

void sd_census_free(struct sd_census *census);

#endif
