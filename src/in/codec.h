/* SPDX-License-Identifier: MIT */
/*
 * Compressed inputs. A codec is one file and one row of the table in stream.c. It is recognised by
 * the first bytes of the data, never by a file name.
 */
#ifndef SD_IN_CODEC_H
#define SD_IN_CODEC_H

#include "base/error.h"
#include "in/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SD_CODEC_HEAD = 4 }; /* bytes that suffice to recognise a codec */

enum {
    SD_FEED_BACK = 8
}; /* bytes that may be put back after use, even if a new piece was read since */

/* Compressed bytes between the source and a decoder: bytes[begin..end-1] were read and are not yet
 * used. */
struct sd_feed {
    struct sd_source *source;
    uint8_t *bytes; /* room for SD_FEED_BACK + size */
    size_t size, begin, end;
    uint64_t read; /* bytes read from the source so far */
    bool at_end;   /* of the source */
};

/* The offset in the source of the next byte to be used. */
static inline uint64_t sd_feed_position(const struct sd_feed *feed)
{
    return feed->read - (feed->end - feed->begin);
}

/* Reads up to `size` bytes, which must fit, after those that are there. */
int sd_feed_read(struct sd_feed *feed, size_t size, struct splitdata_error *error);

/* Reads more if no unused byte is left. After it, begin == end only at the end of the source. */
int sd_feed_more(struct sd_feed *feed, struct splitdata_error *error);

struct sd_codec {
    const char *name;
    bool (*recognise)(const uint8_t *head, size_t length);
    /* `library`: the one to use (inflate.h); NULL: the fastest. Returns NULL without memory. */
    void *(*open)(const char *library);
    /* Decodes up to `size` bytes. *got is 0 only at the end of the data, which must be the end of
     * the feed. */
    int (*read)(void *decoder, struct sd_feed *feed, uint8_t *buffer, size_t size, size_t *got,
                struct splitdata_error *error);
    void (*close)(void *decoder);
};

extern const struct sd_codec sd_codec_gzip;

#endif
