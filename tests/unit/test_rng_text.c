/* SPDX-License-Identifier: MIT */
/* Seeds and doubles as text, the handle, and constants that have a formula. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rng/bits.h"
#include "rng/ziggurat.h"
#include "splitdata/random.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void seeds_are_refused(void **unused)
{
    (void)unused;
    static const char *const cases[][3] = {
        /* generator, seed, a part of the message */
        {"numpy", "-1", "between 0 and 2**32 - 1"},
        {"numpy", "4294967296", "between 0 and 2**32 - 1"},
        {"numpy", "1,4294967296", "between 0 and 2**32 - 1"},
        {"numpy", "", "non-empty"},
        {"numpy", ",", "non-empty"},
        {"numpy", "1,,2", "comma list"},
        {"numpy", "x", "'x'"},
        {"numpy", "0.5", "'0.5'"},
        {"numpy", "99999999999999999999999", "between 0"},
        {"numpy-pcg64", "-1", "non-negative"},
        {"numpy-sfc64", "1,-2", "non-negative"},
        {"numpy-mt19937", "", "non-negative"},
        {"python", "float:x", "needs a number"},
        {"python", "bytes:0", "hexadecimal"},
        {"python", "bytes:0g", "hexadecimal"},
        {"python", "int:x", "needs an integer"},
        {"python", "\xff", "UTF-8"},
        {"torch", "18446744073709551616", "2**64 - 1"},
        {"torch", "-9223372036854775809", "-2**63"},
        {"r", "2147483648", "2147483647"},
        {"r@3.5", "-2147483648", "-2147483647"},
        {"java", "9223372036854775808", "2**63 - 1"},
        {"go", "1.5", "integer"},
        {"ruby", "ten", "integer"},
        {"libc++", "-1", "2**32 - 1"},
        {"rust@0.8", "18446744073709551616", "2**64 - 1"},
        {"duckdb@1.5", "-1", "2**63 - 1"},
        {"spark@3", "", "integer"},
        {"numpi", "1", "did you mean 'numpy'?"},
        {"completely-else", "1", "--list"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct splitdata_random random;
        struct splitdata_error error;
        assert_int_equal(splitdata_random_init(&random, cases[i][0], cases[i][1], &error),
                         SPLITDATA_USAGE);
        if (strstr(error.message, cases[i][2]) == NULL)
            fail_msg("%s %s: %s", cases[i][0], cases[i][1], error.message);
    }
}

