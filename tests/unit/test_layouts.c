/* SPDX-License-Identifier: MIT */
/* Parts laid out while they are still being shuffled have the records and the split id given by
 * NumPy's permutation and one loop over it, with any number of threads. */
#define _GNU_SOURCE /* mkdtemp */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "own_directory.h"
#include "provenance/split_id.h"
#include "splitdata/random.h"
#include "splitdata/splitdata.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Enough records for several threads, and no multiple of what a thread takes at once. */
enum { RECORDS = 300007, TRAIN = 240005, LONGEST = 24 };

static const unsigned threads[] = {1, 2, 3, 5, 16};
enum { THREADS = sizeof threads / sizeof threads[0] };

static int record(uint32_t i, char text[LONGEST])
{
    return snprintf(text, LONGEST, "%u,%.*s\n", (unsigned)i, (int)(i % 11), "abcdefghijk");
}

struct expected {
    uint32_t rows[RECORDS];    /* in the order of the permutation */
    uint64_t starts[RECORDS];  /* by row */
    char id[SD_SPLIT_ID_TEXT]; /* of train and test */
};

static struct expected expected;

static int prepare(void **state)
{
    static const struct {
        const char *name;
        uint32_t from, count;
    } parts[] = {{"train", RECORDS - TRAIN, TRAIN}, {"test", 0, RECORDS - TRAIN}};
    struct splitdata_numpy random;
    char text[LONGEST];
    uint64_t at = 0, id = 0;
    if (enter_directory(state) != 0)
        return 1;
    FILE *file = fopen("data.csv", "w");
    for (uint32_t i = 0; file != NULL && i < RECORDS; i++) {
        expected.starts[i] = at;
        at += (uint64_t)record(i, text);
        fputs(text, file);
    }
    splitdata_numpy_seed(&random, 7);
    splitdata_numpy_permutation_u32(&random, expected.rows, RECORDS);
    for (size_t p = 0; p < 2; p++) {
        struct sd_split_part part = {.name = parts[p].name, .rows = parts[p].count};
        for (uint32_t k = 0; k < parts[p].count; k++)
            part.sum += sd_split_place(expected.starts[expected.rows[parts[p].from + k]], k);
        id = sd_split_id_add(id, &part);
    }
    sd_split_id_text(id, expected.id);
    return file == NULL || fclose(file) != 0;
}

static int clean(void **state)
{
    return unlink("data.csv") != 0 || leave_directory(state) != 0;
}

static void assert_part(const char *path, uint32_t from, uint32_t count)
{
    FILE *file = fopen(path, "r");
    char line[LONGEST], text[LONGEST];
    assert_non_null(file);
    for (uint32_t k = 0; k < count; k++) {
        record(expected.rows[from + k], text);
        assert_non_null(fgets(line, sizeof line, file));
        assert_string_equal(line, text);
    }
    assert_null(fgets(line, sizeof line, file));
    fclose(file);
    unlink(path);
}

/* Splits and returns the id, to be freed. */
static char *split(struct splitdata_options options, unsigned with)
{
    struct splitdata_report report;
    struct splitdata_error error;
    options.seed = "7";
    options.threads = with;
    options.no_sync = true;
    options.header = SPLITDATA_HEADER_ABSENT;
    if (splitdata_split("data.csv", &options, &report, &error) != SPLITDATA_OK)
        fail_msg("%s", error.message);
    char *id = strdup(report.split_id);
    splitdata_report_free(&report);
    return id;
}

static void records_and_id(void **state)
{
    (void)state;
    for (size_t t = 0; t < THREADS; t++) {
        struct splitdata_options options;
        splitdata_options_init(&options);
        char *id = split(options, threads[t]);
        assert_string_equal(id, expected.id);
        assert_part("data.train.csv", RECORDS - TRAIN, TRAIN);
        assert_part("data.test.csv", 0, RECORDS - TRAIN);
        free(id);
    }
}

/* Splits without a layout, with shuffled numbers, or with other columns. */
static void id_alone(void **state)
{
    (void)state;
    for (size_t t = 0; t < THREADS; t++) {
        struct splitdata_options options[3];
        for (size_t i = 0; i < 3; i++)
            splitdata_options_init(&options[i]);
        options[0].dry_run = true;
        options[1].emit = SPLITDATA_EMIT_INDICES;
        options[2].emit = SPLITDATA_EMIT_COLUMN;
        for (size_t i = 0; i < 3; i++) {
            char *id = split(options[i], threads[t]);
            assert_string_equal(id, expected.id);
            free(id);
        }
        assert_int_equal(unlink("data.train.idx"), 0);
        assert_int_equal(unlink("data.test.idx"), 0);
        assert_int_equal(unlink("data.split.csv"), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(records_and_id),
                                       cmocka_unit_test(id_alone)};
    return cmocka_run_group_tests(tests, prepare, clean);
}
