/* SPDX-License-Identifier: MIT */
/* Without a shuffle the parts are ranges of the input, wherever they and the chunks of the scan
 * begin and end; and the split id is the one given by row numbers. */
#define _GNU_SOURCE /* mkdtemp */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "own_directory.h"
#include "random_bytes.h"
#include "splitdata/splitdata.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 900, LONG_ROW = 400, MOST = 6 << 20 };

static char input[MOST], output[MOST];
static size_t starts[ROWS + 1]; /* where rows begin in the input, and its size */

/* The properties of an input. Its long rows come first, so that parts are not where equal shares of
 * the bytes would be, or last if `backwards`. */
struct shape {
    const char *header;
    bool backwards;
    const char *end; /* text after the last row */
};

/* Some chunks have no record that begins in them, some have only one, and most a few hundred. */
static void write_input(const struct shape *shape)
{
    uint64_t random = 5;
    size_t at = (size_t)sprintf(input, "%s", shape->header);
    for (int i = 0; i < ROWS; i++) {
        int kind = shape->backwards ? ROWS - 1 - i : i;
        size_t length = kind == LONG_ROW   ? 1750000
                        : kind > LONG_ROW  ? random_below(&random, 40)
                        : kind % 100 == 99 ? 350000
                                           : random_below(&random, 4500);
        starts[i] = at;
        at += (size_t)sprintf(input + at, "%d,\"", i);
        memset(input + at, i % 7 == 0 ? '\n' : 'x', length);
        at += length;
        at += (size_t)sprintf(input + at, i + 1 < ROWS ? "\"\n" : "\"");
    }
    at += (size_t)sprintf(input + at, "%s", shape->end);
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

static struct splitdata_options options_for(const struct shape *shape, unsigned threads)
{
    struct splitdata_options options;
    splitdata_options_init(&options);
    options.no_shuffle = true;
    options.no_sync = true;
    options.threads = threads;
    options.header = shape->header[0] != '\0' ? SPLITDATA_HEADER_PRESENT : SPLITDATA_HEADER_ABSENT;
    return options;
}

/* The expected split id comes from row numbers, for which no rows are written. */
static void assert_id(const char *id, struct splitdata_options *options)
{
    struct splitdata_report numbers;
    struct splitdata_error error;
    options->emit = SPLITDATA_EMIT_INDICES;
    options->dry_run = true;
    assert_int_equal(splitdata_split("data.csv", options, &numbers, &error), SPLITDATA_OK);
    assert_string_equal(id, numbers.split_id);
    splitdata_report_free(&numbers);
}

/* Train, test and a remainder that is left out. */
static void split(const struct shape *shape, uint64_t train, uint64_t test, unsigned threads)
{
    char train_size[24], test_size[24];
    struct splitdata_options options = options_for(shape, threads);
    struct splitdata_report report;
    struct splitdata_error error;
    snprintf(train_size, sizeof train_size, "%d", (int)train);
    snprintf(test_size, sizeof test_size, "%d", (int)test);
    options.train_size = train_size;
    options.test_size = test_size;
    assert_int_equal(splitdata_split("data.csv", &options, &report, &error), SPLITDATA_OK);
    assert_int_equal(report.parts[0].rows, train);
    assert_int_equal(report.parts[1].rows, test);
    assert_output("data.train.csv", shape->header, 0, train);
    assert_output("data.test.csv", shape->header, train, train + test);
    assert_id(report.split_id, &options);
    splitdata_report_free(&report);
}

static void parts_that_begin_anywhere(void **state)
{
    (void)state;
    static const struct shape shapes[] = {{"id,text\n", false, "\n"}, {"", false, ""}};
    for (size_t s = 0; s < 2; s++) {
        uint64_t random = 17;
        write_input(&shapes[s]);
        split(&shapes[s], 1, ROWS - 1, 2);
        split(&shapes[s], ROWS - 1, 1, 3);
        split(&shapes[s], LONG_ROW, 1, 2);
        split(&shapes[s], LONG_ROW + 1, ROWS - LONG_ROW - 1, 5);
        for (unsigned i = 0; i < 12; i++) {
            uint64_t train = 1 + random_below(&random, ROWS - 1);
            split(&shapes[s], train, 1 + random_below(&random, ROWS - train), 1 + i % 3);
        }
        unlink("data.csv");
    }
}

/* Shares of the records, with the first part begun by shares of the bytes. */
static void split_by_shares(const struct shape *shape, int one, int two, unsigned threads)
{
    char parts[80];
    struct splitdata_options options = options_for(shape, threads);
    struct splitdata_report report;
    struct splitdata_error error;
    snprintf(parts, sizeof parts, "one=%d/%d,two=%d/%d,three=%d/%d", one, ROWS, two, ROWS,
             ROWS - one - two, ROWS);
    options.parts = parts;
    assert_int_equal(splitdata_split("data.csv", &options, &report, &error), SPLITDATA_OK);
    size_t first = report.parts[0].rows, second = first + report.parts[1].rows;
    assert_in_range(first, one - 1, one);
    assert_in_range(second, one + two - 2, one + two);
    assert_output("data.one.csv", shape->header, 0, first);
    assert_output("data.two.csv", shape->header, first, second);
    assert_output("data.three.csv", shape->header, second, ROWS);
    assert_id(report.split_id, &options);
    splitdata_report_free(&report);
}

/* Blank lines at the end, unknown when the first part is begun, invalidate that beginning. */
static void parts_that_end_elsewhere(void **state)
{
    (void)state;
    static const struct shape shapes[] = {{"id,text\n", false, "\n"},
                                          {"id,text\n", true, "\n"},
                                          {"", true, ""},
                                          {"\xef\xbb\xbfid,text\n", true, "\n\n \n"},
                                          {"id,text\n", false, "\n\n"}};
    for (size_t s = 0; s < sizeof shapes / sizeof shapes[0]; s++) {
        uint64_t random = 11;
        write_input(&shapes[s]);
        starts[ROWS] -= strlen(shapes[s].end) > 1 ? strlen(shapes[s].end) - 1 : 0;
        for (unsigned i = 0; i < 6; i++) {
            int one = 2 + (int)random_below(&random, ROWS - 10);
            split_by_shares(&shapes[s], one,
                            2 + (int)random_below(&random, (size_t)(ROWS - 5 - one)), 1 + i % 3);
        }
        int row = 0;
        while (starts[row] < starts[0] + (1 << 19)) /* a row of the second chunk */
            row++;
        for (int one = row - 3; one <= row + 3; one++)
            split_by_shares(&shapes[s], one, 2, 2);
        unlink("data.csv");
    }
}

/* No partial output is left if the input is refused at its end. */
static void nothing_is_left(void **state)
{
    (void)state;
    static const struct shape shape = {"id,text\n", false, "\n1,2,3\n"};
    struct splitdata_options options = options_for(&shape, 2);
    struct splitdata_report report;
    struct splitdata_error error;
    write_input(&shape);
    assert_int_equal(splitdata_split("data.csv", &options, &report, &error), SPLITDATA_DATA);
    assert_non_null(strstr(error.message, "3 fields"));
    unlink("data.csv"); /* the directory is empty now; otherwise its removal at the end fails */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(parts_that_begin_anywhere),
                                       cmocka_unit_test(parts_that_end_elsewhere),
                                       cmocka_unit_test(nothing_is_left)};
    return cmocka_run_group_tests(tests, enter_directory, leave_directory);
}
