/* SPDX-License-Identifier: MIT */
/*
 * Deflate by libdeflate, where it was found (SD_HAVE_LIBDEFLATE): two to three times as fast as
 * zlib for the same size.
 *
 * It makes only complete streams, whose last block is marked by its first bit. To join streams that
 * bit must be found and cleared, and only decoding finds it. zlib decodes, in a fifth of the time
 * or less; its output is also compared with the input, as a check.
 */
#include "out/deflate.h"

#if defined(SD_HAVE_LIBDEFLATE)

#include "out/content.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

struct joiner {
    struct libdeflate_compressor *compressor;
    z_stream reader;
    uint8_t *decoded; /* SD_BLOCK bytes */
};

static void joiner_close(void *state)
{
    struct joiner *joiner = state;
    if (joiner == NULL)
        return;
    if (joiner->compressor != NULL)
        libdeflate_free_compressor(joiner->compressor);
    inflateEnd(&joiner->reader); /* harmless if it was never begun */
    free(joiner->decoded);
    free(joiner);
}

static void *joiner_open(int setting)
{
    struct joiner *joiner = calloc(1, sizeof *joiner);
    if (joiner == NULL)
        return NULL;
    joiner->compressor = libdeflate_alloc_compressor(setting);
    joiner->decoded = malloc(SD_BLOCK);
    if (joiner->compressor == NULL || joiner->decoded == NULL ||
        inflateInit2(&joiner->reader, -15) != Z_OK) {
        joiner_close(joiner);
        return NULL;
    }
    return joiner;
}

/* Finds where the last block of a stream begins and ends, in bits from its start. False: the stream
 * does not hold the bytes. */
static bool find_last_block(struct joiner *joiner, const uint8_t *stream, size_t size,
                            const uint8_t *bytes, size_t length, size_t *begin, size_t *end)
{
    z_stream *reader = &joiner->reader;
    if (inflateReset(reader) != Z_OK)
        return false;
    reader->next_in = (Bytef *)(uintptr_t)stream;
    reader->avail_in = (uInt)size;
    reader->next_out = joiner->decoded;
    reader->avail_out = SD_BLOCK;
    int result;
    *begin = *end = 0;
    while ((result = inflate(reader, Z_BLOCK)) == Z_OK) {
        /* 128: just after a block; 64: it was the last; 7: the bits left in the last byte. */
        size_t at = 8 * (size_t)reader->total_in - (size_t)(reader->data_type & 7);
        if ((reader->data_type & (128 + 64)) == 128)
            *begin = at;
        else if ((reader->data_type & 128) != 0)
            *end = at;
    }
    return result == Z_STREAM_END && reader->total_out == length &&
           memcmp(joiner->decoded, bytes, length) == 0;
}

static size_t joiner_deflate(void *state, const uint8_t *bytes, size_t length, uint8_t *out,
                             size_t capacity)
{
    static const uint8_t empty_block[4] = {0, 0, 0xff, 0xff};
    struct joiner *joiner = state;
    size_t size = libdeflate_deflate_compress(joiner->compressor, bytes, length, out, capacity - 5);
    size_t begin, end;
    if (size == 0 || !find_last_block(joiner, out, size, bytes, length, &begin, &end))
        return 0;
    out[begin / 8] &= (uint8_t) ~(1u << begin % 8);
    /* The empty stored block of a sync flush: three 0 bits, padding to a byte boundary, its length
     * and the inverted length. The rest of the last byte is 0 already. */
    size_t boundary = (end + 3 + 7) / 8;
    if (boundary > size)
        out[size] = 0;
    memcpy(out + boundary, empty_block, sizeof empty_block);
    return boundary + sizeof empty_block;
}

static uint32_t libdeflate_checksum(uint32_t crc, const uint8_t *bytes, size_t length)
{
    return libdeflate_crc32(crc, bytes, length);
}

const struct sd_deflater sd_deflater_libdeflate = {
    .name = "libdeflate",
    /* Its level 5 can give more bytes than its level 4; those from 10 on take 10 MB a thread. */
    .settings = {0, 1, 2, 2, 3, 4, 6, 7, 8, 9},
    .open = joiner_open,
    .deflate = joiner_deflate,
    .close = joiner_close,
    .crc32 = libdeflate_checksum,
};

#else

const struct sd_deflater sd_deflater_libdeflate = {.name = "libdeflate"};

#endif
