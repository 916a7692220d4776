/* SPDX-License-Identifier: MIT */
/* Keys: distinct values, types and their order, bins, and the numbers of the hashed split. What
 * pandas and scikit-learn make of random columns is compared live by
 * tests/oracle/strategy_oracle.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "keys/classes.h"
#include "keys/hash64.h"
#include "keys/share.h"
#include "strategy/hashed.h"

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
            assert_int_equal(sd_distinct_add(&distinct, text, (size_t)length, &code, &error), 0);
            assert_int_equal(code, i);
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
        status = sd_distinct_add(&distinct, text, (size_t)length, &code, &error);
    }
    assert_int_equal(status, SPLITDATA_SYSTEM); /* the bound is kept */
    assert_true(added > 100);
    sd_distinct_free(&distinct);
}

struct type_case {
    const char *type; /* NULL: inferred */
    enum sd_pandas pandas;
    const char *cells[8];
    const char *classes; /* of the rows; "" when refused */
};

static int find(struct sd_keys *keys, struct sd_classes *classes, const struct type_case *c,
                struct splitdata_error *error)
{
    struct sd_key_column column = {.name = "k", .type = c->type};
    assert_int_equal(sd_keys_begin(keys, 1, NULL, error), SPLITDATA_OK);
    for (size_t i = 0; i < 8 && c->cells[i] != NULL; i++) {
        struct sd_key_field field = {c->cells[i], strlen(c->cells[i])};
        assert_int_equal(sd_keys_add(keys, &field, error), SPLITDATA_OK);
    }
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
        sd_classes_apply(&classes, &keys);
        for (uint64_t row = 0; row < keys.rows; row++) {
            if (keys.code[row] != (uint32_t)(cases[i].classes[row] - '0'))
                fail_msg("case %zu, row %" PRIu64 ": %" PRIu32, i, row, keys.code[row]);
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
    sd_keys_label(&keys, classes.example[0], label, sizeof label);
    assert_string_equal(label, "2.5");
    sd_classes_free(&classes);
    sd_keys_free(&keys);
    const struct type_case wrong = {"integer", SD_PANDAS_2, {"2", "x"}, ""};
    assert_int_equal(find(&keys, &classes, &wrong, &error), SPLITDATA_DATA);
    assert_string_equal(error.message, "column k: 'x' (record 2) is not of type integer "
                                       "(--column-type k=text)");
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
        struct sd_key_field fields[4];
        size_t count = 0;
        struct splitdata_error error;
        struct sd_share share;
        uint64_t number;
        line[strcspn(line, "\n")] = '\0';
        char *wanted = strchr(line, '\t'), *at = strchr(wanted + 1, '\t');
        *wanted++ = '\0';
        while (at != NULL) {
            *at++ = '\0';
            fields[count++] = (struct sd_key_field){at, strcspn(at, "\t")};
            at = strchr(at, '\t');
        }
        assert_int_equal(sd_share_begin(&share, line, &error), SPLITDATA_OK);
        for (int twice = 0; twice < 2; twice++) {
            assert_int_equal(sd_share_number(&share, fields, count, &number, &error), 0);
            assert_true(number == strtoull(wanted, NULL, 10));
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
        cmocka_unit_test(hash64), cmocka_unit_test(many_distinct), cmocka_unit_test(types),
        cmocka_unit_test(notes),  cmocka_unit_test(hash_numbers),  cmocka_unit_test(hash_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
