/* SPDX-License-Identifier: MIT */
/* The uncompressed bytes of a source, from front to back. */
#ifndef SD_IN_STREAM_H
#define SD_IN_STREAM_H

#include "base/observer.h"
#include "in/codec.h"

struct sd_stream {
    struct sd_feed feed;
    const struct sd_codec *codec; /* NULL: plain */
    void *decoder;
    uint64_t inflated;                  /* bytes decoded so far */
    const struct sd_observer *observer; /* sees what is read; NULL after opening: no observer */
    /* Reads several files instead (joined.h); NULL: one source. */
    int (*next)(void *files, uint8_t *buffer, size_t size, size_t *got, size_t *file,
                struct splitdata_error *error);
    void *files;
    size_t file; /* then the number of the file that the last bytes are of */
};

/* Reads the first bytes of `source` and recognises its compression. The stream borrows the
 * source. */
int sd_stream_open(struct sd_stream *stream, struct sd_source *source,
                   struct splitdata_error *error);

/* Whether data that begin with head[0..length-1] are compressed; SD_CODEC_HEAD bytes suffice. */
bool sd_is_compressed(const uint8_t *head, size_t length);

/* Reads up to `size` bytes; *got is 0 only at the end. Damaged data are SPLITDATA_DATA. */
int sd_stream_read(struct sd_stream *stream, uint8_t *buffer, size_t size, size_t *got,
                   struct splitdata_error *error);

/* Large enough to make system calls rare, small enough to stay in a cache. */
enum { SD_STREAM_PIECE = 256 * 1024 };

/* Reads SD_STREAM_PIECE bytes, or fewer when the stream ends. */
int sd_stream_read_piece(struct sd_stream *stream, uint8_t *buffer, size_t *got,
                         struct splitdata_error *error);

/* Sets *equal to whether two streams have the same bytes up to their ends. */
int sd_streams_equal(struct sd_stream *a, struct sd_stream *b, bool *equal,
                     struct splitdata_error *error);

void sd_stream_close(struct sd_stream *stream);

#endif
