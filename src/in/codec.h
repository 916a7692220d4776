/* SPDX-License-Identifier: MIT */
/*
 * Compressed inputs. A codec is one file and one row of the table in stream.c; it is recognised by
 * the first bytes of the data, never by a name.
 */
#ifndef SD_IN_CODEC_H
#define SD_IN_CODEC_H

#include "base/error.h"
#include "in/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SD_CODEC_HEAD = 4 }; /* bytes that suffice to recognise a codec */

enum { SD_FEED_BACK = 8 }; /* so many used bytes may be put back, also behind a new piece */

/* The compressed bytes on their way to a decoder: bytes[begin..end-1] were read and not yet used.
 */
struct sd_feed {
    struct sd_source *source;
    uint8_t *bytes; /* room for SD_FEED_BACK + size */
    size_t size, begin, end;
    uint64_t read; /* bytes read from the source so far */
    bool at_end;   /* of the source */
};

/* Which byte of the source is the next one to be used. */
static inline uint64_t sd_feed_position(const struct sd_feed *feed)
{
    return feed->read - (feed->end - feed->begin);
}

/* Reads more when no unused byte is left; afterwards begin == end at the end of the source alone.
 */
int sd_feed_more(struct sd_feed *feed, struct splitdata_error *error);

struct sd_codec {
    const char *name;
    bool (*recognise)(const uint8_t *head, size_t length);
    /* `library`: which one to use (inflate.h); NULL: the fastest. NULL as the result: no memory. */
    void *(*open)(const char *library);
    /* Decodes up to `size` bytes; *got is 0 at the end alone, which must be the end of the feed. */
    int (*read)(void *decoder, struct sd_feed *feed, uint8_t *buffer, size_t size, size_t *got,
                struct splitdata_error *error);
    void (*close)(void *decoder);
};

extern const struct sd_codec sd_codec_gzip;

#endif
