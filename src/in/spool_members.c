/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* pwrite */

#include "in/spool_members.h"

#include "base/eintr.h"
#include "base/threads.h"
#include "in/members.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

/* So much that threads seldom take turns. */
enum { RANGE = 1 << 20 };

struct unpacking {
    const struct sd_spool *spool;
    const struct sd_stream *stream;
    pthread_mutex_t turn; /* guards what follows */
    struct sd_members members;
    bool over; /* no more ranges, or a range is not what it seemed to be */
    bool wrong;
};

static bool next_range(struct unpacking *unpacking, struct sd_member_range *range)
{
    pthread_mutex_lock(&unpacking->turn);
    bool found = !unpacking->over && sd_members_next(&unpacking->members, range);
    unpacking->over = !found;
    pthread_mutex_unlock(&unpacking->turn);
    return found;
}

static void give_up(struct unpacking *unpacking)
{
    pthread_mutex_lock(&unpacking->turn);
    unpacking->over = unpacking->wrong = true;
    pthread_mutex_unlock(&unpacking->turn);
}

static bool write_piece(int fd, const uint8_t *bytes, size_t length, uint64_t offset)
{
    while (length != 0) {
        ssize_t count = pwrite(fd, bytes, length, (off_t)offset);
        if (count < 0 && errno != EINTR)
            return false;
        size_t done = count > 0 ? (size_t)count : 0;
        bytes += done;
        length -= done;
        offset += done;
    }
    return true;
}

/* Decompresses a range. SPLITDATA_DATA: it is not what it seemed to be. */
static int unpack(const struct unpacking *unpacking, struct sd_stream *stream,
                  const struct sd_member_range *range, uint8_t *piece,
                  struct splitdata_error *error)
{
    uint64_t done = 0;
    size_t got = SD_STREAM_PIECE;
    while (got == SD_STREAM_PIECE) {
        int status = sd_stream_read_piece(stream, piece, &got, error);
        if (status != SPLITDATA_OK)
            return status;
        if (got > range->size - done ||
            !write_piece(unpacking->spool->fd, piece, got, range->offset + done))
            return SPLITDATA_DATA;
        done += got;
    }
    return done == range->size ? SPLITDATA_OK : SPLITDATA_DATA;
}

static int unpack_range(const struct unpacking *unpacking, const struct sd_member_range *range,
                        uint8_t *piece, struct splitdata_error *error)
{
    const struct sd_source *whole = unpacking->stream->feed.source;
    struct sd_source part = *whole;
    struct sd_stream stream;
    const uint64_t counted = range->begin == 0 ? unpacking->stream->feed.read : 0;
    sd_source_restrict(&part, range->begin, range->end);
    if (whole->max_inflate != 0 && range->size > whole->max_inflate - range->offset)
        return SPLITDATA_DATA;
    int status = sd_stream_open(&stream, &part, error);
    if (status != SPLITDATA_OK)
        return status;
    status = unpack(unpacking, &stream, range, piece, error);
    sd_stream_close(&stream);
    if (range->end - range->begin > counted)
        sd_progress_add(whole->progress, range->end - range->begin - counted);
    return status;
}

static int unpack_ranges(void *context, unsigned worker, struct splitdata_error *error)
{
    struct unpacking *unpacking = context;
    struct sd_member_range range;
    uint8_t *piece = malloc(SD_STREAM_PIECE);
    int status = SPLITDATA_OK;
    (void)worker;
    while (status == SPLITDATA_OK && next_range(unpacking, &range))
        status = piece != NULL ? unpack_range(unpacking, &range, piece, error) : SPLITDATA_SYSTEM;
    free(piece);
    if (status != SPLITDATA_OK)
        give_up(unpacking);
    return status == SPLITDATA_CANCELLED ? status : SPLITDATA_OK;
}

int sd_spool_members(struct sd_spool *spool, const struct sd_stream *stream, bool *done,
                     struct splitdata_error *error)
{
    struct unpacking unpacking = {.spool = spool, .stream = stream};
    struct sd_members *members = &unpacking.members;
    struct sd_progress *progress = stream->feed.source->progress;
    const unsigned long long read = progress != NULL ? atomic_load(&progress->done) : 0;
    int status = SPLITDATA_OK;
    *done = false;
    if (spool->threads < 2 || stream->codec != &sd_codec_gzip || stream->next != NULL)
        return SPLITDATA_OK;
    if (sd_members_begin(members, stream->feed.source, spool->range != 0 ? spool->range : RANGE)) {
        pthread_mutex_init(&unpacking.turn, NULL);
        status = sd_parallel(spool->threads, unpack_ranges, &unpacking, error);
        pthread_mutex_destroy(&unpacking.turn);
        *done = status == SPLITDATA_OK && !unpacking.wrong && members->begin == members->size;
    }
    sd_members_end(members);
    spool->size = members->offset;
    if (*done || status != SPLITDATA_OK)
        return status;
    if (progress != NULL)
        atomic_store(&progress->done, read);
    sd_ftruncate(spool->fd, 0); /* or its end is not used */
    return SPLITDATA_OK;
}
