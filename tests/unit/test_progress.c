/* SPDX-License-Identifier: MIT */
/* How much of the whole run is done, and how long the rest takes: from made-up calls of the
 * library. */
#include "cli/progress_line.c" /* the command line is in no library */
#include "cli/progress_whole.c"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { BYTES = 1000000 };

static const struct cli_expected usual = {.writes = true, .syncs = true, .times = 1};

static void near(double got, double wanted)
{
    if (fabs(got - wanted) > 1e-6 * (1 + fabs(wanted)))
        fail_msg("%f, not %f", got, wanted);
}

/* A stage of `seconds` from `begin`, watched in ten steps: the estimates are right when stages cost
 * what is expected. */
static void watch_exact(struct cli_whole *whole, enum splitdata_stage stage, double begin,
                        double seconds, bool counted, double end)
{
    cli_whole_note(whole, stage, 0, counted ? BYTES : 0, begin);
    for (int step = 1; step <= 10; step++) {
        double now = begin + seconds * step / 10;
        if (counted)
            cli_whole_note(whole, stage, BYTES / 10 * (uint64_t)step, BYTES, now);
        struct cli_estimate estimate = cli_whole_estimate(whole, now);
        if (step == 10 && !counted)
            continue; /* it was to be over now: nothing is known until another begins */
        near(estimate.left, end - now);
        near(estimate.share, fmin(now / end, 0.99));
    }
}

static void percent_and_time_are_of_the_whole_run(void **state)
{
    struct cli_whole whole;
    (void)state;
    cli_whole_begin(&whole, &usual, 0);
    cli_whole_note(&whole, SPLITDATA_STAGE_READ, 0, BYTES, 0); /* mapped: nothing is read */
    watch_exact(&whole, SPLITDATA_STAGE_INDEX, 0, 2, true, 22);
    watch_exact(&whole, SPLITDATA_STAGE_PLAN, 2, 2, false, 22);
    watch_exact(&whole, SPLITDATA_STAGE_WRITE, 4, 12, true, 22);
    watch_exact(&whole, SPLITDATA_STAGE_SYNC, 16, 6, false, 22);
}

static void one_pass_has_two_stages(void **state)
{
    struct cli_whole whole;
    (void)state;
    cli_whole_begin(&whole, &usual, 0);
    watch_exact(&whole, SPLITDATA_STAGE_WRITE, 0, 12, true, 18);
    watch_exact(&whole, SPLITDATA_STAGE_SYNC, 12, 6, false, 18);
}

static void a_dry_run_ends_with_the_plan(void **state)
{
    const struct cli_expected dry = {.times = 1};
    struct cli_whole whole;
    (void)state;
    cli_whole_begin(&whole, &dry, 0);
    watch_exact(&whole, SPLITDATA_STAGE_INDEX, 0, 2, true, 4);
    watch_exact(&whole, SPLITDATA_STAGE_PLAN, 2, 2, false, 4);
}

static void verify_reads_then_splits(void **state)
{
    const struct cli_expected verify = {.writes = true, .times = 1};
    struct cli_whole whole;
    (void)state;
    cli_whole_begin(&whole, &verify, 0);
    watch_exact(&whole, SPLITDATA_STAGE_READ, 0, 8, true, 16);
    cli_whole_note(&whole, SPLITDATA_STAGE_READ, 0, BYTES / 2, 8); /* the split opens its input */
    watch_exact(&whole, SPLITDATA_STAGE_INDEX, 8, 1, true, 16);
    watch_exact(&whole, SPLITDATA_STAGE_PLAN, 9, 1, false, 16);
    watch_exact(&whole, SPLITDATA_STAGE_WRITE, 10, 6, true, 16);
}

/* Stages that cost something else than is expected: the share does not go back, and does not reach
 * the end; once writing is under way, its own speed counts. */
static void surprises_do_not_go_back(void **state)
{
    struct cli_whole whole;
    double before = 0;
    (void)state;
    cli_whole_begin(&whole, &usual, 0);
    cli_whole_note(&whole, SPLITDATA_STAGE_INDEX, 0, BYTES, 0);
    cli_whole_note(&whole, SPLITDATA_STAGE_INDEX, BYTES, BYTES, 1);
    cli_whole_note(&whole, SPLITDATA_STAGE_PLAN, 0, 0, 1);
    cli_whole_note(&whole, SPLITDATA_STAGE_WRITE, 0, BYTES, 2);
    for (int step = 1; step <= 100; step++) {
        double now = 2 + 10.0 * step; /* 1,000 seconds, where 6 were to be expected */
        cli_whole_note(&whole, SPLITDATA_STAGE_WRITE, BYTES / 100 * (uint64_t)step, BYTES, now);
        struct cli_estimate estimate = cli_whole_estimate(&whole, now);
        assert_true(estimate.share >= before && estimate.share <= 0.99);
        assert_true(estimate.left < 0 || estimate.left >= 1002 - now - 1e-6);
        assert_true(step < 5 || estimate.left >= 0);
        before = estimate.share;
    }
    cli_whole_note(&whole, SPLITDATA_STAGE_SYNC, 0, 0, 1002);
    for (int step = 0; step < 40; step++) {
        struct cli_estimate estimate = cli_whole_estimate(&whole, 1002 + 100.0 * step);
        assert_true(estimate.share >= before && estimate.share <= 0.99);
        before = estimate.share;
    }
    near(cli_whole_estimate(&whole, 5000).left, -1); /* it takes longer than can be told */
}

