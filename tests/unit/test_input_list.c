/* SPDX-License-Identifier: MIT */
/* The list of files has those that were named in their order, those of a folder in byte order, each
 * once; what is left out is counted. */
#define _GNU_SOURCE /* mkdtemp, mkfifo */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "in/input_list.h"
#include "own_directory.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST = 8 };

/* What is made before each test and removed after it: files, but those that end with '/' are
 * folders, and with '|' a FIFO. */
static const char *const tree[] = {
    "b.csv",
    "a.csv",
    "shards/",
    "shards/part-2.csv",
    "shards/part-10.csv",
    "shards/Z.csv",
    "shards/.x",
    "shards/sub/",
    "shards/_SUCCESS",
    "shards/_mine.csv",
    "shards/pipe|",
    "parents/",
    "parents/in/",
    "broken/",
    "hidden/",
    "hidden/.crc",
    "empty/",
    "shards/\xff",
    "parents/in/_committed_7",
    "parents/in/c.csv",
};

enum { TREE = sizeof tree / sizeof tree[0] };

static void path_of(size_t i, char path[64], char *kind)
{
    size_t length = strlen(tree[i]);
    *kind = strchr("/|", tree[i][length - 1]) != NULL ? tree[i][length - 1] : 'f';
    snprintf(path, 64, "%.*s", (int)(length - (*kind != 'f')), tree[i]);
}

static int plant(void **state)
{
    char path[64], kind;
    (void)state;
    for (size_t i = 0; i < TREE; i++) {
        path_of(i, path, &kind);
        int fd = kind == 'f' ? open(path, O_CREAT | O_WRONLY, 0600) : -1;
        if (kind == 'f'   ? fd < 0 || close(fd) != 0
            : kind == '/' ? mkdir(path, 0700) != 0
                          : mkfifo(path, 0600) != 0)
            return 1;
    }
    return symlink("../a.csv", "shards/link.csv") != 0 ||
           symlink("nothing", "broken/lost.csv") != 0 || link("b.csv", "other.csv") != 0;
}

static int fell(void **state)
{
    char path[64], kind;
    (void)state;
    unlink("shards/link.csv");
    unlink("broken/lost.csv");
    unlink("other.csv");
    for (size_t i = TREE; i-- > 0;) { /* those in a folder may be listed before others of it */
        path_of(i, path, &kind);
        if (kind != '/')
            unlink(path);
    }
    for (size_t i = TREE; i-- > 0;) {
        path_of(i, path, &kind);
        if (kind == '/')
            rmdir(path);
    }
    return 0;
}

static int make(struct sd_input_list *list, const char *const *inputs,
                struct splitdata_error *error)
{
    struct splitdata_options options;
    splitdata_options_init(&options);
    options.inputs = inputs;
    while (inputs[options.input_count] != NULL)
        options.input_count++;
    return sd_input_list_make(list, NULL, &options, error);
}

