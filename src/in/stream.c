/* SPDX-License-Identifier: MIT */
#include "in/stream.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const struct sd_codec *const codecs[] = {&sd_codec_gzip};

enum { PIECE = SD_STREAM_PIECE };

/* A pipe may give one byte at a time: reads until the head is complete or the source ends. */
static int read_head(struct sd_feed *feed, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    while (status == SPLITDATA_OK && feed->read < SD_CODEC_HEAD && !feed->at_end)
        status = sd_feed_read(feed, feed->size - (size_t)feed->read, error);
    return status;
}

/* The codec of data that begin so; NULL: they are plain. */
static const struct sd_codec *codec_of(const uint8_t *head, size_t length)
{
    for (size_t i = 0; i < sizeof codecs / sizeof codecs[0]; i++) {
        if (codecs[i]->recognise(head, length))
            return codecs[i];
    }
    return NULL;
}

bool sd_is_compressed(const uint8_t *head, size_t length)
{
    return codec_of(head, length) != NULL;
}

int sd_stream_open(struct sd_stream *stream, struct sd_source *source,
                   struct splitdata_error *error)
{
    *stream = (struct sd_stream){
        .feed = {.source = source, .size = PIECE, .begin = SD_FEED_BACK, .end = SD_FEED_BACK}};
    stream->feed.bytes = malloc(SD_FEED_BACK + PIECE);
    if (stream->feed.bytes == NULL)
        return sd_fail_memory(error, "reading the input");
    int status = read_head(&stream->feed, error);
    if (status == SPLITDATA_OK)
        stream->codec = codec_of(stream->feed.bytes + SD_FEED_BACK, (size_t)stream->feed.read);
    if (stream->codec != NULL) {
        stream->decoder = stream->codec->open(source->gzip_library);
        if (stream->decoder == NULL)
            status = sd_fail_memory(error, "decompressing the input");
    }
    if (status != SPLITDATA_OK)
        sd_stream_close(stream);
    return status;
}

static int decode(struct sd_stream *stream, uint8_t *buffer, size_t size, size_t *got,
                  struct splitdata_error *error)
{
    struct sd_feed *feed = &stream->feed;
    const uint64_t most = feed->source->max_inflate;
    int status = stream->codec->read(stream->decoder, feed, buffer, size, got, error);
    if (status != SPLITDATA_OK)
        return status;
    stream->inflated += *got;
    return most == 0 || stream->inflated <= most
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_DATA,
                         "%s: decompressed, it has more than %" PRIu64 " bytes (--max-inflate)",
                         sd_source_name(feed->source), most);
}

static int read_some(struct sd_stream *stream, uint8_t *buffer, size_t size, size_t *got,
                     struct splitdata_error *error)
{
    struct sd_feed *feed = &stream->feed;
    if (stream->codec != NULL)
        return decode(stream, buffer, size, got, error);
    if (feed->begin == feed->end)
        return sd_source_read(feed->source, buffer, size, got, error);
    size_t left = feed->end - feed->begin;
    *got = left < size ? left : size;
    memcpy(buffer, feed->bytes + feed->begin, *got);
    feed->begin += *got;
    return SPLITDATA_OK;
}

int sd_stream_read(struct sd_stream *stream, uint8_t *buffer, size_t size, size_t *got,
                   struct splitdata_error *error)
{
    const struct sd_observer *observer = stream->observer;
    if (stream->next != NULL)
        return stream->next(stream->files, buffer, size, got, &stream->file, error);
    int status = read_some(stream, buffer, size, got, error);
    return status != SPLITDATA_OK || *got == 0 || observer == NULL
               ? status
               : observer->observe(observer->context, buffer, *got, error);
}

int sd_stream_read_piece(struct sd_stream *stream, uint8_t *buffer, size_t *got,
                         struct splitdata_error *error)
{
    size_t count = 1;
    int status = SPLITDATA_OK;
    for (*got = 0; *got < PIECE && count != 0 && status == SPLITDATA_OK; *got += count) {
        count = 0;
        status = sd_stream_read(stream, buffer + *got, PIECE - *got, &count, error);
    }
    return status;
}

int sd_streams_equal(struct sd_stream *a, struct sd_stream *b, bool *equal,
                     struct splitdata_error *error)
{
    uint8_t *buffers = malloc(2 * (size_t)PIECE);
    if (buffers == NULL)
        return sd_fail_memory(error, "comparing outputs");
    size_t a_got = PIECE, b_got = PIECE;
    int status = SPLITDATA_OK;
    *equal = true;
    while (status == SPLITDATA_OK && *equal && a_got == PIECE) {
        status = sd_stream_read_piece(a, buffers, &a_got, error);
        if (status == SPLITDATA_OK)
            status = sd_stream_read_piece(b, buffers + PIECE, &b_got, error);
        *equal = a_got == b_got && memcmp(buffers, buffers + PIECE, a_got) == 0;
    }
    free(buffers);
    return status;
}

void sd_stream_close(struct sd_stream *stream)
{
    if (stream->decoder != NULL)
        stream->codec->close(stream->decoder);
    free(stream->feed.bytes);
    *stream = (struct sd_stream){0};
}
