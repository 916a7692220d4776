/* SPDX-License-Identifier: MIT */
/* gzip inputs: several members, pieces of any size, and damage at every byte. */
#define _POSIX_C_SOURCE 200809L
#define ZLIB_CONST

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "in/stream.h"
#include "random_bytes.h"
#include "splitdata/splitdata.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { LONGEST = 65536 };

static uint8_t packed[LONGEST], plain[LONGEST], unpacked[LONGEST];

/* The library that inflates: each in turn. */
static const char *library;

/* Appends a member; returns the new length. Flags: its optional header fields. */
static size_t add_member(size_t at, const void *bytes, size_t length, int level, bool fields)
{
    z_stream zlib = {0};
    gz_header header = {.name = (Bytef *)(uintptr_t) "../name",
                        .comment = (Bytef *)(uintptr_t) "x\033",
                        .extra = (Bytef *)(uintptr_t) "extra",
                        .extra_len = 5,
                        .hcrc = 1};
    assert_int_equal(deflateInit2(&zlib, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    if (fields)
        assert_int_equal(deflateSetHeader(&zlib, &header), Z_OK);
    zlib.next_in = bytes;
    zlib.avail_in = (uInt)length;
    zlib.next_out = packed + at;
    zlib.avail_out = (uInt)(LONGEST - at);
    assert_int_equal(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    at = LONGEST - zlib.avail_out;
    deflateEnd(&zlib);
    return at;
}

/* Decompresses packed[0..length-1] through a stream: compressed pieces of `piece` bytes, buffers of
 * `room`. Returns the status; *got bytes are in `unpacked`. */
static int unpack(size_t length, size_t piece, size_t room, size_t *got,
                  struct splitdata_error *error)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite(packed, 1, length, file), length);
    assert_int_equal(fflush(file), 0);
    int fd = dup(fileno(file));
    assert_true(fd >= 0 && lseek(fd, 0, SEEK_SET) == 0);
    struct sd_source source;
    struct sd_stream stream;
    sd_source_attach(&source, fd, "packed.gz", -1);
    source.gzip_library = library;
    int status = sd_stream_open(&stream, &source, error);
    *got = 0;
    if (status == SPLITDATA_OK) {
        /* The head was read in one piece: the bytes after the first piece are read again. */
        struct sd_feed *feed = &stream.feed;
        size_t count = 1;
        if (piece < feed->read) {
            feed->end = feed->begin + piece;
            feed->size = feed->read = piece;
            feed->at_end = false;
            assert_true(lseek(fd, (off_t)piece, SEEK_SET) >= 0);
        }
        while (status == SPLITDATA_OK && count != 0) {
            count = 0;
            size_t left = LONGEST - *got;
            status =
                sd_stream_read(&stream, unpacked + *got, left < room ? left : room, &count, error);
            *got += status == SPLITDATA_OK ? count : 0;
        }
        sd_stream_close(&stream);
    }
    sd_source_close(&source);
    fclose(file);
    return status;
}

static size_t boundaries[8], boundary_count;

/* Creates members of different kinds that together contain plain[0..returned-1]. */
static size_t make_members(size_t *length)
{
    static const size_t sizes[] = {700, 0, 1, 300, 65, 0};
    uint64_t random = 6;
    size_t at = 0, used = 0;
    boundary_count = 0;
    random_csv(&random, plain, 4000, ',', '"');
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        at = add_member(at, plain + used, sizes[i], i % 2 == 0 ? 6 : 0, i == 3);
        used += sizes[i];
        boundaries[boundary_count++] = at;
    }
    *length = at;
    return used;
}

static void require_whole(int status, size_t got, size_t expected, const char *what, size_t where)
{
    if (status != SPLITDATA_OK || got != expected || memcmp(unpacked, plain, expected) != 0)
        fail_msg("%s %zu: status %d, %zu bytes", what, where, status, got);
}

static void members_in_pieces(void **state)
{
    (void)state;
    struct splitdata_error error;
    size_t length, got, size = make_members(&length);
    for (size_t piece = 1; piece < 300; piece += piece < 40 ? 1 : 17) {
        for (size_t room = 1; room < 2000; room = room * 3 + 1) {
            int status = unpack(length, piece, room, &got, &error);
            require_whole(status, got, size, "pieces of", piece);
        }
    }
}

/* An input cut off within a member is refused; after a member, it cannot be detected. */
static void cut_anywhere(void **state)
{
    (void)state;
    size_t length, got;
    make_members(&length);
    for (size_t cut = 2; cut < length; cut++) {
        struct splitdata_error error = {0};
        bool boundary = false;
        for (size_t i = 0; i < boundary_count; i++)
            boundary = boundary || boundaries[i] == cut;
        int status = unpack(cut, 64, LONGEST, &got, &error);
        if (boundary)
            assert_int_equal(status, SPLITDATA_OK);
        else if (status != SPLITDATA_DATA || strstr(error.message, "packed.gz") == NULL)
            fail_msg("cut at %zu: status %d, %s", cut, status, error.message);
    }
}

