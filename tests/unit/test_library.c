/* SPDX-License-Identifier: MIT */
/* Behaviour that programs rely on and the command line never shows: values out of range, an input
 * read into memory, progress, concurrent splits. */
#define _GNU_SOURCE /* mkdtemp */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "splitdata/splitdata.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROWS = 3000, MOST = 200000 };

static char directory[] = "/tmp/splitdata-library-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    if (mkdtemp(directory) == NULL || chdir(directory) != 0)
        return -1;
    FILE *file = fopen("data.csv", "w");
    if (file == NULL)
        return -1;
    fputs("id,text,class\n", file);
    for (int i = 0; i < ROWS; i++)
        fprintf(file, "%d,\"t, %d\",c%d\n", i, i * i, i % 3);
    return fclose(file);
}

static int tear_down(void **state)
{
    (void)state;
    unlink("data.csv");
    return chdir("/") != 0 || rmdir(directory) != 0; /* every test removes its files */
}

static struct splitdata_options usual(void)
{
    struct splitdata_options options;
    splitdata_options_init(&options);
    options.seed = "101";
    options.no_sync = true;
    options.threads = 2;
    return options;
}

static size_t content(const char *path, char *bytes)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t size = fread(bytes, 1, MOST, file);
    fclose(file);
    unlink(path);
    return size;
}

static void refused(struct splitdata_options *options, int status, const char *message)
{
    struct splitdata_report report;
    struct splitdata_error error;
    assert_int_equal(splitdata_split("data.csv", options, &report, &error), status);
    assert_int_equal(error.status, status);
    if (strstr(error.message, message) == NULL)
        fail_msg("'%s' in place of '%s'", error.message, message);
    assert_null(report.parts);
    splitdata_report_free(&report);
    assert_int_not_equal(access("data.train.csv", F_OK), 0);
}

static void values_out_of_range(void **state)
{
    (void)state;
    struct splitdata_options options = usual();
    options.delimiter = 256;
    refused(&options, SPLITDATA_USAGE, "delimiter and quote are single bytes");
    options = usual();
    options.quote = -3;
    refused(&options, SPLITDATA_USAGE, "delimiter and quote are single bytes");
    for (int level = -2; level <= 10; level += 12) {
        options = usual();
        options.gzip_level = level;
        refused(&options, SPLITDATA_USAGE, "a level is 1 to 9, or 0 for plain");
    }
}

/* What the report says of the seed. */
static void seeds(void **state)
{
    (void)state;
    static const struct {
        const char *seed, *hash;
        bool no_shuffle, drawn, unused;
    } cases[] = {
        {"101", NULL, false, false, false},
        {NULL, NULL, false, true, false},
        {NULL, NULL, true, false, true},
        {NULL, "#1", false, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct splitdata_options options = usual();
        struct splitdata_report report;
        struct splitdata_error error;
        options.seed = cases[i].seed;
        options.hash = cases[i].hash;
        options.no_shuffle = cases[i].no_shuffle;
        options.dry_run = true;
        assert_int_equal(splitdata_split("data.csv", &options, &report, &error), SPLITDATA_OK);
        assert_int_equal(report.seed_drawn, cases[i].drawn);
        assert_int_equal(report.seed_unused, cases[i].unused);
        assert_int_equal(report.seed == NULL, cases[i].unused);
        splitdata_report_free(&report);
    }
}

/* A single fold is refused, whatever the records are folded by. */
static void a_single_fold(void **state)
{
    (void)state;
    for (int by = 0; by < 6; by++) {
        struct splitdata_options options = usual();
        options.folds = 1;
        options.stratify = by == 1 || by == 3 ? "class" : NULL;
        options.group = by == 2 || by == 3 ? "id" : NULL;
        options.time = by == 4 ? "id" : NULL;
        options.seed = by >= 4 ? NULL : "101";
        options.no_shuffle = by == 5;
        refused(&options, SPLITDATA_USAGE, "--folds 1: at least 2");
    }
}

/* Mapped or read into memory, by one thread or more: the same outputs. */
static void mapped_or_read(void **state)
{
    (void)state;
    static char first[MOST], now[MOST];
    size_t size = 0;
    for (unsigned threads = 1; threads <= 3; threads++) {
        for (int map = 0; map < 2; map++) {
            struct splitdata_options options = usual();
            struct splitdata_report report;
            struct splitdata_error error;
            options.map_input = map != 0;
            options.threads = threads;
            assert_int_equal(splitdata_split("data.csv", &options, &report, &error), SPLITDATA_OK);
            assert_int_equal(report.rows, ROWS);
            assert_int_equal(report.part_count, 2);
            assert_int_equal(report.parts[0].rows, ROWS / 5 * 4);
            splitdata_report_free(&report);
            size_t got = content("data.train.csv", now);
            got += content("data.test.csv", now + got);
            if (size == 0) {
                memcpy(first, now, got);
                size = got;
            }
            assert_int_equal(got, size);
            assert_memory_equal(now, first, size);
        }
    }
}

static void a_request_to_stop(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "", 1), 1);
    struct splitdata_options options = usual();
    options.cancel_fd = ends[0];
    refused(&options, SPLITDATA_CANCELLED, "");
    options.map_input = true;
    refused(&options, SPLITDATA_CANCELLED, "");
    close(ends[0]);
    close(ends[1]);
}

