/* SPDX-License-Identifier: MIT */
/*
 * gzip (RFC 1952) by zlib: one member, no name, time 0; raw deflate blocks, each ended by a sync
 * flush (an empty stored block, 5 bytes at the most), the last one by the end of the stream.
 */
#include "out/encoder.h"

#include "out/content.h"

#include <stdlib.h>
#include <zlib.h>

static size_t bound(void)
{
    return compressBound(SD_BLOCK) + 16;
}

static void *gzip_open(int level)
{
    z_stream *zlib = calloc(1, sizeof *zlib);
    /* -15: the largest window and no header; 8: zlib's usual memory level. */
    if (zlib != NULL && deflateInit2(zlib, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        free(zlib);
        return NULL;
    }
    return zlib;
}

static bool gzip_encode(void *encoder, const uint8_t *bytes, size_t length, bool last,
                        struct sd_encoded *encoded)
{
    z_stream *zlib = encoder;
    if (deflateReset(zlib) != Z_OK)
        return false;
    zlib->next_in = (Bytef *)(uintptr_t)bytes;
    zlib->avail_in = (uInt)length;
    zlib->next_out = encoded->bytes;
    zlib->avail_out = (uInt)encoded->capacity;
    int result = deflate(zlib, last ? Z_FINISH : Z_SYNC_FLUSH);
    encoded->length = encoded->capacity - zlib->avail_out;
    encoded->crc = (uint32_t)crc32(0, bytes, (uInt)length);
    return result == (last ? Z_STREAM_END : Z_OK) && zlib->avail_in == 0;
}

static void gzip_close(void *encoder)
{
    if (encoder != NULL)
        deflateEnd(encoder);
    free(encoder);
}

static size_t gzip_header(int level, uint8_t *out)
{
    /* Magic, deflate, no flags, no time; how hard it was compressed; an unknown system. */
    const uint8_t header[10] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255};
    for (size_t i = 0; i < sizeof header; i++)
        out[i] = header[i];
    out[8] = level == 9 ? 2 : level == 1 ? 4 : 0;
    return sizeof header;
}

static size_t gzip_trailer(const struct sd_checksum *sum, uint8_t *out)
{
    for (unsigned i = 0; i < 4; i++) {
        out[i] = (uint8_t)(sum->crc >> 8 * i);
        out[4 + i] = (uint8_t)(sum->size >> 8 * i);
    }
    return 8;
}

static void gzip_combine(struct sd_checksum *sum, const struct sd_encoded *encoded, size_t length)
{
    sum->crc = (uint32_t)crc32_combine(sum->crc, encoded->crc, (z_off_t)length);
    sum->size += length;
}

const struct sd_encoder sd_encoder_gzip = {
    "gzip", bound, gzip_open, gzip_encode, gzip_close, gzip_header, gzip_trailer, gzip_combine,
};
