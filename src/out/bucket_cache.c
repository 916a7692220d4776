/* SPDX-License-Identifier: MIT */
#include "out/bucket_cache.h"

#include "base/sort.h"
#include "out/layout.h"

/* Spans in a bucket: 40 bits of offset, 24 of length. */
enum { LENGTH_BITS = 24 };

static int allocate(struct sd_slot *slot, const struct sd_buckets *buckets,
                    struct splitdata_error *error)
{
    uint64_t most = (uint64_t)buckets->blocks_each * SD_BLOCK;
    slot->bytes = sd_memory_take(buckets->memory, most, 1);
    slot->pieces = sd_memory_take(buckets->memory, buckets->most_pieces, sizeof *slot->pieces);
    slot->keys = sd_memory_take(buckets->memory, buckets->most_pieces, sizeof *slot->keys);
    slot->spare = sd_memory_take(buckets->memory, buckets->most_pieces, sizeof *slot->spare);
    slot->spans.length_bits = LENGTH_BITS;
    return slot->bytes != NULL && slot->pieces != NULL && slot->keys != NULL && slot->spare != NULL
               ? SPLITDATA_OK
               : sd_fail_memory(error, "putting records in order");
}

int sd_bucket_cache_begin(struct sd_bucket_cache *cache, const struct sd_buckets *buckets,
                          struct splitdata_error *error)
{
    *cache = (struct sd_bucket_cache){.buckets = buckets};
    pthread_mutex_init(&cache->lock, NULL);
    pthread_cond_init(&cache->changed, NULL);
    cache->slot[1].next = 1;
    int status = allocate(&cache->slot[0], buckets, error);
    if (status == SPLITDATA_OK)
        status = allocate(&cache->slot[1], buckets, error);
    if (status != SPLITDATA_OK)
        sd_bucket_cache_end(cache);
    return status;
}

void sd_bucket_cache_end(struct sd_bucket_cache *cache)
{
    for (size_t s = 0; s < 2; s++) {
        sd_memory_free(cache->slot[s].bytes);
        sd_memory_free(cache->slot[s].pieces);
        sd_memory_free(cache->slot[s].keys);
        sd_memory_free(cache->slot[s].spare);
        sd_layout_free(&cache->slot[s].layout);
    }
    pthread_cond_destroy(&cache->changed);
    pthread_mutex_destroy(&cache->lock);
}

void sd_bucket_cache_stop(struct sd_bucket_cache *cache)
{
    pthread_mutex_lock(&cache->lock);
    cache->stopped = true;
    pthread_cond_broadcast(&cache->changed);
    pthread_mutex_unlock(&cache->lock);
}

/* --- reading a bucket ------------------------------------------------------------------------- */

/* The pieces are in the order of the output, with their offsets in the input. Replaces these by
 * offsets in the bucket, where the pieces are in the order of the input. */
static void find_offsets(struct sd_slot *slot, uint64_t count, unsigned length_bits)
{
    uint64_t *pieces = slot->pieces, *keys = slot->keys;
    uint64_t mask = ((uint64_t)1 << length_bits) - 1, at = 0;
    for (uint64_t i = 0; i < count; i++)
        keys[i] = (pieces[i] & ~mask) | i;
    sd_sort_numbers(keys, slot->spare, count, length_bits);
    for (uint64_t i = 0; i < count; i++) {
        uint64_t number = keys[i] & mask, length = pieces[number] & mask;
        pieces[number] = at << LENGTH_BITS | length;
        at += length;
    }
}

static int load(const struct sd_buckets *buckets, const struct sd_bucket *bucket,
                struct sd_slot *slot, struct splitdata_error *error)
{
    int status = sd_bucket_get(buckets, bucket, slot->bytes, error);
    if (status != SPLITDATA_OK)
        return status;
    if (bucket + 1 < buckets->bucket + buckets->count)
        sd_bucket_expect(buckets, bucket + 1);
    uint64_t count = sd_bucket_list(buckets, bucket, slot->pieces);
    find_offsets(slot, count, buckets->length_bits);
    slot->content = (struct sd_content){
        .form = &sd_form_rows,
        .items = slot->pieces,
        .count = count,
        .spans = &slot->spans,
        .data = slot->bytes,
        .size = bucket->bytes,
    };
    sd_layout_free(&slot->layout);
    return sd_lay_out(&slot->layout, &slot->content)
               ? SPLITDATA_OK
               : sd_fail_memory(error, "putting records in order");
}

/* Loads a bucket into its slot, unless that was begun already; waits until the bucket is the slot's
 * next and the slot is free. The lock is held, and released meanwhile. */
static int fetch(struct sd_bucket_cache *cache, size_t bucket, struct splitdata_error *error)
{
    struct sd_slot *slot = &cache->slot[bucket % 2];
    while (!cache->stopped && slot->next <= bucket &&
           (slot->next < bucket || slot->state != SD_SLOT_FREE))
        pthread_cond_wait(&cache->changed, &cache->lock);
    if (cache->stopped || slot->next > bucket)
        return SPLITDATA_OK;
    slot->state = SD_SLOT_LOADING;
    slot->next = bucket + 2;
    slot->left = cache->buckets->bucket[bucket].blocks;
    pthread_mutex_unlock(&cache->lock);
    int status = load(cache->buckets, &cache->buckets->bucket[bucket], slot, error);
    pthread_mutex_lock(&cache->lock);
    if (status == SPLITDATA_OK)
        slot->state = SD_SLOT_READY;
    else
        cache->stopped = true; /* before another thread can use the slot */
    pthread_cond_broadcast(&cache->changed);
    return status;
}

/* --- blocks ----------------------------------------------------------------------------------- */

static size_t bucket_of(const struct sd_buckets *buckets, size_t job, size_t block)
{
    return buckets->first_of[job] + block / buckets->blocks_each;
}

static void release(struct sd_bucket_cache *cache, struct sd_slot *slot)
{
    pthread_mutex_lock(&cache->lock);
    if (--slot->left == 0) {
        slot->state = SD_SLOT_FREE;
        pthread_cond_broadcast(&cache->changed);
    }
    pthread_mutex_unlock(&cache->lock);
}

int sd_bucket_cache_fill(struct sd_bucket_cache *cache, size_t job, size_t block, uint8_t *out,
                         size_t *length, struct splitdata_error *error)
{
    size_t bucket = bucket_of(cache->buckets, job, block);
    struct sd_slot *slot = &cache->slot[bucket % 2];
    *length = 0;
    pthread_mutex_lock(&cache->lock);
    int status = fetch(cache, bucket, error);
    while (status == SPLITDATA_OK && !cache->stopped && slot->state != SD_SLOT_READY)
        pthread_cond_wait(&cache->changed, &cache->lock);
    bool stopped = cache->stopped;
    pthread_mutex_unlock(&cache->lock);
    if (status != SPLITDATA_OK || stopped)
        return status;
    *length = sd_form_rows.fill(&slot->content, &slot->layout,
                                block - cache->buckets->bucket[bucket].first, out);
    release(cache, slot);
    return SPLITDATA_OK;
}

int sd_bucket_cache_block_done(struct sd_bucket_cache *cache, size_t job, size_t block,
                               struct splitdata_error *error)
{
    size_t bucket = bucket_of(cache->buckets, job, block);
    if (block != cache->buckets->bucket[bucket].first || bucket + 1 == cache->buckets->count)
        return SPLITDATA_OK;
    pthread_mutex_lock(&cache->lock);
    int status = fetch(cache, bucket + 1, error);
    pthread_mutex_unlock(&cache->lock);
    return status;
}
