/* SPDX-License-Identifier: MIT */
#include "base/queue.h"

/* The lock is held. */
static void close_queue(struct sd_queue *queue)
{
    queue->closed = true;
    pthread_cond_signal(&queue->moved);
}

static void *run(void *context)
{
    struct sd_queue *queue = context;
    int status = queue->work(queue->context, &queue->error);
    pthread_mutex_lock(&queue->lock);
    queue->status = status;
    close_queue(queue);
    pthread_mutex_unlock(&queue->lock);
    return NULL;
}

static void destroy(struct sd_queue *queue)
{
    pthread_cond_destroy(&queue->moved);
    pthread_mutex_destroy(&queue->lock);
}

bool sd_queue_begin(struct sd_queue *queue, size_t slots, sd_queue_work *work, void *context)
{
    *queue = (struct sd_queue){.slots = slots, .work = work, .context = context};
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->moved, NULL);
    queue->running = pthread_create(&queue->thread, NULL, run, queue) == 0;
    if (!queue->running)
        destroy(queue);
    return queue->running;
}

size_t sd_queue_room(struct sd_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    while (queue->put - queue->taken == queue->slots && !queue->closed)
        pthread_cond_wait(&queue->moved, &queue->lock);
    size_t slot = queue->closed ? SD_QUEUE_CLOSED : queue->put % queue->slots;
    pthread_mutex_unlock(&queue->lock);
    return slot;
}

size_t sd_queue_next(struct sd_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    while (queue->put == queue->taken && !queue->closed)
        pthread_cond_wait(&queue->moved, &queue->lock);
    size_t slot = queue->put == queue->taken ? SD_QUEUE_CLOSED : queue->taken % queue->slots;
    pthread_mutex_unlock(&queue->lock);
    return slot;
}

static void count_one(struct sd_queue *queue, size_t *counter)
{
    pthread_mutex_lock(&queue->lock);
    ++*counter;
    pthread_cond_signal(&queue->moved);
    pthread_mutex_unlock(&queue->lock);
}

void sd_queue_put(struct sd_queue *queue)
{
    count_one(queue, &queue->put);
}

void sd_queue_taken(struct sd_queue *queue)
{
    count_one(queue, &queue->taken);
}

int sd_queue_status(const struct sd_queue *queue, struct splitdata_error *error)
{
    if (queue->status != SPLITDATA_OK)
        *error = queue->error;
    return queue->status;
}

int sd_queue_end(struct sd_queue *queue, struct splitdata_error *error)
{
    if (!queue->running)
        return SPLITDATA_OK;
    pthread_mutex_lock(&queue->lock);
    close_queue(queue);
    pthread_mutex_unlock(&queue->lock);
    pthread_join(queue->thread, NULL);
    queue->running = false;
    destroy(queue);
    return sd_queue_status(queue, error);
}
