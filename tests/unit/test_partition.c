/* SPDX-License-Identifier: MIT */
/* With --order input the parts contain the records whose numbers --emit indices gives, byte for
 * byte, whether or not lengths are kept; and the split id is that of a dry run, which writes
 * nothing. */
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

enum { MOST_ROWS = 60000, MOST = 12 << 20 };

static char input[MOST], output[MOST], expected[MOST], numbers[MOST];
static size_t starts[MOST_ROWS + 1];

struct shape {
    const char *header;
    int rows;
    size_t longest; /* bytes of a value */
    size_t giant;   /* of the value in the middle */
    const char *end;
};

static void write_input(const struct shape *shape)
{
    uint64_t random = 3;
    size_t at = (size_t)sprintf(input, "%s", shape->header);
    for (int i = 0; i < shape->rows; i++) {
        size_t length = i == shape->rows / 2 ? shape->giant : random_below(&random, shape->longest);
        starts[i] = at;
        at += (size_t)sprintf(input + at, "%d,\"", i);
        memset(input + at, i % 5 == 0 ? '\n' : 'x', length);
        at += length;
        at += (size_t)sprintf(input + at, i + 1 < shape->rows ? "\"\n" : "\"%s", shape->end);
    }
    starts[shape->rows] = at;
    FILE *file = fopen("data.csv", "w");
    assert_non_null(file);
    assert_int_equal(fwrite(input, 1, at, file), at);
    assert_int_equal(fclose(file), 0);
}

static size_t read_file(const char *path, char *bytes)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t size = fread(bytes, 1, MOST - 1, file);
    fclose(file);
    unlink(path);
    bytes[size] = '\0';
    return size;
}

static char *run(const struct splitdata_options *options, struct splitdata_report *report)
{
    struct splitdata_error error;
    int status = splitdata_split("data.csv", options, report, &error);
    if (status != SPLITDATA_OK)
        fail_msg("%s", error.message);
    return strdup(report->split_id);
}

/* Collects the records with the row numbers in a file, after the header. */
static size_t records_of(const struct shape *shape, const char *path)
{
    size_t size = strlen(shape->header);
    read_file(path, numbers);
    memcpy(expected, shape->header, size);
    for (char *line = numbers; *line != '\0'; line = strchr(line, '\n') + 1) {
        size_t row = strtoul(line, NULL, 10), length = starts[row + 1] - starts[row];
        memcpy(expected + size, input + starts[row], length);
        size += length;
    }
    return size;
}

static void compare(const struct shape *shape, struct splitdata_options options)
{
    struct splitdata_report report;
    options.header = shape->header[0] != '\0' ? SPLITDATA_HEADER_PRESENT : SPLITDATA_HEADER_ABSENT;
    options.order = SPLITDATA_ORDER_INPUT;
    options.no_sync = true;
    options.seed = "7";
    char *id = run(&options, &report);
    splitdata_report_free(&report);
    options.dry_run = true;
    char *dry = run(&options, &report);
    splitdata_report_free(&report);
    assert_string_equal(id, dry);
    options.dry_run = options.spill = false;
    options.emit = SPLITDATA_EMIT_INDICES;
    options.name_template = "{stem}.{part}.idx";
    free(run(&options, &report));
    for (size_t p = 0; p < report.part_count; p++) {
        char path[80], indices[80];
        snprintf(path, sizeof path, "data.%s.csv", report.parts[p].name);
        snprintf(indices, sizeof indices, "data.%s.idx", report.parts[p].name);
        size_t size = records_of(shape, indices);
        assert_int_equal(read_file(path, output), size);
        assert_memory_equal(output, expected, size);
    }
    splitdata_report_free(&report);
    free(id);
    free(dry);
}

/* Two parts or three, and, with sizes in records, those in none. */
static void parts_in_the_order_of_the_input(void **state)
{
    (void)state;
    static const struct shape shapes[] = {
        {"id,text\n", MOST_ROWS, 20, 3, "\n"},
        {"id,text\n", 9000, 900, 6000000, ""},
        {"", MOST_ROWS, 3, 4000000, "\n"},
        {"", 5, 9, 2, ""},
        {"\xef\xbb\xbfid,text\n", 20000, 50, 3, "\n\n \n"},
    };
    for (size_t s = 0; s < sizeof shapes / sizeof shapes[0]; s++) {
        write_input(&shapes[s]);
        starts[shapes[s].rows] -= strlen(shapes[s].end) > 1 ? strlen(shapes[s].end) - 1 : 0;
        for (unsigned i = 0; i < 8; i++) {
            struct splitdata_options options;
            splitdata_options_init(&options);
            options.ratio = i % 4 == 0 ? "0.8" : NULL;
            options.parts = i % 4 == 1 ? "one=0.2,two=0.5,three=0.3" : NULL;
            options.train_size = i % 4 == 2 ? "2" : i % 4 == 3 ? "0.25" : NULL;
            options.test_size = i % 4 >= 2 ? "1" : NULL;
            options.threads = 1 + i % 3;
            options.spill = i >= 4;
            compare(&shapes[s], options);
        }
        unlink("data.csv");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(parts_in_the_order_of_the_input)};
    return cmocka_run_group_tests(tests, enter_directory, leave_directory);
}
