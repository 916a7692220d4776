/* SPDX-License-Identifier: MIT */
/* A plan of rows and arrays (splitdata/plan.h) has the rows that splitting the same data as a file
 * gives, for every strategy and for arrays of every type. */
#define _GNU_SOURCE /* mkdtemp */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "own_directory.h"
#include "splitdata/plan.h"
#include "splitdata/random.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ROWS = 3000, COLUMNS = 8 };

static struct {
    int64_t id[ROWS];
    int8_t class[ROWS];
    uint16_t group[ROWS];
    float number[ROWS];
    double price[ROWS];
    uint8_t flag[ROWS / 8 + 1];
    int32_t offsets[ROWS + 1];
    char texts[ROWS * 8];
    int32_t day[ROWS];
} data;

static const struct splitdata_column columns[COLUMNS] = {
    {"id", SPLITDATA_COLUMN_SIGNED, 8, data.id, NULL, NULL},
    {"class", SPLITDATA_COLUMN_SIGNED, 1, data.class, NULL, NULL},
    {"group", SPLITDATA_COLUMN_UNSIGNED, 2, data.group, NULL, NULL},
    {"number", SPLITDATA_COLUMN_FLOAT, 4, data.number, NULL, NULL},
    {"price", SPLITDATA_COLUMN_FLOAT, 8, data.price, NULL, NULL},
    {"flag", SPLITDATA_COLUMN_BOOLEAN, 0, data.flag, NULL, NULL},
    {"text", SPLITDATA_COLUMN_TEXT, 4, data.texts, data.offsets, NULL},
    {"day", SPLITDATA_COLUMN_SIGNED, 4, data.day, NULL, NULL},
};

static int make_data(void **state)
{
    static const char *const words[] = {"b", "a", "cc", "B", "\xc3\xa4"};
    if (enter_directory(state) != 0)
        return 1;
    FILE *file = fopen("data.csv", "w");
    if (file == NULL)
        return 1;
    fputs("id,class,group,number,price,flag,text,day\n", file);
    for (int i = 0; i < ROWS; i++) {
        unsigned random = (unsigned)i * 2654435761u >> 7;
        const char *word = words[random / 64 % 5];
        data.id[i] = (int64_t)i * 1000003 - 1000000;
        data.class[i] = (int8_t)(random % 4) - 2;
        data.group[i] = (uint16_t)(random / 16 % 173);
        data.number[i] = (float)(random % 3) / 2;
        data.price[i] = (double)(random % 5) * 1e300;
        data.flag[i / 8] = (uint8_t)(data.flag[i / 8] | (random % 3 == 0) << i % 8);
        data.offsets[i + 1] = data.offsets[i] + (int32_t)strlen(word);
        memcpy(data.texts + data.offsets[i], word, strlen(word));
        data.day[i] = (int32_t)(random / 8 % 400);
        fprintf(file, "%" PRId64 ",%d,%u,%.9g,%.17g,%s,%s,%d\n", data.id[i], data.class[i],
                data.group[i], (double)data.number[i], data.price[i],
                random % 3 == 0 ? "True" : "False", word, (int)data.day[i]);
    }
    return fclose(file);
}

static int remove_data(void **state)
{
    return remove("data.csv") != 0 || leave_directory(state) != 0;
}

static void compare_part(const struct splitdata_plan *plan, size_t part,
                         const struct splitdata_part *expected)
{
    static uint32_t narrow[ROWS];
    const uint64_t *rows = splitdata_plan_rows(plan, part);
    FILE *file = fopen(expected->path, "r");
    uint64_t row, count = splitdata_plan_size(plan, part);
    assert_non_null(file);
    assert_string_equal(splitdata_plan_part_name(plan, part), expected->name);
    assert_int_equal(count, expected->rows);
    splitdata_plan_rows32(plan, part, narrow);
    for (uint64_t i = 0; i < count; i++) {
        assert_int_equal(fscanf(file, "%" SCNu64, &row), 1);
        assert_int_equal(rows[i], row);
        assert_int_equal(narrow[i], row);
    }
    fclose(file);
    remove(expected->path);
}

