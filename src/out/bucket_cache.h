/* SPDX-License-Identifier: MIT */
/*
 * Second half of writing by buckets: holds two buckets at a time in memory and puts their records
 * in order.
 *
 * Blocks are requested in the order of buckets. The first thread that needs a bucket loads it; the
 * others wait. The thread that finishes a bucket's first block prefetches the next bucket. A bucket
 * leaves its slot when all its blocks were filled.
 */
#ifndef SD_OUT_BUCKET_CACHE_H
#define SD_OUT_BUCKET_CACHE_H

#include "out/buckets.h"

#include <pthread.h>

enum sd_slot_state { SD_SLOT_FREE, SD_SLOT_LOADING, SD_SLOT_READY };

struct sd_slot {
    enum sd_slot_state state;
    size_t next; /* bucket to be loaded when the slot is free */
    size_t left; /* blocks that are not yet filled */
    uint8_t *bytes;
    uint64_t *pieces, *keys, *spare;
    struct sd_spans spans; /* how pieces are packed; its arrays are not used */
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

/* Begins with buckets that have been filled. */
int sd_bucket_cache_begin(struct sd_bucket_cache *cache, const struct sd_buckets *buckets,
                          struct splitdata_error *error);

/* Fills `out` with a block as a form does (content.h). *length is 0 if the writing was stopped, or
 * if another thread could not load the bucket; only that thread returns the error. */
int sd_bucket_cache_fill(struct sd_bucket_cache *cache, size_t job, size_t block, uint8_t *out,
                         size_t *length, struct splitdata_error *error);

/* To be called after each block that was filled and handed on; prefetches the next bucket after a
 * first block. */
int sd_bucket_cache_block_done(struct sd_bucket_cache *cache, size_t job, size_t block,
                               struct splitdata_error *error);

void sd_bucket_cache_stop(struct sd_bucket_cache *cache);

void sd_bucket_cache_end(struct sd_bucket_cache *cache);

#endif