/* What comes through a pipe comes at its writer's speed, which says nothing of our own. */
static void a_pipe_is_not_known(void **state)
{
    struct cli_whole whole;
    (void)state;
    cli_whole_begin(&whole, &usual, 0);
    cli_whole_note(&whole, SPLITDATA_STAGE_READ, 0, 0, 0);
    for (int second = 1; second <= 10; second++) {
        cli_whole_note(&whole, SPLITDATA_STAGE_READ, (uint64_t)second * BYTES / 10, 0, second);
        struct cli_estimate estimate = cli_whole_estimate(&whole, second);
        assert_true(estimate.share < 0 && estimate.left < 0);
    }
    /* Its records were found meanwhile. */
    cli_whole_note(&whole, SPLITDATA_STAGE_INDEX, 0, BYTES, 10);
    cli_whole_note(&whole, SPLITDATA_STAGE_INDEX, BYTES, BYTES, 10.001);
    cli_whole_note(&whole, SPLITDATA_STAGE_PLAN, 0, 0, 10.001);
    struct cli_estimate estimate = cli_whole_estimate(&whole, 11);
    assert_true(estimate.share < 0 && estimate.left < 0);
    cli_whole_note(&whole, SPLITDATA_STAGE_WRITE, 0, BYTES, 12);
    cli_whole_note(&whole, SPLITDATA_STAGE_WRITE, BYTES / 2, BYTES, 15);
    estimate = cli_whole_estimate(&whole, 15);
    assert_true(estimate.left > 3 && estimate.left < 9);
    near(estimate.share, 15 / (15 + estimate.left));
}

/* Three repeats: waiting for the disk is not the end of the run after the first. */
static void rounds_are_part_of_the_whole(void **state)
{
    struct cli_expected expected = usual;
    struct cli_whole whole;
    double now = 1;
    (void)state;
    expected.times = 3;
    cli_whole_begin(&whole, &expected, 0);
    cli_whole_note(&whole, SPLITDATA_STAGE_INDEX, 0, BYTES, 0);
    cli_whole_note(&whole, SPLITDATA_STAGE_INDEX, BYTES, BYTES, 1);
    near(cli_whole_estimate(&whole, 1).left, 3 * (1 + 6 + 3));
    for (uint64_t round = 0; round < 3; round++) {
        cli_whole_note(&whole, SPLITDATA_STAGE_PLAN, 0, 0, now);
        cli_whole_note(&whole, SPLITDATA_STAGE_WRITE, round * BYTES, 3 * BYTES, now += 1);
        cli_whole_note(&whole, SPLITDATA_STAGE_WRITE, (round + 1) * BYTES, 3 * BYTES, now += 6);
        cli_whole_note(&whole, SPLITDATA_STAGE_SYNC, 0, 0, now);
        struct cli_estimate estimate = cli_whole_estimate(&whole, now += 3);
        assert_true(round == 2 || fabs(estimate.left - (31 - now)) < 0.01);
        assert_true(round == 2 || fabs(estimate.share - now / 31) < 0.01);
    }
}

/* Threads' calls come out of order. */
static void late_calls_do_not_count(void **state)
{
    struct cli_whole whole;
    (void)state;
    cli_whole_begin(&whole, &usual, 0);
    cli_whole_note(&whole, SPLITDATA_STAGE_INDEX, 0, BYTES, 0);
    cli_whole_note(&whole, SPLITDATA_STAGE_INDEX, BYTES / 2, BYTES, 1);
    cli_whole_note(&whole, SPLITDATA_STAGE_INDEX, BYTES / 4, BYTES, 1);
    near(cli_whole_estimate(&whole, 1).left, 1 + 2 * (1 + 6 + 3));
}

static void progress_fits(void **state)
{
    char line[256];
    const struct cli_progress_state half = {SPLITDATA_STAGE_WRITE, 500000000, 2.0, 2.5, {0.5, 2.0}};
    const struct cli_progress_state small = {SPLITDATA_STAGE_WRITE, 999999, 2.0, 2.5, {0.5, 2.1}};
    const struct cli_progress_state unknown = {SPLITDATA_STAGE_READ, 0, 75.0, 75.0, {-1, -1}};
    const struct cli_progress_state late = {SPLITDATA_STAGE_SYNC, 0, 75.0, 99.0, {0.99, -1}};
    (void)state;
    cli_progress_line(&half, 80, line, sizeof line);
    assert_string_equal(
        line, "writing         [###############---------------]  50 %  250 MB/s  2 s left");
    cli_progress_line(&half, 0, line, sizeof line);
    assert_string_equal(line, "writing  50 %  250 MB/s  2 s left");
    cli_progress_line(&small, 0, line, sizeof line);
    assert_string_equal(line, "writing  50 %  3 s left");
    cli_progress_line(&unknown, 80, line, sizeof line);
    assert_string_equal(line, "reading  1 min 15 s");
    cli_progress_line(&late, 0, line, sizeof line);
    assert_string_equal(line, "syncing  99 %");
    for (unsigned width = 1; width < 200; width++) {
        cli_progress_line(&half, width, line, sizeof line);
        assert_true(strlen(line) < width);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percent_and_time_are_of_the_whole_run),
        cmocka_unit_test(one_pass_has_two_stages),
        cmocka_unit_test(a_dry_run_ends_with_the_plan),
        cmocka_unit_test(verify_reads_then_splits),
        cmocka_unit_test(surprises_do_not_go_back),
        cmocka_unit_test(a_pipe_is_not_known),
        cmocka_unit_test(rounds_are_part_of_the_whole),
        cmocka_unit_test(late_calls_do_not_count),
        cmocka_unit_test(progress_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
