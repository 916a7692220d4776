/* SPDX-License-Identifier: MIT */
#include "in/ahead.h"

#include <stdlib.h>
#include <string.h>

/* --- the thread ------------------------------------------------------------------------------- */

static int read_piece(struct sd_ahead *ahead, struct sd_ahead_piece *piece,
                      struct splitdata_error *error)
{
    piece->length = 0;
    if (piece->bytes == NULL)
        piece->bytes = malloc(SD_AHEAD_PIECE);
    if (piece->bytes == NULL)
        return sd_fail_memory(error, "reading the input");
    return sd_stream_read(ahead->stream, piece->bytes, SD_AHEAD_PIECE, &piece->length, error);
}

static void *read_all(void *context)
{
    struct sd_ahead *ahead = context;
    pthread_mutex_lock(&ahead->lock);
    for (;;) {
        while (ahead->read - ahead->taken == SD_AHEAD && !ahead->over)
            pthread_cond_wait(&ahead->moved, &ahead->lock);
        if (ahead->over)
            break;
        struct sd_ahead_piece *piece = &ahead->pieces[ahead->read % SD_AHEAD];
        pthread_mutex_unlock(&ahead->lock);
        int status = read_piece(ahead, piece, &ahead->error);
        pthread_mutex_lock(&ahead->lock);
        ahead->status = status;
        if (status != SPLITDATA_OK || piece->length == 0)
            ahead->over = true;
        else
            ahead->read++;
        pthread_cond_signal(&ahead->moved);
    }
    pthread_mutex_unlock(&ahead->lock);
    return NULL;
}

void sd_ahead_begin(struct sd_ahead *ahead, struct sd_stream *stream, bool apart)
{
    *ahead = (struct sd_ahead){.stream = stream};
    if (!apart)
        return;
    pthread_mutex_init(&ahead->lock, NULL);
    pthread_cond_init(&ahead->moved, NULL);
    ahead->running = pthread_create(&ahead->thread, NULL, read_all, ahead) == 0;
    if (!ahead->running) {
        pthread_cond_destroy(&ahead->moved);
        pthread_mutex_destroy(&ahead->lock);
    }
}

/* --- for the one who takes -------------------------------------------------------------------- */

/* Waits for a piece; NULL: there is none, for an error or at the end. */
static struct sd_ahead_piece *next_piece(struct sd_ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    while (ahead->read == ahead->taken && !ahead->over)
        pthread_cond_wait(&ahead->moved, &ahead->lock);
    bool none = ahead->read == ahead->taken;
    pthread_mutex_unlock(&ahead->lock);
    return none ? NULL : &ahead->pieces[ahead->taken % SD_AHEAD];
}

static void give_back(struct sd_ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    ahead->taken++;
    pthread_cond_signal(&ahead->moved);
    pthread_mutex_unlock(&ahead->lock);
}

int sd_ahead_take(struct sd_ahead *ahead, uint8_t *buffer, size_t *got,
                  struct splitdata_error *error)
{
    if (!ahead->running)
        return sd_stream_read(ahead->stream, buffer, SD_AHEAD_PIECE, got, error);
    const struct sd_ahead_piece *piece = next_piece(ahead);
    *got = 0;
    if (piece == NULL) {
        if (ahead->status != SPLITDATA_OK)
            *error = ahead->error;
        return ahead->status;
    }
    *got = piece->length;
    memcpy(buffer, piece->bytes, piece->length);
    give_back(ahead);
    return SPLITDATA_OK;
}

void sd_ahead_end(struct sd_ahead *ahead)
{
    if (!ahead->running)
        return;
    pthread_mutex_lock(&ahead->lock);
    ahead->over = true;
    pthread_cond_signal(&ahead->moved);
    pthread_mutex_unlock(&ahead->lock);
    pthread_join(ahead->thread, NULL);
    ahead->running = false;
    pthread_cond_destroy(&ahead->moved);
    pthread_mutex_destroy(&ahead->lock);
    for (size_t i = 0; i < SD_AHEAD; i++)
        free(ahead->pieces[i].bytes);
}