static void seeds_are_equal(void **unused)
{
    (void)unused;
    static const char *const cases[][3] = {
        {"numpy", "5,", "005,"},
        {"numpy", "+7", "7"},
        {"numpy-pcg64", "5", "5,"},
        {"python", "-5", "5"},
        {"python", "float:1.0", "int:1"},
        {"python", "text", "str:text"},
        {"python", "str:\xc3\xa4", "bytes:c3a4"},
        {"torch", "-1", "4294967295"},
        {"torch", "0", "4294967296"},
        {"ruby", "-3", "3"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct splitdata_random a, b;
        struct splitdata_error error;
        assert_int_equal(splitdata_random_init(&a, cases[i][0], cases[i][1], &error), 0);
        assert_int_equal(splitdata_random_init(&b, cases[i][0], cases[i][2], &error), 0);
        for (int k = 0; k < 9; k++)
            assert_true(splitdata_random_raw(&a) == splitdata_random_raw(&b));
    }
}

/* A comma-separated list of any length seeds as the array does. */
static void long_lists(void **unused)
{
    (void)unused;
    uint32_t words[1000];
    char text[12000], *at = text;
    for (uint32_t i = 0; i < 1000; i++) {
        words[i] = i * 4000000;
        at += sprintf(at, "%lu,", (unsigned long)words[i]);
    }
    struct splitdata_numpy a, b;
    struct splitdata_error error;
    assert_int_equal(splitdata_numpy_seed_text(&a, text, &error), 0);
    splitdata_numpy_seed_array(&b, words, 1000);
    assert_memory_equal(&a.twister, &b.twister, sizeof a.twister);
}

/* Longer than the buffer on the stack: the same digits as a number and as the sum of its
 * components. */
static void huge_integers(void **unused)
{
    (void)unused;
    struct splitdata_python a, b;
    struct splitdata_error error;
    size_t digits = 20000;
    char *text = malloc(digits + 1);
    assert_non_null(text);
    /* 2^65536 has 19,729 digits: multiply it up as text, by 2^16 at a time. */
    memset(text, '0', digits);
    text[digits] = '\0';
    text[digits - 1] = '1';
    for (int i = 0; i < 65536; i += 16) {
        int carry = 0;
        for (size_t k = digits; k-- > 0;) {
            int value = 65536 * (text[k] - '0') + carry;
            text[k] = (char)('0' + value % 10);
            carry = value / 10;
        }
    }
    uint32_t words[2049] = {[2048] = 1};
    assert_int_equal(splitdata_python_seed_text(&a, text, 2, &error), 0);
    splitdata_python_seed(&b, words, 2049);
    assert_memory_equal(&a.twister, &b.twister, sizeof a.twister);
    free(text);
}

static void doubles_as_text(void **unused)
{
    (void)unused;
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0.1, "0.1"},
        {-0.0, "-0.0"},
        {1.0, "1.0"},
        {1e15, "1000000000000000.0"},
        {1e16, "1e+16"},
        {123456789012345680.0, "1.2345678901234568e+17"},
        {0.0001, "0.0001"},
        {0.00001, "1e-05"},
        {5e-324, "5e-324"},
        {2.2250738585072014e-308, "2.2250738585072014e-308"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
        {0x1p-44, "5.684341886080802e-14"},
        {9007199254740993.0, "9007199254740992.0"},
        {HUGE_VAL, "inf"},
        {-HUGE_VAL, "-inf"},
    };
    char text[SPLITDATA_DOUBLE_TEXT];
    double value;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(splitdata_format_double(text, cases[i].value), strlen(cases[i].text));
        assert_string_equal(text, cases[i].text);
        assert_true(splitdata_parse_double(text, &value));
        assert_memory_equal(&value, &cases[i].value, sizeof value);
    }
    static const char *const bad[] = {"",    ".",  "-",  "e5",    "1e",      "1e+", "0x1",
                                      "1,5", " 1", "1 ", "1.2.3", "infinit", "nanx"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(splitdata_parse_double(bad[i], &value));
    static const struct {
        const char *text;
        double value;
    } odd[] = {{"1e400", HUGE_VAL},
               {"1e-400", 0.0},
               {"0e999999999999999999", 0.0},
               {"+.5e1", 5.0},
               {"5.", 5.0},
               {"Infinity", HUGE_VAL},
               {"2.4703282292062327208e-324", 0.0},
               {"2.4703282292062327209e-324", 5e-324},
               {"9007199254740993", 9007199254740992.0},
               {"9007199254740993.0000000000000000000001", 9007199254740994.0}};
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        assert_true(splitdata_parse_double(odd[i].text, &value));
        assert_true(value == odd[i].value);
    }
}

static void doubles_go_there_and_back(void **unused)
{
    (void)unused;
    struct splitdata_numpy_generator random;
    splitdata_numpy_generator_seed(&random, SPLITDATA_SFC64, 1);
    (void)setlocale(LC_ALL, "de_DE.UTF-8"); /* if it is installed, the decimal point is a comma */
    for (int i = 0; i < 50000; i++) {
        uint64_t bits = splitdata_numpy_generator_next64(&random);
        double value, back;
        char text[SPLITDATA_DOUBLE_TEXT];
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        assert_true(splitdata_format_double(text, value) < sizeof text);
        assert_true(splitdata_parse_double(text, &back));
        assert_memory_equal(&value, &back, sizeof value);
    }
    (void)setlocale(LC_ALL, "C");
}

static void the_handle(void **unused)
{
    (void)unused;
    struct splitdata_random random;
    struct splitdata_error error;
    uint32_t seed;
    int items[3] = {1, 2, 3};
    assert_null(splitdata_random_find("nothing"));
    assert_null(splitdata_random_kind_at(1000));
    assert_int_equal(splitdata_random_init(&random, "duckdb@1.5", "1", &error), 0);
    assert_int_equal(splitdata_random_shuffle(&random, items, 3, sizeof items[0], &error),
                     SPLITDATA_USAGE);
    assert_int_equal(splitdata_random_init(&random, "java", "1", &error), 0);
    assert_int_equal(splitdata_random_shuffle(&random, items, (uint64_t)1 << 31, 1, &error),
                     SPLITDATA_USAGE);
    assert_int_equal(splitdata_random_system_seed(&seed, &error), 0);
}

