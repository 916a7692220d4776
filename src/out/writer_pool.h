/* SPDX-License-Identifier: MIT */
/*
 * From filled blocks to outputs that take one block at a time.
 *
 * The kernel serialises writes to one file, and streams and compressed outputs take their blocks in
 * order. Workers never block on an output: if another thread is writing to it, or an in-order block
 * is early, the worker queues the block, and the writing thread drains the queue. Workers wait only
 * for a free buffer; there are a few more buffers than threads.
 *
 * The blocks of an output with an observer (output.h) pass through two queues, the file's and the
 * observer's: one thread writes while another passes written blocks to the observer, in order.
 *
 * Life: sd_writer_pool_begin; by any thread, sd_writer_pool_take, then the drawing of a ticket (in
 * ascending order for each output), then sd_writer_pool_give or sd_writer_pool_return;
 * sd_writer_pool_end.
 */
#ifndef SD_OUT_WRITER_POOL_H
#define SD_OUT_WRITER_POOL_H

#include "out/output_job.h"

#include <pthread.h>
#include <stdatomic.h>

/* A block of an output. */
struct sd_block_buffer {
    size_t job;
    size_t block;
    bool last; /* the last block of its output */
    size_t length;
    uint8_t *room;        /* SD_BLOCK bytes */
    const uint8_t *bytes; /* in `room` or elsewhere; NULL: the block is in pieces */
    struct iovec pieces[SD_PIECES];
    size_t piece_count;
    struct sd_encoded encoded; /* for a compressed output */
    struct sd_block_buffer *next;
};

/* Writes a buffer, or passes it to an observer. */
typedef int sd_put(void *context, struct sd_block_buffer *buffer, struct splitdata_error *error);

/* A queue of blocks for one output, or for its observer. */
struct sd_output_queue {
    sd_put *put;
    bool busy; /* a thread is serving it */
    bool in_order;
    size_t next;                     /* block to be served next, if `in_order` */
    struct sd_block_buffer *waiting; /* in ascending order of blocks */
    struct sd_output_queue *then;    /* the queue that buffers go to next; NULL: they are free */
};

struct sd_writer_pool {
    sd_put *write, *observe;
    void *context; /* of both */
    pthread_mutex_t lock;
    pthread_cond_t freed;
    atomic_bool stopped;
    struct sd_block_buffer *buffers;
    unsigned buffer_count;
    struct sd_block_buffer *free;
    struct sd_output_queue *queues; /* by job: of the outputs, then of their observers */
};

/* `write`, `observe` and `context` are set by the caller. Makes buffers for `threads` threads. */
int sd_writer_pool_begin(struct sd_writer_pool *pool, const struct sd_output_job *jobs,
                         size_t count, unsigned threads, struct splitdata_error *error);

/* Waits for a free buffer; NULL: stopped. */
struct sd_block_buffer *sd_writer_pool_take(struct sd_writer_pool *pool);

/* Whether no thread is writing to an output. */
bool sd_writer_pool_is_idle(struct sd_writer_pool *pool, size_t job);

/* Hands on a filled buffer; may write it and others that are queued. */
int sd_writer_pool_give(struct sd_writer_pool *pool, struct sd_block_buffer *buffer,
                        struct splitdata_error *error);

/* Returns a buffer that will not be filled. */
void sd_writer_pool_return(struct sd_writer_pool *pool, struct sd_block_buffer *buffer);

void sd_writer_pool_stop(struct sd_writer_pool *pool);

static inline bool sd_writer_pool_stopped(struct sd_writer_pool *pool)
{
    return atomic_load_explicit(&pool->stopped, memory_order_relaxed);
}

void sd_writer_pool_end(struct sd_writer_pool *pool);

#endif
