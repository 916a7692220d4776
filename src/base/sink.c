/* SPDX-License-Identifier: MIT */
#include "base/sink.h"

#include <stdlib.h>
#include <string.h>

/* As much as is shown, or copied, at once. */
enum { PIECE = 512 * 1024 };

/* --- the thread ------------------------------------------------------------------------------- */

static int show(struct sd_sink *sink, const struct sd_sink_piece *piece)
{
    int status = SPLITDATA_OK;
    for (size_t done = 0; done < piece->length && status == SPLITDATA_OK; done += PIECE) {
        size_t left = piece->length - done;
        if (atomic_load(&sink->stopped))
            break;
        status = piece->observer->observe(piece->observer->context, piece->bytes + done,
                                          left < PIECE ? left : PIECE, &sink->error);
    }
    return status;
}

static void *show_all(void *context)
{
    struct sd_sink *sink = context;
    pthread_mutex_lock(&sink->lock);
    for (;;) {
        while (sink->shown == sink->brought && !sink->over)
            pthread_cond_wait(&sink->moved, &sink->lock);
        if (sink->shown == sink->brought)
            break;
        int status = sink->status;
        pthread_mutex_unlock(&sink->lock);
        if (status == SPLITDATA_OK)
            status = show(sink, &sink->queue[sink->shown % SD_SINK_PIECES]);
        pthread_mutex_lock(&sink->lock);
        sink->status = status;
        sink->shown++;
        pthread_cond_signal(&sink->moved);
    }
    pthread_mutex_unlock(&sink->lock);
    return NULL;
}

static void end_locks(struct sd_sink *sink)
{
    pthread_cond_destroy(&sink->moved);
    pthread_mutex_destroy(&sink->lock);
    pthread_mutex_destroy(&sink->bringing);
}

void sd_sink_begin(struct sd_sink *sink)
{
    if (sink->begun)
        return;
    sink->begun = true;
    pthread_mutex_init(&sink->bringing, NULL);
    pthread_mutex_init(&sink->lock, NULL);
    pthread_cond_init(&sink->moved, NULL);
    sink->running = pthread_create(&sink->thread, NULL, show_all, sink) == 0;
    if (!sink->running)
        end_locks(sink);
}

/* --- for those who bring ---------------------------------------------------------------------- */

/* Waits for a free place; NULL and an error: a observer has failed. */
static struct sd_sink_piece *take_place(struct sd_sink *sink, struct splitdata_error *error)
{
    pthread_mutex_lock(&sink->lock);
    while (sink->brought - sink->shown == SD_SINK_PIECES)
        pthread_cond_wait(&sink->moved, &sink->lock);
    struct sd_sink_piece *place = &sink->queue[sink->brought % SD_SINK_PIECES];
    if (sink->status != SPLITDATA_OK) {
        *error = sink->error;
        place = NULL;
    }
    pthread_mutex_unlock(&sink->lock);
    return place;
}

/* Puts bytes into a place, or a copy of them: at most PIECE. */
static int put(struct sd_sink *sink, const struct sd_sink_piece *piece, bool copied,
               struct splitdata_error *error)
{
    struct sd_sink_piece *place = take_place(sink, error);
    if (place == NULL)
        return (int)error->status;
    if (copied && place->copy == NULL)
        place->copy = malloc(PIECE);
    if (copied && place->copy == NULL)
        return sd_fail_memory(error, "data queued for another thread");
    place->observer = piece->observer;
    place->bytes = copied ? memcpy(place->copy, piece->bytes, piece->length) : piece->bytes;
    place->length = piece->length;
    pthread_mutex_lock(&sink->lock);
    sink->brought++;
    pthread_cond_signal(&sink->moved);
    pthread_mutex_unlock(&sink->lock);
    return SPLITDATA_OK;
}

static int bring(struct sd_sink *sink, const struct sd_sink_piece *piece, bool copied,
                 struct splitdata_error *error)
{
    pthread_mutex_lock(&sink->bringing);
    int status = put(sink, piece, copied, error);
    pthread_mutex_unlock(&sink->bringing);
    return status;
}

int sd_sink_lend(struct sd_sink *sink, const struct sd_observer *observer, const uint8_t *bytes,
                 size_t length, struct splitdata_error *error)
{
    const struct sd_sink_piece piece = {.observer = observer, .bytes = bytes, .length = length};
    return sink->running ? bring(sink, &piece, false, error)
                         : observer->observe(observer->context, bytes, length, error);
}

int sd_sink_copy(struct sd_sink *sink, const struct sd_observer *observer, const uint8_t *bytes,
                 size_t length, struct splitdata_error *error)
{
    if (!sink->running)
        return observer->observe(observer->context, bytes, length, error);
    int status = SPLITDATA_OK;
    for (size_t taken; length != 0 && status == SPLITDATA_OK; bytes += taken, length -= taken) {
        taken = length < PIECE ? length : PIECE;
        const struct sd_sink_piece piece = {.observer = observer, .bytes = bytes, .length = taken};
        status = bring(sink, &piece, true, error);
    }
    return status;
}

int sd_sink_end(struct sd_sink *sink, struct splitdata_error *error)
{
    if (!sink->running)
        return SPLITDATA_OK;
    pthread_mutex_lock(&sink->lock);
    sink->over = true;
    pthread_cond_signal(&sink->moved);
    pthread_mutex_unlock(&sink->lock);
    pthread_join(sink->thread, NULL);
    sink->running = false;
    end_locks(sink);
    for (size_t i = 0; i < SD_SINK_PIECES; i++)
        free(sink->queue[i].copy);
    if (sink->status != SPLITDATA_OK)
        *error = sink->error;
    return sink->status;
}

void sd_sink_stop(struct sd_sink *sink)
{
    struct splitdata_error ignored;
    atomic_store(&sink->stopped, true);
    sd_sink_end(sink, &ignored);
}