static void choices_are_refused(void **unused)
{
    (void)unused;
    struct splitdata_random random;
    struct splitdata_error error;
    double weights[3] = {0.5, 0.5, 0.0}, work[64];
    uint64_t out[8];
    struct splitdata_choice choice = {.population = 3, .size = 4, .work = work};
    assert_int_equal(splitdata_random_init(&random, "numpy", "1", &error), 0);
    struct splitdata_numpy *numpy = &random.state.numpy;
    assert_int_equal(splitdata_numpy_choice(numpy, &choice, out, &error), SPLITDATA_USAGE);
    choice.size = 3;
    choice.weights = weights;
    assert_int_equal(splitdata_numpy_choice(numpy, &choice, out, &error), SPLITDATA_USAGE);
    assert_non_null(strstr(error.message, "Fewer non-zero"));
    weights[0] = 0.4;
    assert_int_equal(splitdata_numpy_choice(numpy, &choice, out, &error), SPLITDATA_USAGE);
    weights[0] = NAN;
    assert_int_equal(splitdata_numpy_choice(numpy, &choice, out, &error), SPLITDATA_USAGE);
    weights[0] = -1;
    assert_int_equal(splitdata_numpy_choice(numpy, &choice, out, &error), SPLITDATA_USAGE);
    choice = (struct splitdata_choice){.size = 1, .replace = 1};
    assert_int_equal(splitdata_numpy_choice(numpy, &choice, out, &error), SPLITDATA_USAGE);
    choice.size = 0;
    assert_int_equal(splitdata_numpy_choice(numpy, &choice, out, &error), SPLITDATA_OK);
    choice.population = UINT64_MAX;
    choice.replace = 0;
    assert_true(splitdata_numpy_choice_work(&choice) == SIZE_MAX);
}

static void ziggurat_formula(void **unused)
{
    (void)unused;
    double r = sd_ziggurat_r, v = (r + 1) * exp(-r), x[257];
    x[255] = r;
    for (int i = 254; i >= 1; i--)
        x[i] = -log(v / x[i + 1] + exp(-x[i + 1]));
    double q = v / exp(-r);
    assert_true(sd_ziggurat_fe[0] == 1.0);
    assert_true(fabs(sd_ziggurat_we[0] * 0x1p53 / q - 1) < 1e-12);
    for (int i = 1; i < 256; i++) {
        assert_true(fabs(sd_ziggurat_we[i] * 0x1p53 / x[i] - 1) < 1e-10);
        assert_true(fabs(sd_ziggurat_fe[i] / exp(-x[i]) - 1) < 1e-10);
        double k = i == 1 ? 0 : x[i - 1] / x[i] * 0x1p53;
        assert_true(fabs((double)sd_ziggurat_ke[i] - k) < 1e6);
    }
}

/* Compares with the schoolbook product of 16-bit digits. */
static void wide_products(void **unused)
{
    (void)unused;
    struct splitdata_numpy random;
    splitdata_numpy_seed(&random, 1);
    for (int round = 0; round < 20000; round++) {
        uint64_t a = splitdata_numpy_next64(&random), b = splitdata_numpy_next64(&random);
        if (round % 5 == 0)
            a |= UINT64_MAX << (round % 64);
        uint64_t digits[9] = {0};
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                uint64_t part = (a >> 16 * i & 0xffff) * (b >> 16 * j & 0xffff);
                digits[i + j] += part & 0xffff;
                digits[i + j + 1] += part >> 16;
            }
        }
        uint64_t words[2] = {0, 0};
        for (int i = 0; i < 8; i++) {
            digits[i + 1] += digits[i] >> 16;
            words[i / 4] |= (digits[i] & 0xffff) << 16 * (i % 4);
        }
        struct splitdata_u128 product = sd_multiply(a, b);
        assert_true(product.low == words[0] && product.high == words[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seeds_are_refused), cmocka_unit_test(seeds_are_equal),
        cmocka_unit_test(long_lists),        cmocka_unit_test(huge_integers),
        cmocka_unit_test(doubles_as_text),   cmocka_unit_test(doubles_go_there_and_back),
        cmocka_unit_test(the_handle),        cmocka_unit_test(choices_are_refused),
        cmocka_unit_test(ziggurat_formula),  cmocka_unit_test(wide_products),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
