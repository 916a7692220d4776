/* SPDX-License-Identifier: MIT */
/* Keys that are integers in memory go by other code than texts: the plan is the one of the same
 * numbers as texts, for every width, for values near to each other and far apart. Items of the
 * caller are arranged as row numbers are, and taken by them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "splitdata/plan.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 20000 };

static union {
    int8_t of1[ROWS];
    int16_t of2[ROWS];
    int32_t of4[ROWS];
    int64_t of8[ROWS];
} numbers;
static char texts[ROWS * 21];
static int64_t offsets[ROWS + 1];

static int64_t number_at(unsigned width, bool is_signed, size_t row)
{
    switch (width) {
    case 1:
        return is_signed ? numbers.of1[row] : (uint8_t)numbers.of1[row];
    case 2:
        return is_signed ? numbers.of2[row] : (uint16_t)numbers.of2[row];
    case 4:
        return is_signed ? (int64_t)numbers.of4[row] : (int64_t)(uint32_t)numbers.of4[row];
    default:
        return numbers.of8[row];
    }
}

static void set_number(unsigned width, size_t row, uint64_t number)
{
    memcpy((char *)&numbers + row * width, &number, width); /* the lowest bytes come first */
}

/* Opens a plan, and goes on to its first set; NULL and the error: it is refused. */
static struct splitdata_plan *first_set(const struct splitdata_options *options,
                                        const struct splitdata_column *column,
                                        struct splitdata_error *error)
{
    struct splitdata_plan *plan;
    if (splitdata_plan_open(ROWS, column, 1, options, &plan, error) != SPLITDATA_OK ||
        splitdata_plan_next(plan, error) == SPLITDATA_OK)
        return plan;
    splitdata_plan_close(plan);
    return NULL;
}

/* The same rows of both plans, of which the second has the numbers as texts, or the same refusal.
 */
static void compare(const struct splitdata_options *asked, const struct splitdata_column *column,
                    const char *type)
{
    const char *types[] = {type};
    const struct splitdata_column text = {"c", SPLITDATA_COLUMN_TEXT, 8, texts, offsets, NULL};
    struct splitdata_options options = *asked;
    struct splitdata_error error = {0}, other_error = {0};
    options.column_types = types;
    options.column_type_count = 1;
    struct splitdata_plan *one = first_set(asked, column, &error);
    struct splitdata_plan *other = first_set(&options, &text, &other_error);
    assert_string_equal(error.message, other_error.message);
    assert_true((one == NULL) == (other == NULL));
    for (size_t p = 0; p < 2 && one != NULL; p++) {
        assert_int_equal(splitdata_plan_size(one, p), splitdata_plan_size(other, p));
        assert_memory_equal(splitdata_plan_rows(one, p), splitdata_plan_rows(other, p),
                            8 * splitdata_plan_size(one, p));
    }
    if (one != NULL) {
        assert_int_equal(splitdata_plan_smallest_class(one), splitdata_plan_smallest_class(other));
        assert_string_equal(splitdata_plan_strategy(one), splitdata_plan_strategy(other));
    }
    splitdata_plan_close(one);
    splitdata_plan_close(other);
}

static struct splitdata_options seeded(void)
{
    struct splitdata_options options;
    splitdata_options_init(&options);
    options.seed = "101";
    return options;
}

/* Numbers of `values` different values, `step` apart. */
static void check(unsigned width, bool is_signed, uint64_t values, uint64_t step)
{
    const struct splitdata_column column = {
        "c", is_signed ? SPLITDATA_COLUMN_SIGNED : SPLITDATA_COLUMN_UNSIGNED, width, &numbers, NULL,
        NULL};
    uint64_t draw = 1;
    for (size_t row = 0; row < ROWS; row++) {
        draw = draw * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        set_number(width, row, ((draw >> 33) % values - values / 2) * step);
        const int64_t number = number_at(width, is_signed, row);
        char *text = texts + offsets[row];
        offsets[row + 1] =
            offsets[row] + (width == 8 && !is_signed ? sprintf(text, "%" PRIu64, (uint64_t)number)
                                                     : sprintf(text, "%" PRId64, number));
    }
    struct splitdata_options options = seeded();
    options.group = "c";
    compare(&options, &column, "c=integer");
    options.sample = "0.5";
    compare(&options, &column, "c=integer");
    options = seeded();
    options.stratify = "c";
    compare(&options, &column, "c=integer");
    options.stratify = NULL;
    options.group = "c";
    options.folds = 3;
    options.no_shuffle = true;
    options.seed = NULL;
    compare(&options, &column, "c=integer");
}

static void integers_of_every_width(void **state)
{
    (void)state;
    for (unsigned width = 1; width <= 8; width *= 2) {
        check(width, true, 100, 1);
        check(width, false, 100, 1);
    }
    check(4, true, 3000, 1);
    check(8, true, 3000, 1);                  /* a table by value */
    check(8, true, 3000, UINT64_C(1) << 40);  /* a table of hashes, which grows */
    check(8, false, 3000, UINT64_C(1) << 50); /* beyond the signed numbers */
    check(4, true, 4, 3 * ROWS);
}

