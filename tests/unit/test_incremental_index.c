/* SPDX-License-Identifier: MIT */
/* The incremental index: test_index.c compares it with the index of the whole input; these tests
 * are about giving it up, and that nothing of it is left then. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "csv/incremental_index.h"

#include <stdlib.h>
#include <string.h>

enum { PIECE = 256 * 1024, SIZE = 8 * PIECE };

static const struct sd_dialect csv = {.delimiter = ',', .quote = '"'};
static const struct sd_dialect lines = {.lines = true};

static uint8_t *repeat(const char *record, size_t size)
{
    uint8_t *data = malloc(size);
    size_t length = strlen(record);
    assert_non_null(data);
    for (size_t i = 0; i < size; i++)
        data[i] = (uint8_t)record[i % length];
    return data;
}

/* Passes `size_so_far` bytes of the input; returns whether there is an index. */
static bool take(const struct sd_index_request *request, uint64_t most, uint64_t size_so_far,
                 struct sd_index *index)
{
    struct sd_incremental incremental;
    struct splitdata_error error;
    sd_incremental_begin(&incremental, request, most);
    for (uint64_t at = 0; at < size_so_far; at += PIECE) {
        size_t length = size_so_far - at < PIECE ? (size_t)(size_so_far - at) : PIECE;
        assert_int_equal(incremental.observer.observe(incremental.observer.context,
                                                      request->data + at, length, &error),
                         SPLITDATA_OK);
    }
    bool found = sd_incremental_take(&incremental, request, index);
    assert_null(incremental.spans.packed);
    if (!found && request->memory != NULL)
        assert_int_equal(request->memory->used, 0);
    return found;
}

static void assert_taken(const struct sd_index_request *request, uint64_t most,
                         uint64_t size_so_far, bool expected)
{
    struct sd_index index = {0};
    assert_int_equal(take(request, most, size_so_far, &index), expected);
    sd_index_free(&index);
    if (request->memory != NULL)
        assert_int_equal(request->memory->used, 0);
}

static void only_of_a_whole_input(void **state)
{
    (void)state;
    uint8_t *data = repeat("one,two\n", SIZE);
    const struct sd_index_request request = {.data = data, .size = SIZE, .dialect = &csv};
    assert_taken(&request, UINT64_MAX, SIZE, true);
    assert_taken(&request, UINT64_MAX, SIZE - 8, false);
    assert_taken(&request, UINT64_MAX, 0, false);
    free(data);
}

static void not_of_a_longer_one(void **state)
{
    (void)state;
    uint8_t *data = repeat("one,two\n", SIZE);
    const struct sd_index_request request = {.data = data, .size = SIZE, .dialect = &csv};
    assert_taken(&request, SIZE, SIZE, true);
    assert_taken(&request, SIZE - 1, SIZE, false);
    free(data);
}

/* 8 bytes a record, and half as many again while the array grows. */
static void within_the_memory(void **state)
{
    (void)state;
    uint8_t *data = repeat("one,two\n", SIZE);
    struct sd_memory memory = {.bound = 4 * SIZE, .directory = "."};
    struct sd_index_request request = {
        .data = data, .size = SIZE, .dialect = &csv, .memory = &memory};
    assert_taken(&request, UINT64_MAX, SIZE, true);
    memory.bound = SIZE / 2;
    assert_taken(&request, UINT64_MAX, SIZE, false);
    memory.spill = true;
    assert_taken(&request, UINT64_MAX, SIZE, false);
    free(data);
}

/* Input that only the exact machine can scan is left to several threads. */
static void not_slowly(void **state)
{
    (void)state;
    static const char *const slow[] = {"one,two\r", "5\" disk,two\n"};
    for (size_t i = 0; i < 2; i++) {
        uint8_t *data = repeat(slow[i], SIZE);
        struct sd_dialect dialect = {
            .delimiter = ',', .quote = '"', .ragged_keep = true, .delimiter_set = true};
        const struct sd_index_request request = {.data = data, .size = SIZE, .dialect = &dialect};
        assert_taken(&request, UINT64_MAX, SIZE, false);
        const struct sd_index_request little = {
            .data = data, .size = PIECE / 2, .dialect = &dialect};
        assert_taken(&little, UINT64_MAX, PIECE / 2, true);
        free(data);
    }
}

/* With --format lines only the line feeds matter, however long the lines are. */
static void long_lines(void **state)
{
    enum { LONG = 17 << 20 }; /* more than a packed length can hold */
    (void)state;
    uint8_t *data = repeat("a", 2 * LONG);
    struct sd_index index;
    const struct sd_index_request request = {.data = data, .size = 2 * LONG, .dialect = &lines};
    data[LONG - 1] = '\n';
    assert_true(take(&request, UINT64_MAX, 2 * LONG, &index));
    assert_int_equal(index.count, 2);
    for (size_t i = 0; i < 2; i++) {
        struct sd_span span = sd_spans_unpack(&index.spans, index.spans.packed[i]);
        assert_int_equal(span.start, i * LONG);
        assert_int_equal(span.length, LONG);
    }
    sd_index_free(&index);
    free(data);
}

/* Observers of an index get the same calls from this one. */
static void on_release(void *context, uint64_t begin, uint64_t end)
{
    uint64_t *released = context;
    released[0] = begin;
    released[1] = end;
}

static void is_released(void **state)
{
    (void)state;
    uint8_t *data = repeat("one,two\n", SIZE);
    uint64_t released[2] = {1, 1};
    const struct sd_release listener = {on_release, released};
    const struct sd_index_request request = {
        .data = data, .size = SIZE, .dialect = &csv, .release = &listener};
    assert_taken(&request, UINT64_MAX, SIZE - 8, false);
    assert_int_equal(released[1], 1);
    assert_taken(&request, UINT64_MAX, SIZE, true);
    assert_int_equal(released[0], 0);
    assert_int_equal(released[1], SIZE);
    free(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_of_a_whole_input),
        cmocka_unit_test(not_of_a_longer_one),
        cmocka_unit_test(within_the_memory),
        cmocka_unit_test(not_slowly),
        cmocka_unit_test(long_lines),
        cmocka_unit_test(is_released),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