/* The plan has the rows that the same options give for the file. */
static void compare(const struct splitdata_options *asked)
{
    struct splitdata_options options = *asked;
    struct splitdata_report report;
    struct splitdata_plan *plan;
    struct splitdata_error error = {0};
    options.emit = SPLITDATA_EMIT_INDICES;
    options.no_sync = true;
    int status = splitdata_split("data.csv", &options, &report, &error);
    if (status != SPLITDATA_OK)
        fail_msg("%s", error.message);
    status = splitdata_plan_open(ROWS, columns, COLUMNS, asked, &plan, &error);
    if (status != SPLITDATA_OK)
        fail_msg("%s", error.message);
    size_t parts = splitdata_plan_parts(plan);
    assert_int_equal(splitdata_plan_sets(plan) * parts, report.part_count);
    for (uint64_t set = 0; set < splitdata_plan_sets(plan); set++) {
        assert_int_equal(splitdata_plan_next(plan, &error), SPLITDATA_OK);
        for (size_t part = 0; part < parts; part++)
            compare_part(plan, part, &report.parts[set * parts + part]);
    }
    assert_int_equal(splitdata_plan_next(plan, &error), SPLITDATA_NO);
    if (report.strategy != NULL)
        assert_string_equal(splitdata_plan_strategy(plan), report.strategy);
    else
        assert_null(splitdata_plan_strategy(plan));
    if (report.seed != NULL)
        assert_string_equal(splitdata_plan_seed(plan), report.seed);
    splitdata_plan_close(plan);
    splitdata_report_free(&report);
}

static struct splitdata_options seeded(void)
{
    struct splitdata_options options;
    splitdata_options_init(&options);
    options.seed = "11";
    return options;
}

static void rows_alone(void **state)
{
    (void)state;
    struct splitdata_options options = seeded();
    compare(&options);
    options.order = SPLITDATA_ORDER_INPUT;
    compare(&options);
    options.sample = "0.4";
    options.repeats = 3;
    compare(&options);
    options = seeded();
    options.parts = "a=0.5,b=7,c=*";
    options.like = "numpy";
    compare(&options);
    options.threads = 1;
    options.spill = true;
    compare(&options);
    options = seeded();
    options.folds = 4;
    options.repeats = 2;
    compare(&options);
    options = seeded();
    options.like = "numpy-mask";
    compare(&options);
    options = seeded();
    options.seed = NULL;
    options.no_shuffle = true;
    compare(&options);
}

static void keys_of_every_type(void **state)
{
    (void)state;
    for (size_t c = 1; c < 7; c++) {
        struct splitdata_options options = seeded();
        options.stratify = columns[c].name;
        options.rare = SPLITDATA_RARE_MERGE;
        compare(&options);
        options = seeded();
        options.group = columns[c].name;
        options.order = SPLITDATA_ORDER_INPUT;
        compare(&options);
    }
    struct splitdata_options options = seeded();
    options.stratify = "flag,text";
    compare(&options);
    options.stratify = "class,number";
    compare(&options);
    options.stratify = "day:q10";
    compare(&options);
}

static void strategies_with_keys(void **state)
{
    (void)state;
    struct splitdata_options options = seeded();
    options.stratify = "class";
    options.group = "group";
    compare(&options);
    options.folds = 3;
    compare(&options);
    options = seeded();
    options.hash = "id,text";
    compare(&options);
    splitdata_options_init(&options);
    options.time = "day";
    compare(&options);
    options.folds = 3;
    compare(&options);
    splitdata_options_init(&options);
    options.group = "class";
    options.leave_one_group_out = true;
    compare(&options);
    splitdata_options_init(&options);
    options.predefined = "text";
    options.map = "a=train,b=test,cc=train,B=val,\xc3\xa4=val";
    compare(&options);
}

static int open_one(const struct splitdata_column *column, const char *stratify,
                    struct splitdata_plan **plan, struct splitdata_error *error)
{
    struct splitdata_options options = seeded();
    options.stratify = stratify;
    return splitdata_plan_open(6, column, 1, &options, plan, error);
}

