/* SPDX-License-Identifier: MIT */
/* Inflating by zlib, which every build has. */
#define ZLIB_CONST
#include "in/inflate.h"

#include <stdlib.h>
#include <zlib.h>

static void *zlib_open(void)
{
    z_stream *zlib = calloc(1, sizeof *zlib);
    /* -15: the largest window; no header and no trailer. */
    if (zlib != NULL && inflateInit2(zlib, -15) != Z_OK) {
        free(zlib);
        return NULL;
    }
    return zlib;
}

static void zlib_begin(void *state)
{
    inflateReset(state);
}

static enum sd_inflated zlib_inflate(void *state, struct sd_feed *feed, uint8_t *buffer,
                                     size_t size, size_t *got)
{
    z_stream *zlib = state;
    uInt room = size > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uInt)size;
    zlib->next_in = feed->bytes + feed->begin;
    zlib->avail_in = (uInt)(feed->end - feed->begin);
    zlib->next_out = buffer;
    zlib->avail_out = room;
    int result = inflate(zlib, Z_NO_FLUSH);
    feed->begin = feed->end - zlib->avail_in;
    *got = room - zlib->avail_out;
    if (result == Z_STREAM_END)
        return SD_INFLATED_END;
    if (result == Z_MEM_ERROR)
        return SD_INFLATED_NO_MEMORY;
    return result == Z_OK || result == Z_BUF_ERROR ? SD_INFLATED_PART : SD_INFLATED_DAMAGED;
}

static void zlib_close(void *state)
{
    inflateEnd(state);
    free(state);
}

static uint32_t zlib_crc32(uint32_t crc, const uint8_t *bytes, size_t length)
{
    return (uint32_t)crc32_z(crc, bytes, length);
}

const struct sd_inflater sd_inflater_zlib = {
    "zlib", zlib_open, zlib_begin, zlib_inflate, zlib_close, zlib_crc32,
};
