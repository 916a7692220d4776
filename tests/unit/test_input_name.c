/* SPDX-License-Identifier: MIT */
/* Outputs of several files are named after the folder of the first, and go to the current
 * directory. */
#define _GNU_SOURCE /* mkdtemp */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "own_directory.h"
#include "publish/input_name.h"

#include <sys/stat.h>
#include <unistd.h>

/* The name of an input whose first file is at `path`; it need not exist. */
static void find(struct sd_input_name *name, const char *path, const char *stem)
{
    const struct sd_source source = {.path = path, .at_open.st_mode = S_IFREG};
    struct splitdata_error error;
    *name = (struct sd_input_name){0};
    assert_int_equal(sd_input_name_find(name, path, NULL, &source, &error), SPLITDATA_OK);
    if (sd_input_name_after_folder(name, path, stem, &error) != SPLITDATA_OK)
        fail_msg("%s: %s", path, error.message);
}

static void the_folder_gives_the_name(void **state)
{
    static const struct {
        const char *path, *stem, *suffix;
    } cases[] = {
        {"shards/a.csv", "shards", ".csv"}, {"/data/2024-05/part-0.csv.gz", "2024-05", ".csv"},
        {"a/v1.2/x.tsv", "v1.2", ".tsv"},   {"./in/a.jsonl", "in", ".jsonl"},
        {"/a.csv", "root", ".csv"},         {"/../a.csv", "root", ".csv"},
        {"/./a.csv", "root", ".csv"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sd_input_name name;
        find(&name, cases[i].path, NULL);
        assert_string_equal(name.pieces.stem, cases[i].stem);
        assert_string_equal(name.pieces.suffix, cases[i].suffix);
        assert_string_equal(name.pieces.directory, ".");
        sd_input_name_free(&name);
    }
}

/* Where the path does not say it, the file system does. */
static void a_folder_that_is_not_spelt_is_found(void **state)
{
    static const char *const paths[] = {"a.csv",          "./a.csv",
                                        "../inner/a.csv", "../inner/./a.csv",
                                        "below/../a.csv", "..//inner//a.csv"};
    struct sd_input_name name;
    (void)state;
    assert_int_equal(mkdir("inner", 0700), 0);
    assert_int_equal(chdir("inner"), 0);
    assert_int_equal(mkdir("below", 0700), 0);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        find(&name, paths[i], NULL);
        assert_string_equal(name.pieces.stem, "inner");
        sd_input_name_free(&name);
    }
    assert_int_equal(rmdir("below"), 0);
    assert_int_equal(chdir(".."), 0);
    assert_int_equal(rmdir("inner"), 0);
}

static void a_manifest_says_the_name(void **state)
{
    struct sd_input_name name;
    (void)state;
    find(&name, "elsewhere/a.csv", "shards");
    assert_string_equal(name.pieces.stem, "shards");
    assert_string_equal(name.pieces.suffix, ".csv");
    sd_input_name_free(&name);
}

static void a_first_file_without_a_name_gives_none(void **state)
{
    static const struct sd_dialect dialect = {.delimiter = '\t'};
    struct splitdata_error error;
    struct sd_input_name name;
    (void)state;
    find(&name, "-", NULL);
    assert_true(name.unnamed);
    assert_int_equal(sd_input_name_complete(&name, &dialect, &error), SPLITDATA_OK);
    assert_string_equal(name.pieces.stem, "stdin");
    assert_string_equal(name.pieces.suffix, ".tsv");
    sd_input_name_free(&name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_folder_gives_the_name),
        cmocka_unit_test(a_folder_that_is_not_spelt_is_found),
        cmocka_unit_test(a_manifest_says_the_name),
        cmocka_unit_test(a_first_file_without_a_name_gives_none),
    };
    return cmocka_run_group_tests(tests, enter_directory, leave_directory);
}
