/* SPDX-License-Identifier: MIT */
/* Members of a gzip file that several threads decompress: the bytes and the faults are those of
 * reading from front to back. */
#define _GNU_SOURCE /* memfd_create */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "in/spool.h"
#include "random_bytes.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

enum { MOST = 1 << 20 };

static uint8_t plain[MOST], packed[2 * MOST], copied[MOST];
static size_t plain_size, packed_size;

/* Appends a member with these bytes. */
static void pack(const uint8_t *bytes, size_t size, int level)
{
    z_stream zlib = {0};
    assert_int_equal(deflateInit2(&zlib, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    zlib.next_in = (uint8_t *)(uintptr_t)bytes;
    zlib.avail_in = (uInt)size;
    zlib.next_out = packed + packed_size;
    zlib.avail_out = (uInt)(sizeof packed - packed_size);
    assert_int_equal(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    packed_size = sizeof packed - zlib.avail_out;
    deflateEnd(&zlib);
    memmove(plain + plain_size, bytes, size);
    plain_size += size;
}

/* Members of 0 to 3,000 bytes, of which most can be compressed. */
static void pack_members(size_t count)
{
    uint64_t random = 7;
    plain_size = packed_size = 0;
    for (size_t i = 0; i < count; i++) {
        static uint8_t bytes[3000];
        const size_t size = (size_t)random_below(&random, sizeof bytes + 1);
        for (size_t b = 0; b < size; b++)
            bytes[b] = (uint8_t)('0' + random_below(&random, 10));
        pack(bytes, size, (int)(i % 10));
    }
}

static int count_bytes(void *context, const uint8_t *piece, size_t length,
                       struct splitdata_error *error)
{
    (void)piece;
    (void)error;
    *(uint64_t *)context += length;
    return SPLITDATA_OK;
}

/* Spools the packed bytes; *seen: how many of them an observer saw. */
static int spool(unsigned threads, uint64_t range, uint64_t most, uint64_t *seen,
                 struct splitdata_error *error)
{
    const struct sd_observer observer = {count_bytes, seen};
    struct sd_spool copy = {
        .directory = "/tmp", .threads = threads, .range = range, .observer = &observer};
    struct sd_source source;
    struct sd_stream stream;
    int fd = memfd_create("members", MFD_CLOEXEC);
    assert_int_equal(write(fd, packed, packed_size), packed_size);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    sd_source_attach(&source, fd, "in.gz", -1);
    assert_int_equal(fstat(fd, &source.at_open), 0);
    source.max_inflate = most;
    *seen = 0;
    assert_int_equal(sd_stream_open(&stream, &source, error), SPLITDATA_OK);
    int status = sd_spool(&copy, &stream, error);
    sd_stream_close(&stream);
    sd_source_close(&source);
    if (status != SPLITDATA_OK)
        return status;
    assert_int_equal(copy.size, plain_size);
    assert_int_equal(pread(copy.fd, copied, plain_size, 0), plain_size);
    assert_memory_equal(copied, plain, plain_size);
    close(copy.fd);
    return status;
}

static void several_threads_share_them(void **state)
{
    static const uint64_t ranges[] = {1, 100, 4000, 40000};
    struct splitdata_error error;
    uint64_t seen;
    (void)state;
    pack_members(300);
    for (size_t r = 0; r < sizeof ranges / sizeof ranges[0]; r++) {
        for (unsigned threads = 1; threads < 6; threads++) {
            assert_int_equal(spool(threads, ranges[r], 0, &seen, &error), SPLITDATA_OK);
            /* Only what is read from front to back is seen. */
            assert_int_equal(seen, threads == 1 ? plain_size : 0);
        }
    }
    assert_int_equal(spool(2, packed_size, 0, &seen, &error), SPLITDATA_OK);
    assert_int_equal(seen, plain_size); /* it is too small to be shared */
}

/* A member that holds a gzip file as it is, so that another one seems to begin inside. */
static void what_looks_like_a_member(void **state)
{
    struct splitdata_error error;
    uint64_t seen;
    (void)state;
    pack_members(20);
    uint8_t *inner = malloc(packed_size);
    const size_t inner_size = packed_size;
    assert_non_null(inner);
    memcpy(inner, packed, inner_size);
    plain_size = packed_size = 0;
    pack(inner, inner_size, 0);
    pack(inner, inner_size, 6);
    free(inner);
    for (uint64_t range = 1; range < 20000; range = range * 3 + 1) {
        assert_int_equal(spool(3, range, 0, &seen, &error), SPLITDATA_OK);
        assert_int_equal(seen, plain_size);
    }
}

/* Damage is told as by one thread, wherever it is. */
static void damage_is_told_as_by_one_thread(void **state)
{
    uint64_t seen, random = 3;
    (void)state;
    pack_members(60);
    for (size_t i = 0; i < 400; i++) {
        const size_t at = (size_t)random_below(&random, packed_size);
        const uint8_t bit = (uint8_t)(1 << random_below(&random, 8));
        struct splitdata_error one = {0}, three = {0};
        packed[at] ^= bit;
        const bool known = packed[0] == 0x1f && packed[1] == 0x8b;
        int status = known ? spool(1, 500, 0, &seen, &one) : SPLITDATA_OK;
        if (known)
            assert_int_equal(spool(3, 500, 0, &seen, &three), status);
        assert_string_equal(one.message, three.message);
        packed[at] ^= bit;
    }
}

static void zeros_are_padding_at_the_end_alone(void **state)
{
    struct splitdata_error error;
    uint64_t seen;
    (void)state;
    pack_members(30);
    memset(packed + packed_size, 0, 700);
    packed_size += 700;
    assert_int_equal(spool(3, 500, 0, &seen, &error), SPLITDATA_OK);
    pack((const uint8_t *)"more", 4, 6);
    assert_int_equal(spool(3, 500, 0, &seen, &error), SPLITDATA_DATA);
    assert_non_null(strstr(error.message, "trailing data after the last gzip member"));
}

static void the_limit_holds(void **state)
{
    struct splitdata_error error;
    uint64_t seen;
    (void)state;
    pack_members(100);
    assert_int_equal(spool(3, 500, plain_size, &seen, &error), SPLITDATA_OK);
    assert_int_equal(spool(3, 500, plain_size - 1, &seen, &error), SPLITDATA_DATA);
    assert_non_null(strstr(error.message, "--max-inflate"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_threads_share_them),
        cmocka_unit_test(what_looks_like_a_member),
        cmocka_unit_test(damage_is_told_as_by_one_thread),
        cmocka_unit_test(zeros_are_padding_at_the_end_alone),
        cmocka_unit_test(the_limit_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
