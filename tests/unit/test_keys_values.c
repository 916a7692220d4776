/* SPDX-License-Identifier: MIT */
/* Keys: distinct values, types and their order, bins, and the numbers of the hashed split.
 * tests/oracle/strategy_oracle.py compares random columns with pandas and scikit-learn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "algorithm/hashed.h"
#include "base/hash64.h"
#include "keys/classes.h"
#include "keys/share.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void hash64(void **state)
{
    (void)state;
    assert_true(sd_hash64("", 0, 0) == UINT64_C(0xEF46DB3751D8E999)); /* published */
    assert_true(sd_hash64("a", 1, 0) == UINT64_C(0xD24EC4F1A98C6E5B));
    assert_true(sd_hash64("abc", 3, 0) == UINT64_C(0x44BC2CF5AD770999));
    assert_true(sd_hash64("Nobody inspects the spammish repetition", 39, 0) ==
                UINT64_C(0xFBCEA83C8A378BF1));
}

static void many_distinct(void **state)
{
    enum { VALUES = 200000 };
    struct sd_distinct distinct;
    struct splitdata_error error;
    char text[32];
    uint32_t code;
    (void)state;
    sd_distinct_begin(&distinct, NULL);
    for (int twice = 0; twice < 2; twice++) {
        for (int i = 0; i < VALUES; i++) {
            int length = snprintf(text, sizeof text, "v%d", i);
            const struct sd_key_field value = {text, (size_t)length};
            assert_int_equal(sd_distinct_add(&distinct, &value, 1, &code, &error), 0);
            assert_int_equal(code, i);
            sd_distinct_count(&distinct, &code, 1);
        }
    }
    assert_int_equal(distinct.count, VALUES);
    assert_int_equal(distinct.value[77].rows, 2);
    assert_int_equal(distinct.value[77].first, 77);
    assert_memory_equal(sd_distinct_bytes(&distinct, 77), "v77", 3);
    sd_distinct_free(&distinct);

    struct sd_memory memory = {.bound = 100000, .directory = "/nonexistent"};
    sd_distinct_begin(&distinct, &memory);
    int status = SPLITDATA_OK, added = 0;
    for (; status == SPLITDATA_OK && added < VALUES; added++) {
        int length = snprintf(text, sizeof text, "v%d", added);
        const struct sd_key_field value = {text, (size_t)length};
        status = sd_distinct_add(&distinct, &value, 1, &code, &error);
    }
    assert_int_equal(status, SPLITDATA_SYSTEM); /* the limit is kept */
    assert_true(added > 100);
    sd_distinct_free(&distinct);
}

/* An empty value has an address, like any other. */
static void only_a_value_without_bytes(void **state)
{
    struct sd_distinct distinct;
    struct splitdata_error error;
    const struct sd_key_field value = {"", 0};
    uint32_t code;
    (void)state;
    sd_distinct_begin(&distinct, NULL);
    assert_int_equal(sd_distinct_add(&distinct, &value, 1, &code, &error), SPLITDATA_OK);
    assert_int_equal(distinct.count, 1);
    assert_non_null(sd_distinct_bytes(&distinct, code));
    sd_distinct_free(&distinct);
}

enum { JOINED_ROWS = 5000, JOINED_COLUMNS = 2 };

/* Adds rows begin ... end-1 of a synthetic file of two columns. */
static void number_made(struct sd_keys *keys, size_t columns, uint64_t begin, uint64_t end,
                        uint32_t *codes)
{
    struct splitdata_error error;
    char text[JOINED_COLUMNS][40];
    struct sd_key_field fields[JOINED_COLUMNS * SD_DISTINCT_BATCH];
    assert_int_equal(sd_keys_begin(keys, columns, NULL, &error), SPLITDATA_OK);
    for (uint64_t row = begin; row < end; row++) {
        for (size_t c = 0; c < columns; c++) {
            uint64_t value = row * row * (c + 3) % 1531 % (c == 0 ? 700 : 5);
            int length = snprintf(text[c], sizeof text[c], "%s%" PRIu64,
                                  value % 3 == 0 ? "a longer value " : "", value);
            fields[c * SD_DISTINCT_BATCH] = (struct sd_key_field){text[c], (size_t)length};
        }
        assert_int_equal(sd_keys_add(keys, fields, 1, &codes[row], &error), SPLITDATA_OK);
    }
    sd_keys_count(keys, codes + begin, end - begin);
}

static void same_values(const struct sd_distinct *a, const struct sd_distinct *b)
{
    assert_int_equal(a->count, b->count);
    for (uint32_t code = 0; code < a->count; code++) {
        assert_true(a->value[code].rows == b->value[code].rows);
        assert_true(a->value[code].first == b->value[code].first);
        assert_int_equal(a->value[code].length, b->value[code].length);
        assert_memory_equal(sd_distinct_bytes(a, code), sd_distinct_bytes(b, code),
                            a->value[code].length);
    }
}

