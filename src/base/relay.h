/* SPDX-License-Identifier: MIT */
/*
 * Bytes that a thread of its own shows to observers, while those who bring them go on.
 *
 * One that was not begun, or whose thread the system refused, shows them at once. An error of a
 * observer's is told to whoever brings more, or ends the relay; after it nothing more is shown.
 *
 * Life: zeroed, sd_relay_begin, bytes brought by any threads, for each observer by one at a time,
 * sd_relay_end.
 */
#ifndef SD_BASE_RELAY_H
#define SD_BASE_RELAY_H

#include "base/observer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

/* How many pieces are on their way at most. */
enum { SD_RELAYED = 8 };

struct sd_relayed {
    const struct sd_observer *observer;
    const uint8_t *bytes;
    size_t length;
    uint8_t *copy; /* memory for bytes that the relay keeps; NULL: not needed yet */
};

struct sd_relay {
    bool begun, running;
    pthread_t thread;
    pthread_mutex_t bringing; /* held by whoever fills a place */
    pthread_mutex_t lock;     /* of what follows */
    pthread_cond_t moved;
    struct sd_relayed queue[SD_RELAYED]; /* piece number n is number n mod SD_RELAYED here */
    size_t shown, brought;               /* so many pieces */
    bool over;                           /* no more will come */
    int status;
    struct splitdata_error error;
    atomic_bool stopped;
};

/* The first call counts. */
void sd_relay_begin(struct sd_relay *relay);

/* Shows a copy of the bytes. The observer stays where it is until the relay ends. */
int sd_relay_copy(struct sd_relay *relay, const struct sd_observer *observer, const uint8_t *bytes,
                  size_t length, struct splitdata_error *error);

/* The same without a copy: the bytes, too, stay where they are until the relay ends. */
int sd_relay_lend(struct sd_relay *relay, const struct sd_observer *observer, const uint8_t *bytes,
                  size_t length, struct splitdata_error *error);

/* Waits until everything was shown. */
int sd_relay_end(struct sd_relay *relay, struct splitdata_error *error);

/* Ends it without showing the rest. */
void sd_relay_stop(struct sd_relay *relay);

#endif
