/* SPDX-License-Identifier: MIT */
/*
 * gzip inputs, read in pieces of any size into buffers of any size. Either the input is used as it
 * is, and the verdict and the content must be those of one inflate() over all members (RFC 1952);
 * or it is compressed here into members, and must be restored. The same by several threads.
 */
#define _GNU_SOURCE /* memfd_create */
#define ZLIB_CONST
#include "fuzz.h"

#include "in/spool.h"

#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

enum { MOST = 1 << 20 };

static uint8_t expected[MOST], got[MOST], packed[MOST];

static int fd_of(const uint8_t *bytes, size_t size)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    fuzz_require(fd >= 0 && write(fd, bytes, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0);
    return fd;
}

/* Decompresses all members at once with zlib alone. Returns the length, or -1 if the data are
 * damaged, or -2 if they do not fit. */
static long unpack_simply(const uint8_t *bytes, size_t size)
{
    size_t at = 0, length = 0;
    for (bool first = true; at < size; first = false) {
        size_t zeros = at;
        while (!first && zeros < size && bytes[zeros] == 0)
            zeros++;
        if (zeros == size)
            break;
        z_stream zlib = {.next_in = bytes + at, .avail_in = (uInt)(size - at)};
        zlib.next_out = expected + length;
        zlib.avail_out = (uInt)(MOST - length);
        fuzz_require(inflateInit2(&zlib, 15 + 16) == Z_OK);
        int result = inflate(&zlib, Z_FINISH);
        at = size - zlib.avail_in;
        length = MOST - zlib.avail_out;
        inflateEnd(&zlib);
        if (result != Z_STREAM_END)
            return length == MOST ? -2 : -1;
    }
    return (long)length;
}

/* Compresses into members of `piece` bytes each. */
static size_t pack(const uint8_t *bytes, size_t size, size_t piece, int level)
{
    size_t length = 0;
    for (size_t i = 0; i == 0 || i < size; i += piece) {
        size_t left = size - i < piece ? size - i : piece;
        z_stream zlib = {.next_in = bytes + i, .avail_in = (uInt)left};
        fuzz_require(deflateInit2(&zlib, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) ==
                     Z_OK);
        zlib.next_out = packed + length;
        zlib.avail_out = (uInt)(MOST - length);
        fuzz_require(deflate(&zlib, Z_FINISH) == Z_STREAM_END);
        length = MOST - zlib.avail_out;
        deflateEnd(&zlib);
    }
    return length;
}

/* Decompresses with the library. Returns the status. */
static int unpack(const uint8_t *bytes, size_t size, size_t piece, size_t room, size_t *length)
{
    struct sd_source source;
    struct sd_stream stream;
    struct splitdata_error error = {0};
    sd_source_attach(&source, fd_of(bytes, size), "in.gz", -1);
    int status = sd_stream_open(&stream, &source, &error);
    *length = 0;
    if (status == SPLITDATA_OK) {
        size_t count = 1;
        stream.feed.size = piece;
        while (status == SPLITDATA_OK && count != 0 && *length < MOST) {
            size_t left = MOST - *length;
            count = 0;
            status =
                sd_stream_read(&stream, got + *length, left < room ? left : room, &count, &error);
            *length += status == SPLITDATA_OK ? count : 0;
        }
        sd_stream_close(&stream);
    }
    sd_source_close(&source);
    return status;
}

/* Decompresses with several threads, each of which takes at least `range` bytes. */
static int spool(const uint8_t *bytes, size_t size, size_t range, size_t *length)
{
    struct sd_source source;
    struct sd_stream stream;
    struct splitdata_error error = {0};
    struct sd_spool spool = {.directory = "/tmp", .threads = 3, .range = range};
    sd_source_attach(&source, fd_of(bytes, size), "in.gz", -1);
    fuzz_require(fstat(source.fd, &source.at_open) == 0);
    int status = sd_stream_open(&stream, &source, &error);
    *length = 0;
    if (status == SPLITDATA_OK) {
        status = sd_spool(&spool, &stream, &error);
        sd_stream_close(&stream);
    }
    if (status == SPLITDATA_OK) {
        fuzz_require(spool.size <= MOST);
        *length = (size_t)spool.size;
        fuzz_require(pread(spool.fd, got, *length, 0) == (ssize_t)*length);
        close(spool.fd);
    }
    sd_source_close(&source);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_bytes input = {bytes, size};
    bool make = fuzz_choose(&input, 2) != 0;
    size_t piece = 1 + fuzz_choose(&input, 256), room = 1 + fuzz_choose(&input, 256);
    room *= 1 + fuzz_choose(&input, 64); /* byte by byte, decompression bombs would take forever */
    size_t length, member = 1 + fuzz_choose(&input, 256);
    if (input.left > MOST / 4)
        return 0;
    if (make) {
        size_t packed_length = pack(input.at, input.left, member, (int)(member % 10));
        fuzz_require(unpack(packed, packed_length, piece, room, &length) == SPLITDATA_OK);
        fuzz_require(length == input.left && memcmp(got, input.at, length) == 0);
        fuzz_require(spool(packed, packed_length, piece, &length) == SPLITDATA_OK);
        fuzz_require(length == input.left && memcmp(got, input.at, length) == 0);
        return 0;
    }
    if (input.left < 2 || input.at[0] != 0x1f || input.at[1] != 0x8b)
        return 0; /* not compressed */
    long wanted = unpack_simply(input.at, input.left);
    if (wanted == -2)
        return 0;
    int status = unpack(input.at, input.left, piece, room, &length);
    fuzz_require(status == (wanted < 0 ? SPLITDATA_DATA : SPLITDATA_OK));
    fuzz_require(wanted < 0 || (length == (size_t)wanted && memcmp(got, expected, length) == 0));
    status = spool(input.at, input.left, piece, &length);
    fuzz_require(status == (wanted < 0 ? SPLITDATA_DATA : SPLITDATA_OK));
    fuzz_require(wanted < 0 || (length == (size_t)wanted && memcmp(got, expected, length) == 0));
    return 0;
}