/* Keys numbered in two ranges and joined equal those of one pass. */
static void joined(void **state)
{
    static uint32_t one[JOINED_ROWS], two[JOINED_ROWS], map[JOINED_ROWS];
    (void)state;
    for (uint64_t cut = 0; cut <= 2 * JOINED_ROWS; cut += 625) {
        size_t columns = 1 + cut % 2;
        uint64_t at = cut / 2;
        struct sd_keys whole, first, second;
        struct splitdata_error error;
        number_made(&whole, columns, 0, JOINED_ROWS, one);
        number_made(&first, columns, 0, at, two);
        number_made(&second, columns, at, JOINED_ROWS, two);
        assert_int_equal(sd_keys_join(&first, &second, map, &error), SPLITDATA_OK);
        for (uint64_t row = 0; row < JOINED_ROWS; row++)
            assert_int_equal(one[row], row < at ? two[row] : map[two[row]]);
        for (size_t c = 0; c < columns; c++)
            same_values(&whole.column[c], &first.column[c]);
        same_values(&whole.tuples, &first.tuples);
        sd_keys_free(&whole);
        sd_keys_free(&first);
        sd_keys_free(&second);
    }
}

struct type_case {
    const char *type; /* NULL: inferred */
    enum sd_pandas pandas;
    const char *cells[8];
    const char *classes; /* of the rows; "" if refused */
};

static uint32_t code[8]; /* of the rows of a case */
static size_t rows;

static int find(struct sd_keys *keys, struct sd_classes *classes, const struct type_case *c,
                struct splitdata_error *error)
{
    struct sd_key_column column = {.name = "k", .type = c->type};
    assert_int_equal(sd_keys_begin(keys, 1, NULL, error), SPLITDATA_OK);
    for (rows = 0; rows < 8 && c->cells[rows] != NULL; rows++) {
        struct sd_key_field field = {c->cells[rows], strlen(c->cells[rows])};
        assert_int_equal(sd_keys_add(keys, &field, 1, &code[rows], error), SPLITDATA_OK);
    }
    sd_keys_count(keys, code, rows);
    return sd_classes_find(classes, keys, &column, c->pandas, error);
}

