/* SPDX-License-Identifier: MIT */
/* Compressed blocks by every library and level: concatenated in any order they form one stream,
 * which zlib decompresses; and no block depends on those compressed before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "out/content.h"
#include "out/deflate.h"
#include "out/encoder.h"
#include "random_bytes.h"
#include "splitdata/splitdata.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { BLOCKS = 4, ROOM = BLOCKS * (SD_BLOCK + SD_BLOCK / 16 + 4096) };

static uint8_t plain[BLOCKS * SD_BLOCK], packed[ROOM], unpacked[BLOCKS * SD_BLOCK + 1];

/* Kinds of blocks: the first compresses best by Huffman codes or near matches, the last not at
 * all. */
static void fill(uint8_t *block, size_t length, unsigned kind, uint64_t *random)
{
    if (kind == 0) {
        for (size_t i = 0; i < length; i++)
            block[i] = (uint8_t)(i % 8 == 0 ? ',' : '0' + random_below(random, 10));
    } else if (kind == 1) {
        memset(block, 'x', length);
        random_csv(random, block, length, ',', '"');
    } else if (kind == 2) {
        memset(block, 'x', length);
    } else {
        for (size_t i = 0; i < length; i++)
            block[i] = (uint8_t)random_below(random, 256);
    }
}

static void unpack(size_t length, size_t expected, const char *library, int level)
{
    z_stream zlib = {.next_in = packed,
                     .avail_in = (uInt)length,
                     .next_out = unpacked,
                     .avail_out = sizeof unpacked};
    assert_int_equal(inflateInit2(&zlib, 15 + 16), Z_OK); /* checks CRC-32 and size, too */
    int result = inflate(&zlib, Z_FINISH);
    if (result != Z_STREAM_END || zlib.avail_in != 0 || zlib.total_out != expected ||
        memcmp(unpacked, plain, expected) != 0)
        fail_msg("%s, level %d: %d (%s) at byte %lu of %zu, which is byte %lu of %zu", library,
                 level, result, zlib.msg != NULL ? zlib.msg : "", zlib.total_in, length,
                 zlib.total_out, expected);
    inflateEnd(&zlib);
}

/* Compresses plain[0..length-1] as `gzip -LEVEL` would; returns the compressed size. */
static size_t pack(const char *library, int level, size_t length)
{
    const struct sd_encoder *encoder = &sd_encoder_gzip;
    struct sd_encoded encoded = {.capacity = encoder->bound()};
    struct sd_checksum sum = {0};
    encoded.bytes = malloc(encoded.capacity);
    void *state = encoder->open(level, library);
    assert_true(state != NULL && encoded.bytes != NULL);
    size_t at = encoder->header(level, packed);
    for (size_t from = 0; from == 0 || from < length; from += SD_BLOCK) {
        size_t size = length - from < SD_BLOCK ? length - from : SD_BLOCK;
        bool last = from + size == length;
        if (!encoder->encode(state, plain + from, size, last, &encoded))
            fail_msg("%s, level %d: cannot compress %zu bytes", library, level, size);
        assert_true(at + encoded.length + SD_FRAME <= ROOM);
        memcpy(packed + at, encoded.bytes, encoded.length);
        at += encoded.length;
        encoder->combine(&sum, &encoded, size);
    }
    at += encoder->trailer(&sum, packed + at);
    encoder->close(state);
    free(encoded.bytes);
    return at;
}

static void every_library_and_level(void **state)
{
    (void)state;
    const char *library;
    size_t libraries = 0;
    for (; (library = splitdata_gzip_library_name(libraries)) != NULL; libraries++) {
        for (int level = 1; level <= 9; level++) {
            uint64_t random = 11;
            for (unsigned b = 0; b < BLOCKS; b++)
                fill(plain + b * SD_BLOCK, SD_BLOCK, (b + (unsigned)level) % 4, &random);
            size_t length = sizeof plain - (level % 2 == 0 ? 0 : 12345);
            unpack(pack(library, level, length), length, library, level);
        }
    }
    assert_true(libraries >= 1);
    assert_string_equal(splitdata_gzip_library_name(libraries - 1), "zlib");
}

/* Short blocks, which some libraries compress into a single deflate block, and empty ones. */
static void every_short_length(void **state)
{
    (void)state;
    static const int levels[] = {1, 3, 6, 9};
    const char *library;
    for (size_t l = 0; (library = splitdata_gzip_library_name(l)) != NULL; l++) {
        for (size_t length = 0; length < 70000; length += length < 40 ? 1 : length / 3) {
            for (unsigned kind = 0; kind < 4; kind++) {
                uint64_t random = length;
                fill(plain, length, kind, &random);
                unpack(pack(library, levels[kind], length), length, library, levels[kind]);
            }
        }
    }
}

/* The same bytes give the same block, whatever was compressed before; more bytes than the window of
 * deflate. */
static void blocks_stand_for_themselves(void **state)
{
    enum { SIZE = 100000 };
    (void)state;
    const char *library;
    for (size_t l = 0; (library = splitdata_gzip_library_name(l)) != NULL; l++) {
        for (int level = 1; level <= 9; level += 2) {
            struct sd_encoded first = {.capacity = sd_encoder_gzip.bound()}, second = first;
            void *encoder = sd_encoder_gzip.open(level, library);
            first.bytes = malloc(first.capacity);
            second.bytes = malloc(second.capacity);
            assert_true(encoder != NULL && first.bytes != NULL && second.bytes != NULL);
            uint64_t random = 3;
            fill(plain, SIZE, 1, &random);
            fill(plain + SIZE, SIZE, 0, &random);
            assert_true(sd_encoder_gzip.encode(encoder, plain, SIZE, false, &first));
            assert_true(sd_encoder_gzip.encode(encoder, plain + SIZE, 777, true, &second));
            assert_true(sd_encoder_gzip.encode(encoder, plain, SIZE, false, &second));
            assert_int_equal(first.crc, second.crc);
            assert_int_equal(first.length, second.length);
            assert_memory_equal(first.bytes, second.bytes, first.length);
            sd_encoder_gzip.close(encoder);
            free(first.bytes);
            free(second.bytes);
        }
    }
}

/* No level is much larger than the one before it, and the last is smaller than the first; at level
 * 6, digits compress as well as with zlib, within 5 %. */
static void levels_in_order(void **state)
{
    enum { SIZE = 200000 };
    (void)state;
    const char *library;
    for (size_t l = 0; (library = splitdata_gzip_library_name(l)) != NULL; l++) {
        for (unsigned kind = 0; kind < 2; kind++) {
            uint64_t random = 5;
            size_t sizes[10] = {sizeof packed};
            fill(plain, SIZE, kind, &random);
            for (int level = 1; level <= 9; level++) {
                sizes[level] = pack(library, level, SIZE);
                if (sizes[level] > sizes[level - 1] + sizes[level - 1] / 100)
                    fail_msg("%s: %zu bytes at level %d, %zu at the one before it", library,
                             sizes[level], level, sizes[level - 1]);
            }
            assert_true(sizes[9] <= sizes[1]);
            if (kind == 0)
                assert_true(sizes[6] <= pack("zlib", 6, SIZE) / 100 * 105);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_library_and_level),
        cmocka_unit_test(every_short_length),
        cmocka_unit_test(blocks_stand_for_themselves),
        cmocka_unit_test(levels_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