static void stop_while_planning(void *context, enum splitdata_stage stage, uint64_t done,
                                uint64_t total)
{
    const int *ends = context;
    (void)done;
    (void)total;
    if (stage == SPLITDATA_STAGE_PLAN)
        assert_int_equal(write(ends[1], "", 1), 1);
}

/* A dry run has nothing to publish, and still checks for cancellation at the end. */
static void a_request_to_stop_a_dry_run(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    struct splitdata_options options = usual();
    options.cancel_fd = ends[0];
    options.dry_run = true;
    options.progress = stop_while_planning;
    options.progress_context = ends;
    refused(&options, SPLITDATA_CANCELLED, "");
    close(ends[0]);
    close(ends[1]);
}

struct observed {
    atomic_uint begun[SPLITDATA_STAGES];
    _Atomic uint64_t most[SPLITDATA_STAGES], total[SPLITDATA_STAGES];
};

static void on_progress(void *context, enum splitdata_stage stage, uint64_t done, uint64_t total)
{
    struct observed *observed = context;
    observed->begun[stage]++;
    observed->total[stage] = total;
    uint64_t most = observed->most[stage];
    while (most < done && !atomic_compare_exchange_weak(&observed->most[stage], &most, done))
        continue;
}

/* Every stage that takes time begins, and reaches its total but does not exceed it. With spilling,
 * writing passes over all bytes twice. */
static void progress(void **state)
{
    (void)state;
    static char bytes[MOST];
    for (int spill = 0; spill < 2; spill++) {
        struct observed observed = {0};
        struct splitdata_options options = usual();
        struct splitdata_report report;
        struct splitdata_error error;
        options.spill = spill != 0;
        options.no_sync = false;
        options.progress = on_progress;
        options.progress_context = &observed;
        assert_int_equal(splitdata_split("data.csv", &options, &report, &error), SPLITDATA_OK);
        for (int stage = 0; stage < SPLITDATA_STAGE_PUBLISH; stage++) {
            if (observed.begun[stage] == 0)
                fail_msg("stage %d did not begin", stage);
            assert_true(observed.total[stage] == 0 ||
                        observed.most[stage] <= observed.total[stage]);
        }
        assert_int_equal(observed.total[SPLITDATA_STAGE_INDEX], report.bytes);
        assert_true(observed.most[SPLITDATA_STAGE_INDEX] >
                    report.bytes - 100); /* without the header */
        assert_int_equal(observed.most[SPLITDATA_STAGE_WRITE],
                         observed.total[SPLITDATA_STAGE_WRITE]);
        assert_int_equal(observed.total[SPLITDATA_STAGE_WRITE],
                         (report.parts[0].bytes + report.parts[1].bytes) * (spill != 0 ? 2 : 1));
        splitdata_report_free(&report);
        content("data.train.csv", bytes);
        content("data.test.csv", bytes);
    }
}

/* With a manifest, the report and its JSON have the digests of the input and the parts. */
static void digests_of_the_report(void **state)
{
    (void)state;
    static char bytes[MOST];
    struct splitdata_options options = usual();
    struct splitdata_report report;
    struct splitdata_error error;
    options.manifest = true;
    assert_int_equal(splitdata_split("data.csv", &options, &report, &error), SPLITDATA_OK);
    char *json = splitdata_report_json(&report);
    assert_non_null(json);
    assert_int_equal(strlen(report.input_sha256), 64);
    assert_non_null(strstr(json, report.input_sha256));
    for (size_t i = 0; i < report.part_count; i++) {
        assert_int_equal(strlen(report.parts[i].sha256), 64);
        assert_non_null(strstr(json, report.parts[i].sha256));
    }
    assert_string_equal(report.manifest, "data.split.json");
    free(json);
    splitdata_report_free(&report);
    content("data.train.csv", bytes);
    content("data.test.csv", bytes);
    content("data.split.json", bytes);
}

static const struct splitdata_output nowhere[] = {{"test", "/dev/null"}};

static int open_descriptors(void)
{
    int count = 0;
    for (int fd = 0; fd < 1024; fd++)
        count += fcntl(fd, F_GETFD) != -1;
    return count;
}

