/* SPDX-License-Identifier: MIT */
/*
 * A background sink: one thread passes bytes to their observers, while the threads that bring the
 * bytes go on.
 *
 * Without a thread (not begun, or refused by the system) the observers are called at once. After an
 * observer has failed, nothing more is passed on; the error is returned by the next call that
 * brings bytes, and by sd_sink_end.
 *
 * Life: zeroed; sd_sink_begin; sd_sink_copy and sd_sink_lend by any threads, for each observer by
 * one at a time; sd_sink_end or sd_sink_stop.
 */
#ifndef SD_BASE_SINK_H
#define SD_BASE_SINK_H

#include "base/observer.h"
#include "base/queue.h"

#include <stdatomic.h>

/* Pieces in the queue at most. */
enum { SD_SINK_PIECES = 8 };

struct sd_sink_piece {
    const struct sd_observer *observer;
    const uint8_t *bytes;
    size_t length;
    uint8_t *copy; /* memory of this slot, allocated by the first piece that is copied */
};

struct sd_sink {
    bool begun;
    struct sd_queue queue;
    pthread_mutex_t producer; /* held while a piece is put into the queue */
    struct sd_sink_piece pieces[SD_SINK_PIECES];
    atomic_bool stopped;
};

/* Starts the thread. Only the first call does anything. */
void sd_sink_begin(struct sd_sink *sink);

/* Passes a copy of the bytes to the observer, which must live until the sink ends. */
int sd_sink_copy(struct sd_sink *sink, const struct sd_observer *observer, const uint8_t *bytes,
                 size_t length, struct splitdata_error *error);

/* The same without a copy: the bytes, too, must live until the sink ends. */
int sd_sink_lend(struct sd_sink *sink, const struct sd_observer *observer, const uint8_t *bytes,
                 size_t length, struct splitdata_error *error);

/* Waits until the observers have had all bytes. */
int sd_sink_end(struct sd_sink *sink, struct splitdata_error *error);

/* Ends the sink and drops what is still in the queue. */
void sd_sink_stop(struct sd_sink *sink);

#endif