static void every_bit_flipped(void **state)
{
    (void)state;
    struct splitdata_error error;
    size_t length, got, size = make_members(&length);
    size_t unnoticed = 0;
    for (size_t i = 2; i < length; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            packed[i] ^= (uint8_t)(1u << bit);
            int status = unpack(length, 4096, LONGEST, &got, &error);
            packed[i] ^= (uint8_t)(1u << bit);
            if (status == SPLITDATA_DATA)
                continue;
            /* Of a header, time, system and hints do not affect the content. */
            require_whole(status, got, size, "a flipped bit in byte", i);
            unnoticed++;
        }
    }
    /* In each header at most the time (4 bytes), hint, system and the text flag. */
    assert_true(unnoticed <= boundary_count * (6 * 8 + 1 + 64));
}

/* Every library refuses the same inputs, with the same messages, except for a few incomplete codes
 * that ISA-L accepts, where the checksum detects the damage. */
static void libraries_agree(void **state)
{
    (void)state;
    const char *kept = library;
    size_t length, got, other_got, apart = 0;
    make_members(&length);
    for (size_t i = 2; i < length; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            struct splitdata_error error = {0}, other = {0};
            packed[i] ^= (uint8_t)(1u << bit);
            int status = unpack(length, 4096, LONGEST, &got, &error);
            library = "zlib";
            int other_status = unpack(length, 4096, LONGEST, &other_got, &other);
            library = kept;
            packed[i] ^= (uint8_t)(1u << bit);
            assert_int_equal(status, other_status);
            apart += strcmp(error.message, other.message) != 0;
        }
    }
    assert_true(apart <= length * 8 / 500);
}

static void what_stands_behind(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        int status;
    } cases[] = {
        {"\0", 1, SPLITDATA_OK},
        {"\0\0\0\0\0\0\0\0\0\0", 10, SPLITDATA_OK},
        {"\n", 1, SPLITDATA_DATA},
        {"a,b\n", 4, SPLITDATA_DATA},
        {"\0x", 2, SPLITDATA_DATA},
        {"\0\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0", 21,
         SPLITDATA_DATA}, /* padding, member */
        {"\x1f", 1, SPLITDATA_DATA},
        {"\x1f\x8b", 2, SPLITDATA_DATA},
        {"\x1fx", 2, SPLITDATA_DATA},
        {"\x8b\x1f", 2, SPLITDATA_DATA},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (size_t piece = 1; piece < 2000; piece *= 5) {
            struct splitdata_error error = {0};
            size_t length, got;
            make_members(&length);
            memcpy(packed + length, cases[i].bytes, cases[i].length);
            int status = unpack(length + cases[i].length, piece, 1000, &got, &error);
            if (status != cases[i].status)
                fail_msg("case %zu, pieces of %zu: status %d, %s", i, piece, status, error.message);
        }
    }
}

/* Plain data are unchanged, even if they look almost like gzip. */
static void plain_data(void **state)
{
    (void)state;
    static const char *const texts[] = {"",         "a",          "\x1f",  "\x1f,",
                                        "\x8b\x1f", "a,b\n1,2\n", "PK\3\4"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct splitdata_error error;
        size_t got, length = strlen(texts[i]);
        memcpy(packed, texts[i], length);
        assert_int_equal(unpack(length, 1, 3, &got, &error), SPLITDATA_OK);
        assert_int_equal(got, length);
        assert_memory_equal(unpacked, texts[i], length);
    }
}

static void equal_streams(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool equal;
    } cases[] = {{"", "", true},
                 {"a", "a", true},
                 {"a", "b", false},
                 {"a", "ab", false},
                 {"ab", "a", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sd_source sources[2];
        struct sd_stream streams[2];
        struct splitdata_error error;
        const char *texts[2] = {cases[i].a, cases[i].b};
        for (size_t k = 0; k < 2; k++) {
            int ends[2];
            assert_int_equal(pipe(ends), 0);
            assert_int_equal(write(ends[1], texts[k], strlen(texts[k])), strlen(texts[k]));
            close(ends[1]);
            sd_source_attach(&sources[k], ends[0], "pipe", -1);
            assert_int_equal(sd_stream_open(&streams[k], &sources[k], &error), SPLITDATA_OK);
        }
        bool equal = !cases[i].equal;
        assert_int_equal(sd_streams_equal(&streams[0], &streams[1], &equal, &error), SPLITDATA_OK);
        assert_int_equal(equal, cases[i].equal);
        for (size_t k = 0; k < 2; k++) {
            sd_stream_close(&streams[k]);
            sd_source_close(&sources[k]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_in_pieces),  cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(every_bit_flipped),  cmocka_unit_test(libraries_agree),
        cmocka_unit_test(what_stands_behind), cmocka_unit_test(plain_data),
        cmocka_unit_test(equal_streams),
    };
    int failed = 0;
    for (size_t i = 0; (library = splitdata_gzip_library_name(i)) != NULL; i++)
        failed += cmocka_run_group_tests_name(library, tests, NULL, NULL);
    return failed;
}
