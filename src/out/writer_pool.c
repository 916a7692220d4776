/* SPDX-License-Identifier: MIT */
#include "out/writer_pool.h"

#include <stdlib.h>

/* Two buffers more than threads let the others go on while one thread is writing. */
enum { SPARE = 2 };

static int make_buffers(struct sd_writer_pool *pool, unsigned threads,
                        struct splitdata_error *error)
{
    unsigned count = threads == 1 ? 1 : threads + SPARE;
    pool->buffers = calloc(count, sizeof *pool->buffers);
    for (unsigned i = 0; i < count && pool->buffers != NULL; i++) {
        struct sd_block_buffer *buffer = &pool->buffers[i];
        pool->buffer_count = i + 1;
        buffer->room = malloc(SD_BLOCK);
        if (buffer->room == NULL)
            break;
        buffer->next = pool->free;
        pool->free = buffer;
    }
    return pool->buffer_count == count && pool->buffers[count - 1].room != NULL
               ? SPLITDATA_OK
               : sd_fail_memory(error, "blocks of output");
}

int sd_writer_pool_begin(struct sd_writer_pool *pool, const struct sd_output_job *jobs,
                         size_t count, unsigned threads, struct splitdata_error *error)
{
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->freed, NULL);
    atomic_init(&pool->stopped, false);
    pool->queues = calloc(2 * count + 1, sizeof *pool->queues);
    int status = pool->queues != NULL ? make_buffers(pool, threads, error)
                                      : sd_fail_memory(error, "blocks of output");
    for (size_t d = 0; d < count && status == SPLITDATA_OK; d++) {
        const struct sd_output *output = jobs[d].output;
        struct sd_output_queue *observer =
            output->observer != NULL ? &pool->queues[count + d] : NULL;
        pool->queues[d] = (struct sd_output_queue){
            .put = pool->write, .in_order = sd_in_order(output), .then = observer};
        if (observer != NULL)
            *observer = (struct sd_output_queue){.put = pool->observe, .in_order = true};
    }
    if (status != SPLITDATA_OK)
        sd_writer_pool_end(pool);
    return status;
}

void sd_writer_pool_end(struct sd_writer_pool *pool)
{
    for (unsigned i = 0; i < pool->buffer_count; i++) {
        free(pool->buffers[i].room);
        free(pool->buffers[i].encoded.bytes);
    }
    free(pool->buffers);
    free(pool->queues);
    pthread_cond_destroy(&pool->freed);
    pthread_mutex_destroy(&pool->lock);
}

void sd_writer_pool_stop(struct sd_writer_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    atomic_store(&pool->stopped, true);
    pthread_cond_broadcast(&pool->freed);
    pthread_mutex_unlock(&pool->lock);
}

/* --- buffers: the lock is held ---------------------------------------------------------------- */

static void set_free(struct sd_writer_pool *pool, struct sd_block_buffer *buffer)
{
    buffer->next = pool->free;
    pool->free = buffer;
    pthread_cond_signal(&pool->freed);
}

static void enqueue(struct sd_output_queue *queue, struct sd_block_buffer *buffer)
{
    struct sd_block_buffer **at = &queue->waiting;
    while (*at != NULL && (*at)->block < buffer->block)
        at = &(*at)->next;
    buffer->next = *at;
    *at = buffer;
}

/* The next buffer that the queue can serve; NULL: it is empty, or its next block has not come
 * yet. */
static struct sd_block_buffer *next_buffer(struct sd_output_queue *queue)
{
    struct sd_block_buffer *buffer = queue->waiting;
    if (buffer == NULL || (queue->in_order && buffer->block != queue->next))
        return NULL;
    queue->waiting = buffer->next;
    queue->next++;
    return buffer;
}

/* --- for the threads -------------------------------------------------------------------------- */

struct sd_block_buffer *sd_writer_pool_take(struct sd_writer_pool *pool)
{
    struct sd_block_buffer *buffer = NULL;
    pthread_mutex_lock(&pool->lock);
    while (pool->free == NULL && !sd_writer_pool_stopped(pool))
        pthread_cond_wait(&pool->freed, &pool->lock);
    if (!sd_writer_pool_stopped(pool)) {
        buffer = pool->free;
        pool->free = buffer->next;
    }
    pthread_mutex_unlock(&pool->lock);
    return buffer;
}

void sd_writer_pool_return(struct sd_writer_pool *pool, struct sd_block_buffer *buffer)
{
    pthread_mutex_lock(&pool->lock);
    set_free(pool, buffer);
    pthread_mutex_unlock(&pool->lock);
}

/* Serves the queue until it is empty, unless another thread is doing that. The lock is held, and
 * released meanwhile. */
static int serve(struct sd_writer_pool *pool, struct sd_output_queue *queue,
                 struct splitdata_error *error)
{
    struct sd_block_buffer *buffer;
    int status = SPLITDATA_OK;
    while (!queue->busy && status == SPLITDATA_OK && (buffer = next_buffer(queue)) != NULL) {
        queue->busy = true;
        pthread_mutex_unlock(&pool->lock);
        status = queue->put(pool->context, buffer, error);
        pthread_mutex_lock(&pool->lock);
        queue->busy = false;
        if (queue->then != NULL)
            enqueue(queue->then, buffer);
        else
            set_free(pool, buffer);
    }
    return status;
}

int sd_writer_pool_give(struct sd_writer_pool *pool, struct sd_block_buffer *buffer,
                        struct splitdata_error *error)
{
    struct sd_output_queue *queue = &pool->queues[buffer->job];
    int status = SPLITDATA_OK;
    pthread_mutex_lock(&pool->lock);
    enqueue(queue, buffer);
    for (; queue != NULL && status == SPLITDATA_OK; queue = queue->then)
        status = serve(pool, queue, error);
    pthread_mutex_unlock(&pool->lock);
    return status;
}

bool sd_writer_pool_is_idle(struct sd_writer_pool *pool, size_t job)
{
    pthread_mutex_lock(&pool->lock);
    bool idle = !pool->queues[job].busy;
    pthread_mutex_unlock(&pool->lock);
    return idle;
}