static void types(void **state)
{
    static const struct type_case cases[] = {
        {NULL, SD_PANDAS_2, {"10", "9", "2", "09", "+2"}, "21010"},
        {"text", SD_PANDAS_2, {"10", "9", "2", "09", "+2"}, "24310"},
        {NULL, SD_PANDAS_2, {"10", "9", "x"}, "012"},
        {NULL, SD_PANDAS_2, {"1", "1.0", "0.5", "1e0", "-0.0", "0"}, "221200"},
        {NULL, SD_PANDAS_2, {"0.3", "0.30000000000000004"}, "00"},
        {NULL, SD_PANDAS_3, {"0.3", "0.30000000000000004"}, "01"},
        {NULL, SD_PANDAS_2, {"true", "FALSE", "True"}, "101"},
        {NULL, SD_PANDAS_2, {"9223372036854775808", "9223372036854775807", "3"}, "210"},
        {NULL, SD_PANDAS_2, {"99999999999999999999", "3", "20"}, "210"}, /* text */
        {NULL, SD_PANDAS_3, {"99999999999999999999", "3", "20"}, "201"},
        {NULL, SD_PANDAS_3, {"-99999999999999999999", "-99999999999999999998", "20", "-1"}, "0132"},
        {NULL, SD_PANDAS_2, {"b", "", "a", "NA"}, "1202"}, /* missing ones last */
        {"integer", SD_PANDAS_2, {"3", "x"}, ""},
        {"integer", SD_PANDAS_2, {"9223372036854775808", "3"}, "10"},
        {"float", SD_PANDAS_2, {"3", "2"}, "10"},
        {"boolean", SD_PANDAS_2, {"True", "1"}, ""},
        {"txt", SD_PANDAS_2, {"3", "x"}, ""},
        {NULL, SD_PANDAS_2, {"é", "z", "界", "😀"}, "1023"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sd_keys keys;
        struct sd_classes classes;
        struct splitdata_error error;
        int status = find(&keys, &classes, &cases[i], &error);
        if (cases[i].classes[0] == '\0') {
            assert_int_not_equal(status, SPLITDATA_OK);
            sd_keys_free(&keys);
            continue;
        }
        assert_int_equal(status, SPLITDATA_OK);
        for (size_t row = 0; row < rows; row++) {
            uint32_t class = classes.class_of[code[row]];
            if (class != (uint32_t)(cases[i].classes[row] - '0'))
                fail_msg("case %zu, row %zu: %" PRIu32, i, row, class);
        }
        sd_classes_free(&classes);
        sd_keys_free(&keys);
    }
}

static void notes(void **state)
{
    struct sd_keys keys;
    struct sd_classes classes;
    struct splitdata_error error;
    char label[100];
    (void)state;
    const struct type_case missing = {NULL, SD_PANDAS_2, {"2.5", "7", "", "inf", "NaN"}, ""};
    assert_int_equal(find(&keys, &classes, &missing, &error), SPLITDATA_OK);
    assert_int_equal(classes.missing, 2);
    assert_int_equal(classes.first_missing, 2);
    assert_int_equal(classes.infinite, 1);
    assert_int_equal(classes.first_infinite, 3);
    assert_true(classes.fractions);
    assert_int_equal(sd_keys_add_value(&keys, 0, classes.example[0], label, sizeof label), 3);
    assert_string_equal(label, "2.5");
    assert_int_equal(sd_keys_add_value(&keys, 0, classes.example[0], label, 3), 0);
    sd_classes_free(&classes);
    sd_keys_free(&keys);
    const struct type_case wrong = {"integer", SD_PANDAS_2, {"2", "x"}, ""};
    assert_int_equal(find(&keys, &classes, &wrong, &error), SPLITDATA_DATA);
    assert_string_equal(error.message, "column k: 'x' is not of type integer "
                                       "(--column-type k=text)");
    assert_int_equal(classes.misfit, 1);
    sd_keys_free(&keys);
}

static void hash_numbers(void **state)
{
    (void)state;
    FILE *file = fopen("tests/golden/hash_numbers.txt", "r");
    assert_non_null(file);
    char line[1000];
    unsigned vectors = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '#')
            continue;
        struct sd_key_field fields[4 * SD_DISTINCT_BATCH];
        size_t count = 0;
        struct splitdata_error error;
        struct sd_share share;
        uint64_t numbers[SD_DISTINCT_BATCH];
        line[strcspn(line, "\n")] = '\0';
        char *wanted = strchr(line, '\t'), *at = strchr(wanted + 1, '\t');
        *wanted++ = '\0';
        while (at != NULL) {
            *at++ = '\0';
            for (size_t i = 0; i < SD_DISTINCT_BATCH; i++)
                fields[count * SD_DISTINCT_BATCH + i] =
                    (struct sd_key_field){at, strcspn(at, "\t")};
            count++;
            at = strchr(at, '\t');
        }
        assert_int_equal(sd_share_begin(&share, line, &error), SPLITDATA_OK);
        for (size_t at_once = 1; at_once <= SD_DISTINCT_BATCH; at_once++) {
            memset(numbers, 0, sizeof numbers);
            assert_int_equal(sd_share_numbers(&share, fields, count, at_once, numbers, &error), 0);
            for (size_t i = 0; i < at_once; i++)
                assert_true(numbers[i] == strtoull(wanted, NULL, 10));
        }
        sd_share_free(&share);
        vectors++;
    }
    fclose(file);
    assert_true(vectors > 40);
}

static void hash_limits(void **state)
{
    (void)state;
    struct splitdata_error error;
    uint64_t limits[3];
    const struct sd_ratio shares[] = {{7, 10}, {3, 20}, {3, 20}};
    assert_int_equal(sd_hash_limits(shares, 3, limits, &error), SPLITDATA_OK);
    assert_true(limits[0] == UINT64_C(3152519739159348)); /* ceil(0.7 * 2^52) */
    assert_true(limits[1] == UINT64_C(3828059683264922)); /* ceil(0.85 * 2^52) */
    assert_int_equal(sd_hash_part(limits, 3, 0), 0);
    assert_int_equal(sd_hash_part(limits, 3, limits[0] - 1), 0);
    assert_int_equal(sd_hash_part(limits, 3, limits[0]), 1);
    assert_int_equal(sd_hash_part(limits, 3, SD_HASH_RANGE - 1), 2);
    const struct sd_ratio half[] = {{1, 2}, {1, 2}};
    assert_int_equal(sd_hash_limits(half, 2, limits, &error), SPLITDATA_OK);
    assert_true(limits[0] == SD_HASH_RANGE / 2);
    const struct sd_ratio all[] = {{1, 1}, {1, 2}};
    assert_int_equal(sd_hash_limits(all, 2, limits, &error), SPLITDATA_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hash64),
        cmocka_unit_test(many_distinct),
        cmocka_unit_test(only_a_value_without_bytes),
        cmocka_unit_test(joined),
        cmocka_unit_test(types),
        cmocka_unit_test(notes),
        cmocka_unit_test(hash_numbers),
        cmocka_unit_test(hash_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
