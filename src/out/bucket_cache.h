/* SPDX-License-Identifier: MIT */
/*
 * The second half of writing by way of buckets: two buckets at a time are in memory, their records
 * in order.
 *
 * Blocks are asked for in the order of buckets. Whoever needs a bucket that nobody has begun to
 * read reads it, others wait for that; and whoever is done with the first block of a bucket reads
 * the next one, while others go on with this one. A bucket makes room when all its blocks were
 * filled.
 */
#ifndef SD_OUT_BUCKET_CACHE_H
#define SD_OUT_BUCKET_CACHE_H

#include "out/buckets.h"

#include <pthread.h>

enum sd_slot_state { SD_SLOT_FREE, SD_SLOT_LOADING, SD_SLOT_READY };

struct sd_slot {
    enum sd_slot_state state;
    size_t next; /* bucket to be read, when the one before it has made room */
    size_t left; /* blocks to be filled */
    uint8_t *bytes;
    uint64_t *pieces, *keys, *spare;
    struct sd_spans spans; /* says how pieces are packed; its arrays are not used */
    struct sd_content content;
    struct sd_layout layout;
};

struct sd_bucket_cache {
    const struct sd_buckets *buckets;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct sd_slot slot[2]; /* bucket b is in slot b mod 2 */
    bool stopped;
};

/* The buckets are full. */
int sd_bucket_cache_begin(struct sd_bucket_cache *cache, const struct sd_buckets *buckets,
                          struct splitdata_error *error);

/* Fills `out` with a block as a form does (content.h); *length is 0 when all were told to stop, or
 * when a bucket could not be read, which only whoever tried is told as a failure. */
int sd_bucket_cache_fill(struct sd_bucket_cache *cache, size_t job, size_t block, uint8_t *out,
                         size_t *length, struct splitdata_error *error);

/* Is told of every block that was filled and given away, and reads the next bucket if it is time.
 */
int sd_bucket_cache_block_done(struct sd_bucket_cache *cache, size_t job, size_t block,
                               struct splitdata_error *error);

void sd_bucket_cache_stop(struct sd_bucket_cache *cache);

void sd_bucket_cache_end(struct sd_bucket_cache *cache);

#endif
