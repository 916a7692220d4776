/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "in/spool.h"

#include "base/nameless.h"
#include "base/threads.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum { PIECE = 256 * 1024 };

/* Workers take turns at the stream, and each writes what it has read: while one decompresses,
 * another writes. */
struct copying {
    struct sd_stream *stream;
    const char *directory;
    int fd;
    pthread_mutex_t turn; /* of what follows */
    uint64_t size;        /* bytes read from the stream */
    bool over;            /* the stream has ended, or somebody has failed */
};

static int write_all(const struct copying *copying, const uint8_t *bytes, size_t length,
                     uint64_t offset, struct splitdata_error *error)
{
    for (size_t done = 0; done < length;) {
        ssize_t count = pwrite(copying->fd, bytes + done, length - done, (off_t)(offset + done));
        if (count < 0 && errno != EINTR)
            return sd_fail_system(error, errno, "cannot keep a temporary copy of the input in %s",
                                  copying->directory);
        done += count > 0 ? (size_t)count : 0;
    }
    return SPLITDATA_OK;
}

/* Reads the next piece, unless all is over; *got is 0 then. */
static int read_piece(struct copying *copying, uint8_t *buffer, size_t *got, uint64_t *offset,
                      struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    *got = 0;
    pthread_mutex_lock(&copying->turn);
    if (!copying->over)
        status = sd_stream_read(copying->stream, buffer, PIECE, got, error);
    copying->over = copying->over || status != SPLITDATA_OK || *got == 0;
    *offset = copying->size;
    copying->size += *got;
    pthread_mutex_unlock(&copying->turn);
    return status;
}

static void stop(struct copying *copying)
{
    pthread_mutex_lock(&copying->turn);
    copying->over = true;
    pthread_mutex_unlock(&copying->turn);
}

static int copy(void *context, unsigned worker, struct splitdata_error *error)
{
    struct copying *copying = context;
    uint8_t *buffer = malloc(PIECE);
    size_t got = 1;
    uint64_t offset;
    int status = buffer != NULL ? SPLITDATA_OK : sd_fail_memory(error, "reading the input");
    (void)worker;
    while (status == SPLITDATA_OK && got != 0) {
        status = read_piece(copying, buffer, &got, &offset, error);
        if (status == SPLITDATA_OK)
            status = write_all(copying, buffer, got, offset, error);
    }
    if (status != SPLITDATA_OK)
        stop(copying);
    free(buffer);
    return status;
}

int sd_spool(struct sd_stream *stream, const char *directory, unsigned threads, int *fd,
             uint64_t *size, struct splitdata_error *error)
{
    struct copying copying = {.stream = stream, .directory = directory};
    *fd = copying.fd = sd_nameless_open(directory);
    if (copying.fd < 0)
        return sd_fail_system(error, errno, "cannot make a temporary file in %s", directory);
    pthread_mutex_init(&copying.turn, NULL);
    /* Writing takes less time than decompressing: more than two would only wait. */
    int status = sd_parallel(threads < 2 ? threads : 2, copy, &copying, error);
    pthread_mutex_destroy(&copying.turn);
    *size = copying.size;
    if (status != SPLITDATA_OK)
        close(copying.fd);
    return status;
}
