/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "in/spool.h"

#include "base/sequence.h"
#include "base/temp_file.h"
#include "base/threads.h"
#include "in/spool_members.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* Workers take turns to read the stream. Each writes the piece that it has read and hands it to the
 * observer, while another one reads or decompresses the next piece. */
struct copying {
    struct sd_spool *spool;
    struct sd_stream *stream;
    pthread_mutex_t turn;     /* guards the stream, spool->size and the next two */
    size_t read;              /* pieces */
    bool over;                /* the stream has ended, or a thread has failed */
    struct sd_sequence order; /* pieces that the observer has seen */
};

struct piece {
    uint8_t *bytes;
    size_t length; /* 0: no more pieces */
    uint64_t offset;
    size_t number;
};

static int write_piece(const struct copying *copying, const struct piece *piece,
                       struct splitdata_error *error)
{
    const struct sd_spool *spool = copying->spool;
    for (size_t done = 0; done < piece->length;) {
        ssize_t count = pwrite(spool->fd, piece->bytes + done, piece->length - done,
                               (off_t)(piece->offset + done));
        if (count < 0 && errno != EINTR)
            return sd_fail_system(error, errno, "cannot keep a temporary copy of the input in %s",
                                  spool->directory);
        done += count > 0 ? (size_t)count : 0;
    }
    return SPLITDATA_OK;
}

/* Reads the next piece, unless the stream is over. */
static int read_piece(struct copying *copying, struct piece *piece, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    piece->length = 0;
    pthread_mutex_lock(&copying->turn);
    if (!copying->over)
        status = sd_stream_read_piece(copying->stream, piece->bytes, &piece->length, error);
    /* A stream is not read again after its end: a terminal would go on. */
    copying->over = copying->over || status != SPLITDATA_OK || piece->length < SD_STREAM_PIECE;
    piece->number = copying->read++;
    piece->offset = copying->spool->size;
    copying->spool->size += piece->length;
    pthread_mutex_unlock(&copying->turn);
    return status;
}

static int observe_piece(struct copying *copying, const struct piece *piece,
                         struct splitdata_error *error)
{
    const struct sd_observer *observer = copying->spool->observer;
    if (observer == NULL || piece->length == 0 || !sd_sequence_wait(&copying->order, piece->number))
        return SPLITDATA_OK;
    int status = observer->observe(observer->context, piece->bytes, piece->length, error);
    if (status == SPLITDATA_OK)
        sd_sequence_advance(&copying->order, piece->number + 1);
    return status;
}

static void stop(struct copying *copying)
{
    pthread_mutex_lock(&copying->turn);
    copying->over = true;
    pthread_mutex_unlock(&copying->turn);
    sd_sequence_stop(&copying->order);
}

static int copy(void *context, unsigned worker, struct splitdata_error *error)
{
    struct copying *copying = context;
    struct piece piece = {.bytes = malloc(SD_STREAM_PIECE), .length = 1};
    int status = piece.bytes != NULL ? SPLITDATA_OK : sd_fail_memory(error, "reading the input");
    (void)worker;
    while (status == SPLITDATA_OK && piece.length != 0) {
        status = read_piece(copying, &piece, error);
        if (status == SPLITDATA_OK)
            status = write_piece(copying, &piece, error);
        if (status == SPLITDATA_OK)
            status = observe_piece(copying, &piece, error);
    }
    if (status != SPLITDATA_OK)
        stop(copying);
    free(piece.bytes);
    return status;
}

/* Copies the stream from front to back. */
static int copy_all(struct sd_spool *spool, struct sd_stream *stream, struct splitdata_error *error)
{
    struct copying copying = {.spool = spool, .stream = stream};
    spool->size = 0;
    pthread_mutex_init(&copying.turn, NULL);
    sd_sequence_begin(&copying.order);
    /* Writing and observing a piece takes less time than decompressing it, so a third thread would
     * only wait. */
    int status = sd_parallel(spool->threads < 2 ? spool->threads : 2, copy, &copying, error);
    sd_sequence_end(&copying.order);
    pthread_mutex_destroy(&copying.turn);
    return status;
}

int sd_spool(struct sd_spool *spool, struct sd_stream *stream, struct splitdata_error *error)
{
    bool done;
    spool->fd = sd_temp_file_open(spool->directory);
    if (spool->fd < 0)
        return sd_fail_system(error, errno, "cannot make a temporary file in %s", spool->directory);
    int status = sd_spool_members(spool, stream, &done, error);
    if (status == SPLITDATA_OK && !done)
        status = copy_all(spool, stream, error);
    if (status != SPLITDATA_OK)
        close(spool->fd);
    return status;
}
