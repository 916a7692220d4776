/* SPDX-License-Identifier: MIT */
/* A spool holds the bytes of its stream, and its observer gets them once, in order, with any number
 * of threads. */
#define _DEFAULT_SOURCE /* pread */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "in/spool.h"
#include "random_bytes.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SIZE = 9 * SD_STREAM_PIECE + 77 };

static const unsigned thread_counts[] = {1, 2, 5};

static uint8_t bytes[SIZE];

static void make_bytes(void)
{
    uint64_t random = 5;
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = (uint8_t)random_below(&random, 256);
}

struct seen {
    uint64_t size;
    size_t fails_at; /* piece; 0: none */
    size_t pieces;
};

static int observe(void *context, const uint8_t *piece, size_t length,
                   struct splitdata_error *error)
{
    struct seen *seen = context;
    seen->pieces++;
    if (seen->pieces == seen->fails_at)
        return sd_fail(error, SPLITDATA_DATA, "seen enough");
    assert_true(seen->size + length <= SIZE);
    assert_true(length == SD_STREAM_PIECE || seen->size + length == SIZE);
    assert_memory_equal(piece, bytes + seen->size, length);
    seen->size += length;
    return SPLITDATA_OK;
}

/* Writes to a pipe in portions that differ from the spool's. */
static void *fill_pipe(void *context)
{
    enum { PORTION = 30011 };
    int fd = *(const int *)context;
    for (size_t done = 0; done < SIZE;) {
        size_t left = SIZE - done;
        ssize_t count = write(fd, bytes + done, left < PORTION ? left : PORTION);
        if (count <= 0)
            break;
        done += (size_t)count;
    }
    close(fd);
    return NULL;
}

/* Spools the bytes of a pipe. */
static int spool(struct sd_spool *copy, struct splitdata_error *error)
{
    struct sd_source source;
    struct sd_stream stream;
    pthread_t writer;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(pthread_create(&writer, NULL, fill_pipe, &ends[1]), 0);
    sd_source_attach(&source, ends[0], "pipe", -1);
    source.regular = false;
    assert_int_equal(sd_stream_open(&stream, &source, error), SPLITDATA_OK);
    int status = sd_spool(copy, &stream, error);
    sd_stream_close(&stream);
    sd_source_close(&source);
    pthread_join(writer, NULL);
    return status;
}

static void holds_and_shows_all(void **state)
{
    (void)state;
    static uint8_t copied[SIZE];
    for (size_t t = 0; t < 3; t++) {
        struct seen seen = {0};
        const struct sd_observer observer = {observe, &seen};
        struct sd_spool copy = {
            .directory = "/tmp", .threads = thread_counts[t], .observer = &observer};
        struct splitdata_error error;
        assert_int_equal(spool(&copy, &error), SPLITDATA_OK);
        assert_int_equal(copy.size, SIZE);
        assert_int_equal(seen.size, SIZE);
        assert_int_equal(pread(copy.fd, copied, SIZE, 0), SIZE);
        assert_memory_equal(copied, bytes, SIZE);
        close(copy.fd);
    }
}

static void nobody_need_watch(void **state)
{
    (void)state;
    struct sd_spool copy = {.directory = "/tmp", .threads = 2};
    struct splitdata_error error;
    assert_int_equal(spool(&copy, &error), SPLITDATA_OK);
    assert_int_equal(copy.size, SIZE);
    close(copy.fd);
}

static void an_observer_that_fails(void **state)
{
    (void)state;
    for (size_t piece = 1; piece <= 10; piece++) {
        for (size_t t = 0; t < 3; t++) {
            struct seen seen = {.fails_at = piece};
            const struct sd_observer observer = {observe, &seen};
            struct sd_spool copy = {
                .directory = "/tmp", .threads = thread_counts[t], .observer = &observer};
            struct splitdata_error error;
            assert_int_equal(spool(&copy, &error), SPLITDATA_DATA);
            assert_string_equal(error.message, "seen enough");
            assert_int_equal(seen.pieces, piece);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_and_shows_all),
        cmocka_unit_test(nobody_need_watch),
        cmocka_unit_test(an_observer_that_fails),
    };
    make_bytes();
    signal(SIGPIPE, SIG_IGN); /* a spool that fails does not read to the end */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
