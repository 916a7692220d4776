/* SPDX-License-Identifier: MIT */
/*
 * From filled blocks to outputs that take one block at a time.
 *
 * A file has one lock in the system, so threads that write to the same file would wait for each
 * other, and a stream or a compressed output takes its blocks in order. Nobody waits for an output:
 * whoever brings a block while another thread is at that output, or before its turn has come,
 * leaves it there and goes on; the thread that is at the output takes it along. What is waited for
 * is a free buffer, of which there are a few more than threads.
 *
 * Where somebody watches an output (output.h), its blocks pass two queues, the file and the
 * observer: one thread writes while another shows what is written already, in order.
 *
 * Life: sd_writer_pool_begin; by any thread, sd_writer_pool_take, then the drawing of a ticket (in
 * ascending order for each output), then sd_writer_pool_give; sd_writer_pool_end.
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
    bool last; /* of its output */
    size_t length;
    uint8_t *room;        /* SD_BLOCK bytes */
    const uint8_t *bytes; /* in `room` or elsewhere; NULL: they are in pieces */
    struct iovec pieces[SD_PIECES];
    size_t piece_count;
    struct sd_encoded encoded; /* for a compressed output */
    struct sd_block_buffer *next;
};

/* Does with a buffer what an queue is for. */
typedef int sd_put(void *context, struct sd_block_buffer *buffer, struct splitdata_error *error);

/* The way into one output, or to its observer. */
struct sd_output_queue {
    sd_put *put;
    bool busy; /* a thread is at it */
    bool in_order;
    size_t next;                     /* block to be taken, if they are taken in order */
    struct sd_block_buffer *waiting; /* in the order of their blocks */
    struct sd_output_queue *then;    /* where buffers go from here; NULL: they are free */
};

struct sd_writer_pool {
    sd_put *write, *show;
    void *context; /* of both */
    pthread_mutex_t lock;
    pthread_cond_t freed;
    atomic_bool stopped;
    struct sd_block_buffer *buffers;
    unsigned buffer_count;
    struct sd_block_buffer *free;
    struct sd_output_queue *queues; /* by job: into the outputs, and then to their observers */
};

/* With `write`, `show` and `context` set; with buffers for `threads` threads. */
int sd_writer_pool_begin(struct sd_writer_pool *pool, const struct sd_output_job *jobs,
                         size_t count, unsigned threads, struct splitdata_error *error);

/* A buffer to be filled; NULL: all were told to stop. */
struct sd_block_buffer *sd_writer_pool_take(struct sd_writer_pool *pool);

/* Whether nobody is at an output. */
bool sd_writer_pool_is_idle(struct sd_writer_pool *pool, size_t job);

/* Brings a filled buffer on its way. */
int sd_writer_pool_give(struct sd_writer_pool *pool, struct sd_block_buffer *buffer,
                        struct splitdata_error *error);

/* Brings back a buffer that will not be filled. */
void sd_writer_pool_return(struct sd_writer_pool *pool, struct sd_block_buffer *buffer);

void sd_writer_pool_stop(struct sd_writer_pool *pool);

static inline bool sd_writer_pool_stopped(struct sd_writer_pool *pool)
{
    return atomic_load_explicit(&pool->stopped, memory_order_relaxed);
}

void sd_writer_pool_end(struct sd_writer_pool *pool);

#endif