/* One split, whose options depend on `kind`, and its expected status. */
static void split_for_descriptors(int kind, int expected)
{
    struct splitdata_options options = usual();
    struct splitdata_report report;
    struct splitdata_error error;
    options.force = kind == 1;
    options.if_changed = kind == 2;
    options.spill = kind == 4;
    options.gzip_level = kind == 5 ? 1 : 0;
    options.repeats = kind == 6 ? 140 : 0; /* more outputs than stay open */
    options.name_template = kind == 6 ? "{part}/{repeat}.csv" : NULL;
    options.map_input = kind % 2 == 1;
    options.output_dir = kind == 7 ? "/proc/self" : kind == 8 ? "data.csv/out" : "new/deep";
    options.group = kind == 9 ? "nobody" : NULL;
    options.outputs = kind == 10 ? nowhere : NULL;
    options.output_count = kind == 10 ? 1 : 0;
    options.memory = kind == 11 ? 64 << 20 : 0; /* without a limit the system is asked for one */
    assert_int_equal(splitdata_split("data.csv", &options, &report, &error), expected);
    splitdata_report_free(&report);
}

static void remove_tree(const char *path)
{
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", path);
    assert_int_equal(system(command), 0);
}

/* However a split ends, no descriptor stays open, and no directory remains if none of its outputs
 * was created. */
static void descriptors_are_closed(void **state)
{
    (void)state;
    static const int statuses[] = {
        SPLITDATA_OK,     SPLITDATA_OK,   SPLITDATA_OK, SPLITDATA_SYSTEM, /* the outputs exist */
        SPLITDATA_OK,     SPLITDATA_OK,   SPLITDATA_OK, SPLITDATA_SYSTEM,
        SPLITDATA_SYSTEM, SPLITDATA_DATA, SPLITDATA_OK};
    int before = open_descriptors();
    for (int kind = 0; kind < 11; kind++) {
        if (kind > 3)
            assert_int_not_equal(access("new", F_OK), 0);
        split_for_descriptors(kind, statuses[kind]);
        assert_int_equal(open_descriptors(), before);
        if ((kind >= 3 && kind <= 6) || kind == 10)
            remove_tree("new");
    }
}

/* Descriptor 0 may be free, and errno may have any value before the call, even if the input is the
 * first file opened. */
static void descriptor_0_is_as_good_as_any(void **state)
{
    (void)state;
    int kept = dup(STDIN_FILENO);
    assert_true(kept > STDIN_FILENO);
    close(STDIN_FILENO);
    int before = open_descriptors();
    for (int kind = 0; kind <= 11; kind += 11) {
        errno = EINTR;
        split_for_descriptors(kind, SPLITDATA_OK);
        assert_int_equal(open_descriptors(), before);
        assert_int_equal(fcntl(STDIN_FILENO, F_GETFD), -1);
        remove_tree("new");
    }
    assert_int_equal(dup2(kept, STDIN_FILENO), STDIN_FILENO);
    close(kept);
}

struct one {
    char out_directory[8];
    int status;
};

static void *split_one(void *context)
{
    struct one *one = context;
    struct splitdata_options options = usual();
    struct splitdata_report report;
    struct splitdata_error error;
    options.output_dir = one->out_directory;
    one->status = splitdata_split("data.csv", &options, &report, &error);
    splitdata_report_free(&report);
    return NULL;
}

static void several_at_the_same_time(void **state)
{
    (void)state;
    enum { SPLITS = 4 };
    static char first[MOST], now[MOST];
    struct one all[SPLITS];
    pthread_t threads[SPLITS];
    size_t size = 0;
    for (int i = 0; i < SPLITS; i++) {
        snprintf(all[i].out_directory, sizeof all[i].out_directory, "out%d", i);
        assert_int_equal(pthread_create(&threads[i], NULL, split_one, &all[i]), 0);
    }
    for (int i = 0; i < SPLITS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < SPLITS; i++) {
        char path[64];
        assert_int_equal(all[i].status, SPLITDATA_OK);
        snprintf(path, sizeof path, "%s/data.train.csv", all[i].out_directory);
        size_t got = content(path, now);
        snprintf(path, sizeof path, "%s/data.test.csv", all[i].out_directory);
        got += content(path, now + got);
        assert_int_equal(rmdir(all[i].out_directory), 0);
        if (i == 0) {
            memcpy(first, now, got);
            size = got;
        }
        assert_int_equal(got, size);
        assert_memory_equal(now, first, size);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seeds),
        cmocka_unit_test(values_out_of_range),
        cmocka_unit_test(a_single_fold),
        cmocka_unit_test(mapped_or_read),
        cmocka_unit_test(a_request_to_stop),
        cmocka_unit_test(a_request_to_stop_a_dry_run),
        cmocka_unit_test(progress),
        cmocka_unit_test(digests_of_the_report),
        cmocka_unit_test(descriptors_are_closed),
        cmocka_unit_test(descriptor_0_is_as_good_as_any),
        cmocka_unit_test(several_at_the_same_time),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
