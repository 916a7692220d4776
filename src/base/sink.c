/* SPDX-License-Identifier: MIT */
#include "base/sink.h"

#include <stdlib.h>
#include <string.h>

/* Bytes that are passed on, or copied, at once. */
enum { PIECE = 512 * 1024 };

/* --- the thread ------------------------------------------------------------------------------- */

static int pass_on(const struct sd_sink *sink, const struct sd_sink_piece *piece,
                   struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (size_t done = 0; done < piece->length && status == SPLITDATA_OK; done += PIECE) {
        size_t left = piece->length - done;
        if (atomic_load(&sink->stopped))
            break;
        status = piece->observer->observe(piece->observer->context, piece->bytes + done,
                                          left < PIECE ? left : PIECE, error);
    }
    return status;
}

static int pass_all_on(void *context, struct splitdata_error *error)
{
    struct sd_sink *sink = context;
    int status = SPLITDATA_OK;
    size_t slot;
    while (status == SPLITDATA_OK && (slot = sd_queue_next(&sink->queue)) != SD_QUEUE_CLOSED) {
        status = pass_on(sink, &sink->pieces[slot], error);
        sd_queue_taken(&sink->queue);
    }
    return status;
}

void sd_sink_begin(struct sd_sink *sink)
{
    if (sink->begun)
        return;
    sink->begun = true;
    pthread_mutex_init(&sink->producer, NULL);
    sd_queue_begin(&sink->queue, SD_SINK_PIECES, pass_all_on, sink);
}

/* --- the producers ---------------------------------------------------------------------------- */

/* Puts a piece, or a copy of at most PIECE bytes, into the queue. The lock `producer` is held. */
static int put(struct sd_sink *sink, const struct sd_sink_piece *piece, bool copied,
               struct splitdata_error *error)
{
    size_t slot = sd_queue_room(&sink->queue);
    if (slot == SD_QUEUE_CLOSED)
        return sd_queue_status(&sink->queue, error);
    struct sd_sink_piece *to = &sink->pieces[slot];
    if (copied && to->copy == NULL)
        to->copy = malloc(PIECE);
    if (copied && to->copy == NULL)
        return sd_fail_memory(error, "data queued for another thread");
    to->observer = piece->observer;
    to->bytes = copied ? memcpy(to->copy, piece->bytes, piece->length) : piece->bytes;
    to->length = piece->length;
    sd_queue_put(&sink->queue);
    return SPLITDATA_OK;
}

static int bring(struct sd_sink *sink, const struct sd_sink_piece *piece, bool copied,
                 struct splitdata_error *error)
{
    pthread_mutex_lock(&sink->producer);
    int status = put(sink, piece, copied, error);
    pthread_mutex_unlock(&sink->producer);
    return status;
}

int sd_sink_lend(struct sd_sink *sink, const struct sd_observer *observer, const uint8_t *bytes,
                 size_t length, struct splitdata_error *error)
{
    const struct sd_sink_piece piece = {.observer = observer, .bytes = bytes, .length = length};
    return sink->queue.running ? bring(sink, &piece, false, error)
                               : observer->observe(observer->context, bytes, length, error);
}

int sd_sink_copy(struct sd_sink *sink, const struct sd_observer *observer, const uint8_t *bytes,
                 size_t length, struct splitdata_error *error)
{
    if (!sink->queue.running)
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
    int status = sd_queue_end(&sink->queue, error);
    if (!sink->begun)
        return status;
    for (size_t i = 0; i < SD_SINK_PIECES; i++)
        free(sink->pieces[i].copy);
    pthread_mutex_destroy(&sink->producer);
    *sink = (struct sd_sink){0};
    return status;
}

void sd_sink_stop(struct sd_sink *sink)
{
    struct splitdata_error ignored;
    atomic_store(&sink->stopped, true);
    sd_sink_end(sink, &ignored);
}
