/* SPDX-License-Identifier: MIT */
#include "out/distribute.h"

#include "base/cancel.h"
#include "base/sort.h"
#include "base/threads.h"
#include "out/form.h"
#include "out/lag_barrier.h"

#include <stdatomic.h>

/* Small enough that a window read for one bucket is still in a cache for the next, large enough
 * that it has pieces for most buckets. */
enum { WINDOW = 4 << 20 };

/* The write buffer of a bucket: from one page to a size that makes system calls rare. */
enum { PAGE = 4096, MOST = 128 * 1024 };

struct distribution {
    struct sd_buckets *buckets;
    const struct sd_distribution *how;
    unsigned shares; /* of the buckets: bucket b belongs to share b mod shares */
    size_t write_buffer_size;
    atomic_size_t next; /* the next bucket to be sorted */
    struct sd_lag_barrier barrier;
};

/* A bucket that is being filled. */
struct filling {
    const struct sd_bucket *bucket;
    const uint64_t *piece, *end; /* the next one to be appended */
    uint8_t *write_buffer;       /* write_buffer_size bytes */
    size_t used;
    uint64_t written;
};

/* --- the pieces of each bucket in order of starts --------------------------------------------- */

static int sort_buckets(void *context, unsigned worker, struct splitdata_error *error)
{
    struct distribution *distribution = context;
    struct sd_buckets *buckets = distribution->buckets;
    (void)worker;
    uint64_t *spare = sd_memory_take(buckets->memory, buckets->most_pieces, sizeof *spare);
    int status =
        spare != NULL ? SPLITDATA_OK : sd_fail_memory(error, "sorting the places of the records");
    while (status == SPLITDATA_OK) {
        size_t b = atomic_fetch_add(&distribution->next, 1);
        if (b >= buckets->count)
            break;
        struct sd_bucket *bucket = &buckets->bucket[b];
        uint64_t *pieces = buckets->sorted + bucket->sorted;
        status = sd_check_cancel(distribution->how->cancel_fd, error);
        bucket->pieces = sd_bucket_list(buckets, bucket, pieces);
        sd_sort_numbers(pieces, spare, bucket->pieces, buckets->length_bits);
    }
    if (status != SPLITDATA_OK)
        atomic_store(&distribution->next, buckets->count);
    sd_memory_free(spare);
    return status;
}

static int sort_all(struct distribution *distribution, struct splitdata_error *error)
{
    struct sd_buckets *buckets = distribution->buckets;
    const struct sd_bucket *last = &buckets->bucket[buckets->count - 1];
    buckets->sorted =
        sd_memory_take(buckets->memory, last->sorted + last->room, sizeof *buckets->sorted);
    return buckets->sorted != NULL
               ? sd_parallel(distribution->how->threads, sort_buckets, distribution, error)
               : sd_fail_memory(error, "the places of the records");
}

/* --- filling ---------------------------------------------------------------------------------- */

static int flush(struct distribution *distribution, struct filling *filling,
                 struct splitdata_error *error)
{
    int status = sd_bucket_put(distribution->buckets, filling->bucket, filling->write_buffer,
                               filling->used, filling->written, error);
    sd_progress_add(distribution->how->progress, filling->used);
    filling->written += filling->used;
    filling->used = 0;
    return status;
}

/* The bytes from offset `start` of the input extended by the line terminator and the prologue: at
 * most *length, as many as are contiguous. */
static const uint8_t *bytes_at(const struct sd_content *content, uint64_t start, size_t *length)
{
    const uint8_t *bytes = content->data;
    uint64_t size = content->size;
    if (start >= size) {
        start -= size;
        bytes = (const uint8_t *)content->line_end;
        size = content->line_end_length;
    }
    if (start >= size) {
        start -= size;
        bytes = (const uint8_t *)content->prologue;
        size = content->prologue_length;
    }
    if (*length > size - start)
        *length = (size_t)(size - start);
    return bytes + start;
}

/* Appends a piece that does not fit into the buffer, or is not wholly in the input. */
static int append_by_parts(struct distribution *distribution, struct filling *filling,
                           struct sd_span span, struct splitdata_error *error)
{
    const struct sd_content *content = &distribution->buckets->jobs[filling->bucket->job].content;
    int status = SPLITDATA_OK;
    while (span.length != 0 && status == SPLITDATA_OK) {
        size_t length = distribution->write_buffer_size - filling->used;
        length = span.length < length ? (size_t)span.length : length;
        const uint8_t *bytes = bytes_at(content, span.start, &length);
        memcpy(filling->write_buffer + filling->used, bytes, length);
        filling->used += length;
        span.start += length;
        span.length -= length;
        if (filling->used == distribution->write_buffer_size)
            status = flush(distribution, filling, error);
    }
    return status;
}

