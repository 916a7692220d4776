/* SPDX-License-Identifier: MIT */
#include "base/relay.h"

#include <stdlib.h>
#include <string.h>

/* As much as is shown, or copied, at once. */
enum { PIECE = 512 * 1024 };

/* --- the thread ------------------------------------------------------------------------------- */

static int show(struct sd_relay *relay, const struct sd_relayed *piece)
{
    int status = SPLITDATA_OK;
    for (size_t done = 0; done < piece->length && status == SPLITDATA_OK; done += PIECE) {
        size_t left = piece->length - done;
        if (atomic_load(&relay->stopped))
            break;
        status = piece->observer->observe(piece->observer->context, piece->bytes + done,
                                          left < PIECE ? left : PIECE, &relay->error);
    }
    return status;
}

static void *show_all(void *context)
{
    struct sd_relay *relay = context;
    pthread_mutex_lock(&relay->lock);
    for (;;) {
        while (relay->shown == relay->brought && !relay->over)
            pthread_cond_wait(&relay->moved, &relay->lock);
        if (relay->shown == relay->brought)
            break;
        int status = relay->status;
        pthread_mutex_unlock(&relay->lock);
        if (status == SPLITDATA_OK)
            status = show(relay, &relay->queue[relay->shown % SD_RELAYED]);
        pthread_mutex_lock(&relay->lock);
        relay->status = status;
        relay->shown++;
        pthread_cond_signal(&relay->moved);
    }
    pthread_mutex_unlock(&relay->lock);
    return NULL;
}

static void end_locks(struct sd_relay *relay)
{
    pthread_cond_destroy(&relay->moved);
    pthread_mutex_destroy(&relay->lock);
    pthread_mutex_destroy(&relay->bringing);
}

void sd_relay_begin(struct sd_relay *relay)
{
    if (relay->begun)
        return;
    relay->begun = true;
    pthread_mutex_init(&relay->bringing, NULL);
    pthread_mutex_init(&relay->lock, NULL);
    pthread_cond_init(&relay->moved, NULL);
    relay->running = pthread_create(&relay->thread, NULL, show_all, relay) == 0;
    if (!relay->running)
        end_locks(relay);
}

/* --- for those who bring ---------------------------------------------------------------------- */

/* Waits for a free place; NULL and an error: a observer has failed. */
static struct sd_relayed *take_place(struct sd_relay *relay, struct splitdata_error *error)
{
    pthread_mutex_lock(&relay->lock);
    while (relay->brought - relay->shown == SD_RELAYED)
        pthread_cond_wait(&relay->moved, &relay->lock);
    struct sd_relayed *place = &relay->queue[relay->brought % SD_RELAYED];
    if (relay->status != SPLITDATA_OK) {
        *error = relay->error;
        place = NULL;
    }
    pthread_mutex_unlock(&relay->lock);
    return place;
}

/* Puts bytes into a place, or a copy of them: at most PIECE. */
static int put(struct sd_relay *relay, const struct sd_relayed *piece, bool copied,
               struct splitdata_error *error)
{
    struct sd_relayed *place = take_place(relay, error);
    if (place == NULL)
        return (int)error->status;
    if (copied && place->copy == NULL)
        place->copy = malloc(PIECE);
    if (copied && place->copy == NULL)
        return sd_fail_memory(error, "bytes on their way to another thread");
    place->observer = piece->observer;
    place->bytes = copied ? memcpy(place->copy, piece->bytes, piece->length) : piece->bytes;
    place->length = piece->length;
    pthread_mutex_lock(&relay->lock);
    relay->brought++;
    pthread_cond_signal(&relay->moved);
    pthread_mutex_unlock(&relay->lock);
    return SPLITDATA_OK;
}

static int bring(struct sd_relay *relay, const struct sd_relayed *piece, bool copied,
                 struct splitdata_error *error)
{
    pthread_mutex_lock(&relay->bringing);
    int status = put(relay, piece, copied, error);
    pthread_mutex_unlock(&relay->bringing);
    return status;
}

int sd_relay_lend(struct sd_relay *relay, const struct sd_observer *observer, const uint8_t *bytes,
                  size_t length, struct splitdata_error *error)
{
    const struct sd_relayed piece = {.observer = observer, .bytes = bytes, .length = length};
    return relay->running ? bring(relay, &piece, false, error)
                          : observer->observe(observer->context, bytes, length, error);
}

int sd_relay_copy(struct sd_relay *relay, const struct sd_observer *observer, const uint8_t *bytes,
                  size_t length, struct splitdata_error *error)
{
    if (!relay->running)
        return observer->observe(observer->context, bytes, length, error);
    int status = SPLITDATA_OK;
    for (size_t taken; length != 0 && status == SPLITDATA_OK; bytes += taken, length -= taken) {
        taken = length < PIECE ? length : PIECE;
        const struct sd_relayed piece = {.observer = observer, .bytes = bytes, .length = taken};
        status = bring(relay, &piece, true, error);
    }
    return status;
}

int sd_relay_end(struct sd_relay *relay, struct splitdata_error *error)
{
    if (!relay->running)
        return SPLITDATA_OK;
    pthread_mutex_lock(&relay->lock);
    relay->over = true;
    pthread_cond_signal(&relay->moved);
    pthread_mutex_unlock(&relay->lock);
    pthread_join(relay->thread, NULL);
    relay->running = false;
    end_locks(relay);
    for (size_t i = 0; i < SD_RELAYED; i++)
        free(relay->queue[i].copy);
    if (relay->status != SPLITDATA_OK)
        *error = relay->error;
    return relay->status;
}

void sd_relay_stop(struct sd_relay *relay)
{
    struct splitdata_error ignored;
    atomic_store(&relay->stopped, true);
    sd_relay_end(relay, &ignored);
}
