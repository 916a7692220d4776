/* SPDX-License-Identifier: MIT */
/*
 * Shards: the files that a part is cut into. Each is a run of the part's records in their order, so
 * that all of them joined are the part. The rule depends on the part's records alone:
 *
 *   - a number N of shards: as numpy.array_split cuts. Of n records, the first n % N shards have
 *     n / N + 1, the others n / N (rounded down).
 *   - a size: a shard takes the next record as long as it has at most so many bytes then, header
 *     included and before compression; its first record whatever the size. So no number of shards
 *     is smaller with which only shards of a single record are larger than that.
 */
#ifndef SD_BASE_SHARDS_H
#define SD_BASE_SHARDS_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* How parts are cut. Both are 0: they are not, each is one file. */
struct sd_shards {
    uint64_t count; /* shards of each part */
    uint64_t bytes; /* of a shard at most */
};

static inline bool sd_shards_wanted(const struct sd_shards *shards)
{
    return shards->count != 0 || shards->bytes != 0;
}

/* As many outputs as a split may have at all. */
enum { SD_MOST_SHARDS = 1000000 };

/* Reads a number of shards, "8", or a size, "100M": K, M, G and T are powers of 1024. */
int sd_shards_parse(struct sd_shards *shards, const char *text, struct splitdata_error *error);

/* The first of `records` records that is in shard number `shard`, from 0, of `count`; for
 * shard = count, their number. */
static inline uint64_t sd_shard_begin(uint64_t records, uint64_t count, uint64_t shard)
{
    uint64_t longer = records % count;
    return records / count * shard + (shard < longer ? shard : longer);
}

#endif
