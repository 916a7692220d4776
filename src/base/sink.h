/* SPDX-License-Identifier: MIT */
/*
 * Bytes that a thread of its own shows to observers, while those who bring them go on.
 *
 * One that was not begun, or whose thread the system refused, shows them at once. An error of a
 * observer's is told to whoever brings more, or ends the sink; after it nothing more is shown.
 *
 * Life: zeroed, sd_sink_begin, bytes brought by any threads, for each observer by one at a time,
 * sd_sink_end.
 */
#ifndef SD_BASE_SINK_H
#define SD_BASE_SINK_H

#include "base/observer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

/* How many pieces are on their way at most. */
enum { SD_SINK_PIECES = 8 };

struct sd_sink_piece {
    const struct sd_observer *observer;
    const uint8_t *bytes;
    size_t length;
    uint8_t *copy; /* memory for bytes that the sink keeps; NULL: not needed yet */
};

struct sd_sink {
    bool begun, running;
    pthread_t thread;
    pthread_mutex_t bringing; /* held by whoever fills a place */
    pthread_mutex_t lock;     /* of what follows */
    pthread_cond_t moved;
    struct sd_sink_piece
        queue[SD_SINK_PIECES]; /* piece number n is number n mod SD_SINK_PIECES here */
    size_t shown, brought;     /* so many pieces */
    bool over;                 /* no more will come */
    int status;
    struct splitdata_error error;
    atomic_bool stopped;
};

/* The first call counts. */
void sd_sink_begin(struct sd_sink *sink);

/* Shows a copy of the bytes. The observer stays where it is until the sink ends. */
int sd_sink_copy(struct sd_sink *sink, const struct sd_observer *observer, const uint8_t *bytes,
                 size_t length, struct splitdata_error *error);

/* The same without a copy: the bytes, too, stay where they are until the sink ends. */
int sd_sink_lend(struct sd_sink *sink, const struct sd_observer *observer, const uint8_t *bytes,
                 size_t length, struct splitdata_error *error);

/* Waits until everything was shown. */
int sd_sink_end(struct sd_sink *sink, struct splitdata_error *error);

/* Ends it without showing the rest. */
void sd_sink_stop(struct sd_sink *sink);

#endif
