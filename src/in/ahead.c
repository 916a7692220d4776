/* SPDX-License-Identifier: MIT */
#include "in/ahead.h"

#include <stdlib.h>
#include <string.h>

static int read_piece(struct sd_ahead *ahead, struct sd_ahead_piece *piece,
                      struct splitdata_error *error)
{
    piece->length = 0;
    if (piece->bytes == NULL)
        piece->bytes = malloc(SD_AHEAD_PIECE);
    if (piece->bytes == NULL)
        return sd_fail_memory(error, "reading the input");
    int status = sd_stream_read(ahead->stream, piece->bytes, SD_AHEAD_PIECE, &piece->length, error);
    piece->file = ahead->stream->file;
    return status;
}

/* The thread. */
static int read_all(void *context, struct splitdata_error *error)
{
    struct sd_ahead *ahead = context;
    size_t slot;
    while ((slot = sd_queue_room(&ahead->queue)) != SD_QUEUE_CLOSED) {
        int status = read_piece(ahead, &ahead->pieces[slot], error);
        if (status != SPLITDATA_OK || ahead->pieces[slot].length == 0)
            return status;
        sd_queue_put(&ahead->queue);
    }
    return SPLITDATA_OK;
}

void sd_ahead_begin(struct sd_ahead *ahead, struct sd_stream *stream, bool apart)
{
    *ahead = (struct sd_ahead){.stream = stream};
    if (apart)
        sd_queue_begin(&ahead->queue, SD_AHEAD, read_all, ahead);
}

int sd_ahead_take(struct sd_ahead *ahead, uint8_t *buffer, size_t *got,
                  struct splitdata_error *error)
{
    if (!ahead->queue.running) {
        int status = sd_stream_read(ahead->stream, buffer, SD_AHEAD_PIECE, got, error);
        ahead->file = ahead->stream->file;
        return status;
    }
    size_t slot = sd_queue_next(&ahead->queue);
    *got = 0;
    if (slot == SD_QUEUE_CLOSED)
        return sd_queue_status(&ahead->queue, error);
    *got = ahead->pieces[slot].length;
    memcpy(buffer, ahead->pieces[slot].bytes, *got);
    ahead->file = ahead->pieces[slot].file;
    sd_queue_taken(&ahead->queue);
    return SPLITDATA_OK;
}

void sd_ahead_end(struct sd_ahead *ahead)
{
    struct splitdata_error ignored;
    sd_queue_end(&ahead->queue, &ignored);
    for (size_t i = 0; i < SD_AHEAD; i++) {
        free(ahead->pieces[i].bytes);
        ahead->pieces[i].bytes = NULL;
    }
}