/* Every text is a value, also those that pandas reads as missing from a file. */
static void texts_that_are_values(void **state)
{
    (void)state;
    static const int64_t offsets[] = {0, 0, 2, 2, 4, 4, 6};
    struct splitdata_column column = {"c", SPLITDATA_COLUMN_TEXT, 8, "NANANA", offsets, NULL};
    struct splitdata_plan *plan;
    struct splitdata_error error = {0};
    if (open_one(&column, "c", &plan, &error) != SPLITDATA_OK)
        fail_msg("%s", error.message);
    assert_string_equal(splitdata_plan_strategy(plan), "stratified by c (2 classes)");
    splitdata_plan_close(plan);
    const uint8_t validity = 0x3e; /* all but the first */
    column.validity = &validity;
    assert_int_equal(open_one(&column, "c", &plan, &error), SPLITDATA_DATA);
    assert_string_equal(
        error.message,
        "--stratify: no value in c, in 1 record in all; scikit-learn refuses that, "
        "too (--missing drop leaves such records out, --missing class makes them a class)");
    assert_null(plan);
}

/* Rows without a value are left out, and keep their numbers; arrays have no records to compare. */
static void rows_that_are_left_out(void **state)
{
    (void)state;
    static const int64_t offsets[] = {0, 0, 2, 2, 4, 4, 6};
    const uint8_t validity = 0x3c; /* all but the first two */
    struct splitdata_column column = {"c", SPLITDATA_COLUMN_TEXT, 8, "NANANA", offsets, &validity};
    struct splitdata_options options;
    struct splitdata_plan *plan;
    struct splitdata_error error = {0};
    splitdata_options_init(&options);
    options.seed = "1";
    options.ratio = "0.5";
    options.group = "c";
    options.missing = SPLITDATA_MISSING_DROP;
    if (splitdata_plan_open(6, &column, 1, &options, &plan, &error) != SPLITDATA_OK ||
        splitdata_plan_next(plan, &error) != SPLITDATA_OK)
        fail_msg("%s", error.message);
    assert_int_equal(splitdata_plan_size(plan, 0) + splitdata_plan_size(plan, 1), 4);
    for (size_t part = 0; part < 2; part++) {
        for (uint64_t i = 0; i < splitdata_plan_size(plan, part); i++)
            assert_true(splitdata_plan_rows(plan, part)[i] >= 2);
    }
    splitdata_plan_close(plan);
    options.missing = SPLITDATA_MISSING_CLASS;
    if (splitdata_plan_open(6, &column, 1, &options, &plan, &error) != SPLITDATA_OK)
        fail_msg("%s", error.message);
    assert_string_equal(splitdata_plan_strategy(plan), "grouped by c (3 groups)");
    splitdata_plan_close(plan);
    options.duplicates = SPLITDATA_DUPLICATES_DROP;
    assert_int_equal(splitdata_plan_open(6, &column, 1, &options, &plan, &error), SPLITDATA_USAGE);
    assert_string_equal(error.message,
                        "--duplicates: there are no records to be compared, only key columns");
}

static void numbers_at_the_limits(void **state)
{
    (void)state;
    static const uint64_t large[] = {UINT64_MAX, 0, UINT64_MAX - 1, 0, UINT64_MAX, UINT64_MAX - 1};
    static const int64_t small[] = {INT64_MIN, INT64_MAX, INT64_MIN, INT64_MAX, 0, 0};
    static const double close[] = {0.1, 0.30000000000000004, 0.3, 0.1, 0.3, 0.30000000000000004};
    const double missing[] = {1, 2, NAN, 1, 2, 1};
    struct splitdata_column column = {"c", SPLITDATA_COLUMN_UNSIGNED, 8, large, NULL, NULL};
    struct splitdata_plan *plan;
    struct splitdata_error error = {0};
    assert_int_equal(open_one(&column, "c", &plan, &error), SPLITDATA_OK);
    assert_string_equal(splitdata_plan_strategy(plan), "stratified by c (3 classes)");
    splitdata_plan_close(plan);
    column = (struct splitdata_column){"c", SPLITDATA_COLUMN_SIGNED, 8, small, NULL, NULL};
    assert_int_equal(open_one(&column, "c", &plan, &error), SPLITDATA_OK);
    splitdata_plan_close(plan);
    column = (struct splitdata_column){"c", SPLITDATA_COLUMN_FLOAT, 8, close, NULL, NULL};
    assert_int_equal(open_one(&column, "c", &plan, &error), SPLITDATA_OK);
    assert_string_equal(splitdata_plan_strategy(plan), "stratified by c (3 classes)");
    splitdata_plan_close(plan);
    column.values = missing;
    assert_int_equal(open_one(&column, "c", &plan, &error), SPLITDATA_DATA);
}

