/* SPDX-License-Identifier: MIT */
/*
 * A bounded queue between its owner and one background thread, of which one puts pieces in and the
 * other takes them out. The pieces are the owner's: an array of `slots` of them, in which a piece
 * keeps its slot from sd_queue_room to sd_queue_taken. The queue says which slot is next, and
 * waits.
 *
 * Either side closes the queue: the thread by returning, which also hands over its status, and the
 * owner by sd_queue_end. The pieces in a closed queue can still be taken out.
 *
 * Life: zeroed; sd_queue_begin, which may fail to start a thread; if it has not, any number of room
 * and put by one side, next and taken by the other, then sd_queue_end by the owner.
 */
#ifndef SD_BASE_QUEUE_H
#define SD_BASE_QUEUE_H

#include "base/error.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the thread does; its status and error are those of the queue. */
typedef int sd_queue_work(void *context, struct splitdata_error *error);

struct sd_queue {
    bool running; /* the thread was started and not yet joined */
    pthread_t thread;
    sd_queue_work *work;
    void *context;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t moved;
    size_t slots;
    size_t put, taken; /* pieces so far: piece number n is in slot n mod slots */
    bool closed;
    int status; /* the thread's, when it has returned */
    struct splitdata_error error;
};

/* No slot: the queue is closed. */
#define SD_QUEUE_CLOSED SIZE_MAX

/* Starts the thread. False: the system refused one, and the owner must do the work itself. */
bool sd_queue_begin(struct sd_queue *queue, size_t slots, sd_queue_work *work, void *context);

/* Waits for a free slot and returns its number, SD_QUEUE_CLOSED once the queue is closed. */
size_t sd_queue_room(struct sd_queue *queue);

/* The slot that sd_queue_room returned is filled. */
void sd_queue_put(struct sd_queue *queue);

/* Waits for a piece and returns its slot, SD_QUEUE_CLOSED once the queue is closed and empty. */
size_t sd_queue_next(struct sd_queue *queue);

/* The slot that sd_queue_next returned is free again. */
void sd_queue_taken(struct sd_queue *queue);

/* Why the owner was given SD_QUEUE_CLOSED: the thread's status and error. */
int sd_queue_status(const struct sd_queue *queue, struct splitdata_error *error);

/* Closes the queue, waits for the thread, and returns its status and error. Does nothing without a
 * thread. */
int sd_queue_end(struct sd_queue *queue, struct splitdata_error *error);

#endif
