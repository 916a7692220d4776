/* SPDX-License-Identifier: MIT */
/* The sums of all folds at once are those of one fold after another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/fold_sums.h"
#include "provenance/split_id.h"
#include "random_bytes.h"

#include <stdlib.h>

enum { ROWS = 3000, BITS = 20 };

static uint64_t packed[2 * ROWS], chosen[ROWS];
static uint32_t fold_of[ROWS];

/* The parts of one fold, as docs/reproducibility.md defines their sums. */
static void compare_fold(const struct sd_fold_rows *rows, uint32_t fold, const uint64_t *part_rows,
                         const uint64_t *sums)
{
    uint64_t count[2] = {0, 0}, sum[2] = {0, 0};
    for (uint64_t i = 0; i < rows->rows; i++) {
        uint64_t start = packed[rows->chosen != NULL ? chosen[i] : i] >> BITS;
        size_t part = fold_of[i] == fold;
        sum[part] += sd_split_place(start, count[part]++);
    }
    for (size_t part = 0; part < 2; part++) {
        assert_int_equal(part_rows[2 * fold + part], count[part]);
        assert_true(sums[2 * fold + part] == sum[part]);
    }
}

static void compare(uint64_t count, uint32_t folds, bool sampled, unsigned threads)
{
    const struct sd_fold_rows rows = {
        .packed = packed,
        .length_bits = BITS,
        .chosen = sampled ? chosen : NULL,
        .fold_of = fold_of,
        .rows = count,
        .folds = folds,
        .threads = threads,
        .cancel_fd = -1,
    };
    struct splitdata_error error;
    uint64_t *part_rows = calloc(2 * (size_t)folds + 1, sizeof *part_rows);
    uint64_t *sums = calloc(2 * (size_t)folds + 1, sizeof *sums);
    assert_true(part_rows != NULL && sums != NULL);
    assert_int_equal(sd_fold_sums(&rows, NULL, part_rows, sums, &error), SPLITDATA_OK);
    for (uint32_t fold = 0; fold < folds; fold++)
        compare_fold(&rows, fold, part_rows, sums);
    free(part_rows);
    free(sums);
}

static void make_rows(uint64_t *random)
{
    uint64_t start = 100;
    for (size_t i = 0; i < 2 * ROWS; i++) {
        packed[i] = start << BITS | 7;
        start += 1 + random_below(random, 50);
    }
    for (size_t i = 0; i < ROWS; i++)
        chosen[i] = 2 * i + random_below(random, 2);
}

/* Folds of equal sizes, one that has nearly all rows, some without a row, and rows in no fold. */
static void folds_of_all_sizes(void **state)
{
    (void)state;
    static const uint32_t numbers[] = {1, 2, 3, 10, 200, 1000, ROWS};
    uint64_t random = 5;
    for (unsigned round = 0; round < 60; round++) {
        uint32_t folds = numbers[random_below(&random, 7)];
        uint64_t count = round % 7 == 0 ? random_below(&random, 5) : ROWS;
        size_t shape = random_below(&random, 4);
        make_rows(&random);
        for (uint64_t i = 0; i < count; i++) {
            uint32_t fold = (uint32_t)random_below(&random, folds);
            uint32_t other = (uint32_t)random_below(&random, folds);
            fold_of[i] = shape == 0   ? fold
                         : shape == 1 ? (fold < other ? fold : other)
                         : shape == 2 && random_below(&random, 9) != 0 ? 0
                         : random_below(&random, 9) == 0               ? folds
                                                                       : fold;
        }
        compare(count, folds, round % 3 == 0, 1 + round % 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(folds_of_all_sizes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