/* Two plans that draw from one generator are two successive splits of it. */
static void draws_of_a_given_generator(void **state)
{
    (void)state;
    struct splitdata_options options = seeded(), given = seeded();
    struct splitdata_plan *plan, *drawn;
    struct splitdata_error error = {0};
    struct splitdata_random generator;
    options.repeats = 2;
    options.stratify = given.stratify = "class";
    assert_int_equal(splitdata_random_init(&generator, "numpy", options.seed, &error),
                     SPLITDATA_OK);
    given.seed = NULL;
    given.generator = &generator;
    assert_int_equal(splitdata_plan_open(ROWS, columns, COLUMNS, &options, &plan, &error),
                     SPLITDATA_OK);
    for (int set = 0; set < 2; set++) {
        assert_int_equal(splitdata_plan_next(plan, &error), SPLITDATA_OK);
        assert_int_equal(splitdata_plan_open(ROWS, columns, COLUMNS, &given, &drawn, &error),
                         SPLITDATA_OK);
        assert_int_equal(splitdata_plan_next(drawn, &error), SPLITDATA_OK);
        assert_null(splitdata_plan_seed(drawn));
        assert_in_range(splitdata_plan_smallest_class(drawn), ROWS / 8, ROWS / 4);
        assert_int_equal(splitdata_plan_size(drawn, 1), splitdata_plan_size(plan, 1));
        assert_memory_equal(splitdata_plan_rows(drawn, 1), splitdata_plan_rows(plan, 1),
                            8 * splitdata_plan_size(plan, 1));
        splitdata_plan_close(drawn);
    }
    splitdata_plan_close(plan);
    assert_int_equal(splitdata_random_init(&generator, "torch", "1", &error), SPLITDATA_OK);
    assert_int_equal(splitdata_plan_open(ROWS, columns, COLUMNS, &given, &drawn, &error),
                     SPLITDATA_USAGE);
    assert_string_equal(error.message, "options.generator: numpy is drawn from, not torch");
    splitdata_random_init(&generator, "numpy", "1", &error);
    given.sample = "0.5";
    assert_int_equal(splitdata_plan_open(ROWS, columns, COLUMNS, &given, &drawn, &error),
                     SPLITDATA_USAGE);
    assert_string_equal(error.message,
                        "options.generator: a sample has a generator of its own, of a seed");
}

static void what_is_refused(void **state)
{
    (void)state;
    struct splitdata_options options = seeded();
    struct splitdata_plan *plan;
    struct splitdata_error error = {0};
    struct splitdata_column column = {"c", SPLITDATA_COLUMN_FLOAT, 2, data.price, NULL, NULL};
    assert_int_equal(splitdata_plan_open(0, NULL, 0, &options, &plan, &error), SPLITDATA_DATA);
    assert_string_equal(error.message, "there are no rows to be split");
    assert_int_equal(splitdata_plan_open(1, NULL, 0, &options, &plan, &error), SPLITDATA_DATA);
    assert_int_equal(open_one(&column, "c", &plan, &error), SPLITDATA_USAGE);
    assert_string_equal(error.message,
                        "column 1: has no name or no values, or a width that its type has not");
    column.width = 8;
    assert_int_equal(open_one(&column, "d", &plan, &error), SPLITDATA_DATA);
    options.ratio = "1.5";
    assert_int_equal(splitdata_plan_open(9, NULL, 0, &options, &plan, &error), SPLITDATA_USAGE);
    assert_null(plan);
    splitdata_plan_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_alone),
        cmocka_unit_test(keys_of_every_type),
        cmocka_unit_test(strategies_with_keys),
        cmocka_unit_test(texts_that_are_values),
        cmocka_unit_test(rows_that_are_left_out),
        cmocka_unit_test(numbers_at_the_limits),
        cmocka_unit_test(draws_of_a_given_generator),
        cmocka_unit_test(what_is_refused),
    };
    return cmocka_run_group_tests_name("plan", tests, make_data, remove_data);
}
