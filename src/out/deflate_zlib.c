/* SPDX-License-Identifier: MIT */
/* Deflate by zlib, which every build has. */
#include "out/deflate.h"

#include <stdlib.h>
#include <zlib.h>

/* A setting is zlib's level, or this: Huffman codes without matches, six times as fast as level 6
 * and, for random digits, smaller. */
enum { HUFFMAN_ONLY = 16 };

static void *zlib_open(int setting)
{
    z_stream *zlib = calloc(1, sizeof *zlib);
    int strategy = setting == HUFFMAN_ONLY ? Z_HUFFMAN_ONLY : Z_DEFAULT_STRATEGY;
    int level = setting == HUFFMAN_ONLY ? 1 : setting;
    /* -15: the largest window and no header; 8: zlib's usual memory level. */
    if (zlib != NULL && deflateInit2(zlib, level, Z_DEFLATED, -15, 8, strategy) != Z_OK) {
        free(zlib);
        return NULL;
    }
    return zlib;
}

static size_t zlib_deflate(void *state, const uint8_t *bytes, size_t length, uint8_t *out,
                           size_t capacity)
{
    z_stream *zlib = state;
    if (deflateReset(zlib) != Z_OK)
        return 0;
    zlib->next_in = (Bytef *)(uintptr_t)bytes;
    zlib->avail_in = (uInt)length;
    zlib->next_out = out;
    zlib->avail_out = (uInt)capacity;
    /* A sync flush ends with an empty stored block, at a boundary between bytes. */
    int result = deflate(zlib, Z_SYNC_FLUSH);
    return result == Z_OK && zlib->avail_out != 0 ? capacity - zlib->avail_out : 0;
}

static void zlib_close(void *state)
{
    if (state != NULL)
        deflateEnd(state);
    free(state);
}

static uint32_t zlib_crc32(uint32_t crc, const uint8_t *bytes, size_t length)
{
    return (uint32_t)crc32(crc, bytes, (uInt)length);
}

const struct sd_deflater sd_deflater_zlib = {
    .name = "zlib",
    .settings = {HUFFMAN_ONLY, 1, 2, 3, 4, 5, 6, 7, 8, 9},
    .open = zlib_open,
    .deflate = zlib_deflate,
    .close = zlib_close,
    .crc32 = zlib_crc32,
};