static void named_files_are_in_their_order(void **state)
{
    static const struct {
        const char *inputs[MOST], *paths[MOST + 2];
        bool many;
        size_t hidden, others;
    } cases[] = {
        {{"a.csv"}, {"a.csv"}, false, 0, 0},
        {{"-"}, {"-"}, false, 0, 0},
        {{"missing.csv"}, {"missing.csv"}, false, 0, 0},
        {{""}, {""}, false, 0, 0},
        {{"b.csv", "a.csv"}, {"b.csv", "a.csv"}, true, 0, 0},
        {{"b.csv", "-", "missing.csv"}, {"b.csv", "-", "missing.csv"}, true, 0, 0},
        {{"missing.csv", "missing.csv"}, {"missing.csv", "missing.csv"}, true, 0, 0},
        {{"parents/in"}, {"parents/in/c.csv"}, true, 1, 0},
        {{"parents/in//"}, {"parents/in/c.csv"}, true, 1, 0},
        {{"b.csv", "shards"},
         {"b.csv", "shards/Z.csv", "shards/_mine.csv", "shards/link.csv", "shards/part-10.csv",
          "shards/part-2.csv", "shards/\xff"},
         true,
         2,
         2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sd_input_list list;
        struct splitdata_error error;
        size_t count = 0;
        if (make(&list, cases[i].inputs, &error) != SPLITDATA_OK)
            fail_msg("case %zu: %s", i, error.message);
        for (; cases[i].paths[count] != NULL; count++) {
            assert_true(count < list.count);
            assert_string_equal(list.path[count], cases[i].paths[count]);
        }
        assert_int_equal(list.count, count);
        assert_int_equal(list.many, cases[i].many);
        assert_int_equal(list.hidden, cases[i].hidden);
        assert_int_equal(list.others, cases[i].others);
        assert_int_equal(list.hidden_path != NULL, cases[i].hidden != 0);
        assert_int_equal(list.other_path != NULL, cases[i].others != 0);
        if (list.others != 0) {
            assert_string_equal(list.hidden_path, "shards/.x");
            assert_string_equal(list.other_path, "shards/pipe");
        }
        sd_input_list_free(&list);
    }
}

static void what_is_no_list_is_refused(void **state)
{
    static const struct {
        const char *inputs[MOST];
        int status;
        const char *message;
    } cases[] = {
        {{NULL}, SPLITDATA_USAGE, "there is no input: neither one nor options.inputs"},
        {{"-", "a.csv", "-"},
         SPLITDATA_USAGE,
         "standard input: is named twice, and its records would count twice (name it once)"},
        {{"a.csv", "a.csv"}, SPLITDATA_USAGE, "a.csv: is named twice"},
        {{"a.csv", "b.csv", "./a.csv"},
         SPLITDATA_USAGE,
         "a.csv and ./a.csv are one file, and its records would count twice (name it once)"},
        {{"other.csv", "a.csv", "b.csv"}, SPLITDATA_USAGE, "other.csv and b.csv are one file"},
        {{"a.csv", "shards"}, SPLITDATA_USAGE, "a.csv and shards/link.csv are one file"},
        {{"shards", "shards/part-2.csv", "shards/Z.csv"},
         SPLITDATA_USAGE,
         "shards/part-2.csv: is named twice"},
        {{"broken"},
         SPLITDATA_SYSTEM,
         "broken/lost.csv: cannot be read: No such file or directory"},
        {{"a.csv", "empty"}, SPLITDATA_DATA, "empty: is a folder without files"},
        {{"hidden"},
         SPLITDATA_DATA,
         "hidden: is a folder without files but for hidden ones (name them)"},
        {{"parents"},
         SPLITDATA_DATA,
         "parents: is a folder without files, and its sub-folders are not entered (name them)"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sd_input_list list;
        struct splitdata_error error = {0};
        assert_int_equal(make(&list, cases[i].inputs, &error), cases[i].status);
        if (strstr(error.message, cases[i].message) == NULL)
            fail_msg("case %zu: %s", i, error.message);
        assert_null(list.path);
        assert_int_equal(list.count, 0);
    }
}

static void one_input_is_given_in_one_way(void **state)
{
    static const char *const inputs[] = {"b.csv", NULL};
    struct splitdata_options options;
    struct sd_input_list list;
    struct splitdata_error error;
    (void)state;
    splitdata_options_init(&options);
    assert_int_equal(sd_input_list_make(&list, "a.csv", &options, &error), SPLITDATA_OK);
    assert_int_equal(list.count, 1);
    assert_false(list.many);
    assert_string_equal(list.path[0], "a.csv");
    sd_input_list_free(&list);
    options.inputs = inputs;
    options.input_count = 1;
    assert_int_equal(sd_input_list_make(&list, "a.csv", &options, &error), SPLITDATA_USAGE);
    assert_non_null(strstr(
        error.message, "the input and options.inputs exclude each other (the input must be NULL)"));
    options.input_count = 2;
    assert_int_equal(sd_input_list_make(&list, NULL, &options, &error), SPLITDATA_USAGE);
    assert_non_null(strstr(error.message, "a path among the inputs is NULL"));
}

/* More files than the list has room for at first. */
static void a_large_folder_is_listed(void **state)
{
    enum { FILES = 1000 };
    char path[32];
    const char *const inputs[] = {"many", NULL};
    struct sd_input_list list;
    struct splitdata_error error;
    (void)state;
    assert_int_equal(mkdir("many", 0700), 0);
    for (int i = FILES; i-- > 0;) {
        snprintf(path, sizeof path, "many/%04d", i);
        int fd = open(path, O_CREAT | O_WRONLY, 0600);
        assert_true(fd >= 0);
        close(fd);
    }
    assert_int_equal(make(&list, inputs, &error), SPLITDATA_OK);
    assert_int_equal(list.count, FILES);
    for (int i = 0; i < FILES; i++) {
        snprintf(path, sizeof path, "many/%04d", i);
        assert_string_equal(list.path[i], path);
        unlink(path);
    }
    sd_input_list_free(&list);
    rmdir("many");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(named_files_are_in_their_order, plant, fell),
        cmocka_unit_test_setup_teardown(what_is_no_list_is_refused, plant, fell),
        cmocka_unit_test_setup_teardown(one_input_is_given_in_one_way, plant, fell),
        cmocka_unit_test(a_large_folder_is_listed),
    };
    return cmocka_run_group_tests(tests, enter_directory, leave_directory);
}