static void booleans(void **state)
{
    (void)state;
    const struct splitdata_column column = {"c", SPLITDATA_COLUMN_BOOLEAN, 1, &numbers, NULL, NULL};
    for (size_t row = 0; row < ROWS; row++) {
        set_number(1, row, row % 3 == 0 ? row % 7 : 0);
        offsets[row + 1] = offsets[row] + sprintf(texts + offsets[row], "%s",
                                                  numbers.of1[row] != 0 ? "True" : "False");
    }
    struct splitdata_options options = seeded();
    options.stratify = "c";
    compare(&options, &column, "c=boolean");
}

/* The labels of integers are in messages. */
static void a_rare_value_is_named(void **state)
{
    (void)state;
    const struct splitdata_column column = {"c", SPLITDATA_COLUMN_SIGNED, 8, &numbers, NULL, NULL};
    struct splitdata_options options = seeded();
    struct splitdata_plan *plan;
    struct splitdata_error error = {0};
    for (size_t row = 0; row < ROWS; row++)
        set_number(8, row, row == 77 ? UINT64_MAX - 41 : row % 5);
    options.stratify = "c";
    int status = splitdata_plan_open(ROWS, &column, 1, &options, &plan, &error);
    if (status == SPLITDATA_OK)
        status = splitdata_plan_next(plan, &error);
    assert_int_equal(status, SPLITDATA_DATA);
    assert_non_null(strstr(error.message, "-42"));
    splitdata_plan_close(plan);
}

static void items_are_arranged(void **state)
{
    (void)state;
    struct splitdata_options options = seeded();
    struct splitdata_plan *plan, *arranged;
    struct splitdata_error error = {0};
    static uint64_t items[ROWS], taken[ROWS];
    const char *const samples[] = {NULL, "0.5"};
    for (int s = 0; s < 2; s++) {
        options.sample = samples[s];
        for (uint64_t row = 0; row < ROWS; row++)
            items[row] = ~row;
        assert_int_equal(splitdata_plan_open(ROWS, NULL, 0, &options, &plan, &error), SPLITDATA_OK);
        assert_int_equal(splitdata_plan_next(plan, &error), SPLITDATA_OK);
        assert_int_equal(splitdata_take(splitdata_plan_rows(plan, 0), splitdata_plan_size(plan, 0),
                                        items, ROWS, 8, taken, &error),
                         SPLITDATA_OK);
        assert_int_equal(splitdata_plan_open(ROWS, NULL, 0, &options, &arranged, &error),
                         SPLITDATA_OK);
        assert_int_equal(splitdata_plan_next_items(arranged, items, &error), SPLITDATA_OK);
        const uint64_t *rows = splitdata_plan_rows(arranged, 0);
        assert_int_equal(splitdata_plan_size(arranged, 0), splitdata_plan_size(plan, 0));
        assert_memory_equal(rows, taken, 8 * splitdata_plan_size(plan, 0));
        assert_true(s != 0 || (rows >= items && rows < items + ROWS));
        assert_int_equal(splitdata_plan_next_items(arranged, items, &error), SPLITDATA_NO);
        splitdata_plan_close(plan);
        splitdata_plan_close(arranged);
    }
}

static void items_of_every_width_are_taken(void **state)
{
    (void)state;
    static const uint64_t rows[] = {5, 0, 3, 3};
    uint8_t values[6 * 24 + 1], out[4 * 24 + 1];
    struct splitdata_error error = {0};
    for (size_t i = 0; i < sizeof values; i++)
        values[i] = (uint8_t)i;
    for (size_t width = 1; width <= 24; width++) {
        for (size_t offset = 0; offset < 2; offset++) { /* not where such numbers lie, too */
            assert_int_equal(
                splitdata_take(rows, 4, values + offset, 6, width, out + offset, &error),
                SPLITDATA_OK);
            for (size_t i = 0; i < 4; i++)
                assert_memory_equal(out + offset + i * width, values + offset + rows[i] * width,
                                    width);
        }
    }
    assert_int_equal(splitdata_take(rows, 4, values, 5, 1, out, &error), SPLITDATA_USAGE);
    assert_string_equal(error.message, "row 5 of 5 items of 1 bytes cannot be taken");
    assert_int_equal(splitdata_take(rows, 4, values, 6, 0, out, &error), SPLITDATA_USAGE);
    assert_int_equal(splitdata_take(NULL, 0, NULL, 0, 8, NULL, &error), SPLITDATA_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_of_every_width),        cmocka_unit_test(booleans),
        cmocka_unit_test(a_rare_value_is_named),          cmocka_unit_test(items_are_arranged),
        cmocka_unit_test(items_of_every_width_are_taken),
    };
    return cmocka_run_group_tests_name("plan_arrays", tests, NULL, NULL);
}