/* Appends the pieces with offsets below `until`. */
static int fill_to(struct distribution *distribution, struct filling *filling, uint64_t until,
                   struct splitdata_error *error)
{
    const struct sd_content *content = &distribution->buckets->jobs[filling->bucket->job].content;
    unsigned bits = distribution->buckets->length_bits;
    uint64_t mask = ((uint64_t)1 << bits) - 1;
    int status = SPLITDATA_OK;
    while (filling->piece < filling->end && *filling->piece >> bits < until &&
           status == SPLITDATA_OK) {
        struct sd_span span = {*filling->piece >> bits, *filling->piece & mask};
        filling->piece++;
        if (span.length < distribution->write_buffer_size - filling->used &&
            span.start + span.length <= content->size) {
            sd_copy(filling->write_buffer + filling->used, content->data + span.start,
                    (size_t)span.length);
            filling->used += (size_t)span.length;
        } else {
            status = append_by_parts(distribution, filling, span, error);
        }
    }
    return status;
}

/* Reads the input once for the buckets of one share. */
static int take_share(struct distribution *distribution, size_t share, struct filling *fillings,
                      size_t count, struct splitdata_error *error)
{
    uint64_t size = distribution->buckets->jobs[0].content.size;
    size_t windows = (size_t)(size / WINDOW) + 1;
    int status = SPLITDATA_OK;
    for (size_t window = 0; window < windows && status == SPLITDATA_OK; window++) {
        struct sd_windows passed;
        if (!sd_lag_barrier_wait(&distribution->barrier, share, window, &passed))
            return SPLITDATA_OK;
        sd_release_bytes(distribution->how->release, passed.begin * WINDOW, passed.end * WINDOW);
        uint64_t until = window + 1 < windows ? (uint64_t)(window + 1) * WINDOW : UINT64_MAX;
        status = sd_check_cancel(distribution->how->cancel_fd, error);
        for (size_t i = 0; i < count && status == SPLITDATA_OK; i++)
            status = fill_to(distribution, &fillings[i], until, error);
    }
    for (size_t i = 0; i < count && status == SPLITDATA_OK; i++)
        status = flush(distribution, &fillings[i], error);
    return status;
}

static int prepare_and_take(struct distribution *distribution, size_t share,
                            struct splitdata_error *error)
{
    const struct sd_buckets *buckets = distribution->buckets;
    size_t count = (buckets->count - share + distribution->shares - 1) / distribution->shares;
    struct filling *fillings = sd_memory_take(buckets->memory, count, sizeof *fillings);
    uint8_t *write_buffers =
        sd_memory_take(buckets->memory, count, distribution->write_buffer_size);
    int status = fillings != NULL && write_buffers != NULL
                     ? SPLITDATA_OK
                     : sd_fail_memory(error, "distributing the records");
    for (size_t i = 0; i < count && status == SPLITDATA_OK; i++) {
        const struct sd_bucket *bucket = &buckets->bucket[share + i * distribution->shares];
        fillings[i] =
            (struct filling){.bucket = bucket,
                             .piece = buckets->sorted + bucket->sorted,
                             .end = buckets->sorted + bucket->sorted + bucket->pieces,
                             .write_buffer = write_buffers + i * distribution->write_buffer_size};
    }
    if (status == SPLITDATA_OK)
        status = take_share(distribution, share, fillings, count, error);
    sd_memory_free(fillings);
    sd_memory_free(write_buffers);
    return status;
}

static int fill_share(void *context, uint64_t share, uint64_t end, struct splitdata_error *error)
{
    struct distribution *distribution = context;
    (void)end;
    int status = prepare_and_take(distribution, (size_t)share, error);
    sd_lag_barrier_finish(&distribution->barrier, (size_t)share);
    if (status != SPLITDATA_OK)
        sd_lag_barrier_stop(&distribution->barrier);
    return status;
}

/* Buffers of whole pages that take at most half of the memory that is left. */
static size_t choose_write_buffers(const struct sd_buckets *buckets)
{
    size_t size = (size_t)(sd_memory_left(buckets->memory) / 2 / buckets->count) / PAGE * PAGE;
    return size < PAGE ? PAGE : size < MOST ? size : MOST;
}

int sd_distribute_to_buckets(struct sd_buckets *buckets, const struct sd_distribution *how,
                             struct splitdata_error *error)
{
    struct distribution distribution = {.buckets = buckets, .how = how};
    if (buckets->count == 0)
        return SPLITDATA_OK;
    distribution.write_buffer_size = choose_write_buffers(buckets);
    distribution.shares = buckets->count < how->threads ? (unsigned)buckets->count : how->threads;
    int status = sort_all(&distribution, error);
    if (status != SPLITDATA_OK)
        return status;
    status = sd_lag_barrier_begin(&distribution.barrier, distribution.shares, error);
    if (status != SPLITDATA_OK)
        return status;
    status = sd_parallel_for(distribution.shares, distribution.shares, 1, fill_share, &distribution,
                             error);
    sd_lag_barrier_end(&distribution.barrier);
    sd_memory_free(buckets->sorted);
    buckets->sorted = NULL;
    return status;
}
