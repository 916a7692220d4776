/* SPDX-License-Identifier: MIT */
/* Without a shuffle the parts are stretches of the input, wherever they and the chunks in which the
 * input is scanned begin and end; and the split id is the one that row numbers give. */
#define _GNU_SOURCE /* mkdtemp */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "random_bytes.h"
#include "splitdata/splitdata.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 900, LONG_ROW = 400, MOST = 12 << 20 };

static char directory[] = "/tmp/splitdata-stretches-XXXXXX";
static char input[MOST], output[MOST];
static size_t starts[ROWS + 1]; /* where rows begin in the input, and where it ends */

/* Some chunks have no record that begins in them, some only one, and most a few hundred. */
static void write_input(const char *header)
{
    uint64_t random = 5;
    size_t at = (size_t)sprintf(input, "%s", header);
    for (int i = 0; i < ROWS; i++) {
        size_t length = i == LONG_ROW   ? 3500000
                        : i > LONG_ROW  ? random_below(&random, 40)
                        : i % 100 == 99 ? 700000
                                        : random_below(&random, 9000);
        starts[i] = at;
        at += (size_t)sprintf(input + at, "%d,\"", i);
        memset(input + at, i % 7 == 0 ? '\n' : 'x', length);
        at += length;
        at += (size_t)sprintf(input + at, "\"\n");
    }
    starts[ROWS] = at;
    FILE *file = fopen("data.csv", "w");
    assert_non_null(file);
    assert_int_equal(fwrite(input, 1, at, file), at);
    assert_int_equal(fclose(file), 0);
}

static void assert_output(const char *path, const char *header, uint64_t begin, uint64_t end)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t size = fread(output, 1, sizeof output, file), length = strlen(header);
    fclose(file);
    unlink(path);
    assert_int_equal(size, length + starts[end] - starts[begin]);
    assert_memory_equal(output, header, length);
    assert_memory_equal(output + length, input + starts[begin], size - length);
}

/* Train, test and a rest that is left out. */
static void split(const char *header, uint64_t train, uint64_t test, unsigned threads)
{
    char train_size[24], test_size[24];
    struct splitdata_options options;
    struct splitdata_report report, numbers;
    struct splitdata_error error;
    snprintf(train_size, sizeof train_size, "%d", (int)train);
    snprintf(test_size, sizeof test_size, "%d", (int)test);
    splitdata_options_init(&options);
    options.no_shuffle = true;
    options.no_sync = true;
    options.threads = threads;
    options.train_size = train_size;
    options.test_size = test_size;
    options.header = header[0] != '\0' ? SPLITDATA_HEADER_PRESENT : SPLITDATA_HEADER_ABSENT;
    assert_int_equal(splitdata_split("data.csv", &options, &report, &error), SPLITDATA_OK);
    assert_int_equal(report.parts[0].rows, train);
    assert_int_equal(report.parts[1].rows, test);
    assert_output("data.train.csv", header, 0, train);
    assert_output("data.test.csv", header, train, train + test);
    options.emit = SPLITDATA_EMIT_INDICES;
    options.dry_run = true;
    assert_int_equal(splitdata_split("data.csv", &options, &numbers, &error), SPLITDATA_OK);
    assert_string_equal(report.split_id, numbers.split_id);
    splitdata_report_free(&report);
    splitdata_report_free(&numbers);
}

static void parts_that_begin_anywhere(void **state)
{
    (void)state;
    static const char *const headers[] = {"id,text\n", ""};
    for (size_t h = 0; h < 2; h++) {
        uint64_t random = 17;
        write_input(headers[h]);
        split(headers[h], 1, ROWS - 1, 2);
        split(headers[h], ROWS - 1, 1, 3);
        split(headers[h], LONG_ROW, 1, 2);
        split(headers[h], LONG_ROW + 1, ROWS - LONG_ROW - 1, 5);
        for (unsigned i = 0; i < 12; i++) {
            uint64_t train = 1 + random_below(&random, ROWS - 1);
            split(headers[h], train, 1 + random_below(&random, ROWS - train), 1 + i % 3);
        }
        unlink("data.csv");
    }
}

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(directory) == NULL || chdir(directory) != 0;
}

static int tear_down(void **state)
{
    (void)state;
    return chdir("/") != 0 || rmdir(directory) != 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(parts_that_begin_anywhere)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
