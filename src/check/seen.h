/* SPDX-License-Identifier: MIT */
/*
 * How often the records of train that no other part has come: of a sample by value, which has all
 * records of a value or none, so that numbers of equal records are right. The sample is of the
 * values whose hash ends in `level` zero bits; the level is the lowest with which the sample fits,
 * so it depends on the values alone, not on their order or on threads.
 */
#ifndef SD_CHECK_SEEN_H
#define SD_CHECK_SEEN_H

#include "base/memory.h"

enum { SD_SEEN_MOST = 1 << 16 };

struct sd_seen_value {
    uint64_t key;  /* of the record without its label */
    uint64_t full; /* with it; equal keys and different `full`: a conflict */
    uint64_t count;
};

struct sd_seen {
    struct sd_memory *memory;
    struct sd_seen_value *value; /* a table: count 0 is a free place */
    uint64_t slots, used;
    unsigned level;
};

/* Adds `count` records of a value. False: no memory. */
bool sd_seen_add(struct sd_seen *seen, uint64_t key, uint64_t full, uint64_t count);

/* Adds all of `more`. */
bool sd_seen_join(struct sd_seen *seen, const struct sd_seen *more);

/* Makes an array of the `used` values, sorted by key, then `full`; nothing can be added then. */
bool sd_seen_close(struct sd_seen *seen);

void sd_seen_free(struct sd_seen *seen);

#endif
