/* SPDX-License-Identifier: MIT */
/* Several inputs through the library: options.inputs, report.inputs, and the same files for replay
 * and verify; with few descriptors, too. */
#define _GNU_SOURCE /* mkdtemp */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "own_directory.h"
#include "splitdata/splitdata.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const files[] = {"a.csv", "b.csv", "c.csv"};

enum { FILES = sizeof files / sizeof files[0] };

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int plant(void **state)
{
    (void)state;
    write_file("a.csv", "id,word\n1,one\n2,two\n3,three\n");
    write_file("b.csv", "id,word\n");
    write_file("c.csv", "id,word\n4,four\n5,five");
    return 0;
}

static int fell(void **state)
{
    (void)state;
    for (size_t i = 0; i < FILES; i++)
        unlink(files[i]);
    return 0;
}

static struct splitdata_options usual(void)
{
    struct splitdata_options options;
    splitdata_options_init(&options);
    options.seed = "101";
    options.no_sync = true;
    options.name_template = "x.{part}.csv";
    options.inputs = files;
    options.input_count = FILES;
    options.header = SPLITDATA_HEADER_PRESENT;
    return options;
}

static void each_input_is_reported(void **state)
{
    static const struct {
        uint64_t rows, bytes;
    } expected[FILES] = {{3, 28}, {0, 8}, {2, 21}};
    struct splitdata_options options = usual();
    struct splitdata_report report;
    struct splitdata_error error;
    (void)state;
    options.dry_run = true;
    if (splitdata_split(NULL, &options, &report, &error) != SPLITDATA_OK)
        fail_msg("%s", error.message);
    assert_string_equal(report.input, "a.csv");
    assert_int_equal(report.rows, 5);
    assert_int_equal(report.input_count, FILES);
    for (size_t i = 0; i < FILES; i++) {
        assert_string_equal(report.inputs[i].path, files[i]);
        assert_int_equal(report.inputs[i].rows, expected[i].rows);
        assert_int_equal(report.inputs[i].bytes, expected[i].bytes);
        assert_false(report.inputs[i].gzip);
        assert_null(report.inputs[i].sha256);
    }
    assert_null(report.input_sha256);
    splitdata_report_free(&report);
    options.inputs = NULL;
    options.input_count = 0;
    assert_int_equal(splitdata_split("a.csv", &options, &report, &error), SPLITDATA_OK);
    assert_int_equal(report.input_count, 0);
    assert_null(report.inputs);
    splitdata_report_free(&report);
}

static void an_input_is_given_in_one_way(void **state)
{
    struct splitdata_options options = usual();
    struct splitdata_report report;
    struct splitdata_error error;
    (void)state;
    assert_int_equal(splitdata_split("a.csv", &options, &report, &error), SPLITDATA_USAGE);
    options.input_count = 0;
    assert_int_equal(splitdata_split(NULL, &options, &report, &error), SPLITDATA_USAGE);
    assert_int_not_equal(access("x.train.csv", F_OK), 0);
}

static void verify(const char *const *inputs, size_t count, int status, bool holds)
{
    struct splitdata_verify_options options;
    struct splitdata_verification result;
    struct splitdata_error error = {0};
    splitdata_verify_options_init(&options);
    options.inputs = inputs;
    options.input_count = count;
    if (splitdata_verify("m.json", &options, &result, &error) != status)
        fail_msg("%s", error.message);
    if (status != SPLITDATA_OK)
        return;
    assert_int_equal(result.holds, holds);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(result.findings[i].subject, "input");
        assert_string_equal(result.findings[i].path, inputs[i]);
    }
    assert_string_equal(result.findings[count].subject, "part");
    splitdata_verification_free(&result);
}

static void a_manifest_has_each_input(void **state)
{
    static const char *const turned[] = {"c.csv", "b.csv", "a.csv"};
    struct splitdata_options options = usual();
    struct splitdata_report report;
    struct splitdata_error error;
    (void)state;
    options.manifest = true;
    options.manifest_path = "m.json";
    if (splitdata_split(NULL, &options, &report, &error) != SPLITDATA_OK)
        fail_msg("%s", error.message);
    for (size_t i = 0; i < FILES; i++)
        assert_int_equal(strlen(report.inputs[i].sha256), 64);
    assert_null(report.input_sha256);
    splitdata_report_free(&report);

    verify(files, FILES, SPLITDATA_OK, true);
    verify(turned, FILES, SPLITDATA_OK, false);
    verify(files, FILES - 1, SPLITDATA_USAGE, false);

    struct splitdata_options how;
    splitdata_options_init(&how);
    how.inputs = files;
    how.input_count = FILES;
    assert_int_equal(unlink("x.test.csv"), 0);
    if (splitdata_replay("m.json", NULL, &how, &report, &error) != SPLITDATA_OK)
        fail_msg("%s", error.message);
    splitdata_report_free(&report);
    how.inputs = turned;
    assert_int_equal(splitdata_replay("m.json", NULL, &how, &report, &error), SPLITDATA_NO);
    assert_non_null(strstr(error.message, "c.csv: is not the input of m.json"));
    assert_int_equal(splitdata_replay("m.json", "a.csv", &how, &report, &error), SPLITDATA_USAGE);
    unlink("x.train.csv");
    unlink("x.test.csv");
    unlink("m.json");
}

/* Far more files than descriptors, plain ones that are mapped and ones that are copied, in memory
 * and in one pass. */
static void files_are_closed(void **state)
{
    enum { MANY = 300, LARGE = 10 };
    static char text[300 * 1024];
    const char *const folder[] = {"many"};
    struct rlimit before, few = {32, 32};
    char path[32];
    (void)state;
    assert_int_equal(mkdir("many", 0700), 0);
    for (int i = 0; i < MANY; i++) {
        size_t used = (size_t)snprintf(text, sizeof text, "id,word\n%d,x\n", i);
        while (i < LARGE && used < sizeof text - 20)
            used += (size_t)snprintf(text + used, sizeof text - used, "%d,yy\n", i);
        snprintf(path, sizeof path, "many/%03d.csv", i);
        write_file(path, text);
    }
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    few.rlim_max = before.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    for (int way = 0; way < 3; way++) {
        struct splitdata_options options = usual();
        struct splitdata_report report;
        struct splitdata_error error;
        options.inputs = folder;
        options.input_count = 1;
        options.map_input = way == 1;
        options.hash = way == 2 ? "id" : NULL;
        options.force = true;
        if (splitdata_split(NULL, &options, &report, &error) != SPLITDATA_OK)
            fail_msg("%s", error.message);
        assert_int_equal(report.input_count, MANY);
        splitdata_report_free(&report);
    }
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    for (int i = 0; i < MANY; i++) {
        snprintf(path, sizeof path, "many/%03d.csv", i);
        unlink(path);
    }
    rmdir("many");
    unlink("x.train.csv");
    unlink("x.test.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_input_is_reported, plant, fell),
        cmocka_unit_test_setup_teardown(an_input_is_given_in_one_way, plant, fell),
        cmocka_unit_test_setup_teardown(a_manifest_has_each_input, plant, fell),
        cmocka_unit_test(files_are_closed),
    };
    return cmocka_run_group_tests(tests, enter_directory, leave_directory);
}
