/* SPDX-License-Identifier: MIT */
/* scikit-learn's splits: every vector of tests/golden/sklearn_splits.txt. */
#define _POSIX_C_SOURCE 200809L /* getline */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "algorithm/introsort.h"
#include "base/digest.h"
#include "strategy_cases.h"

static void golden(void **state)
{
    (void)state;
    FILE *file = fopen("tests/golden/sklearn_splits.txt", "r");
    assert_non_null(file);
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    unsigned cases = 0, failed = 0;
    struct split_case c = {0};
    struct sd_text expected = {0}, got = {0};
    bool expecting = false;
    while ((length = getline(&line, &size, file)) > 0) {
        if (line[0] == '#')
            continue;
        line[length - 1] = '\0';
        if (expecting && strcmp(line, "end") != 0) {
            assert_true(sd_text_add(&expected, line) && sd_text_add(&expected, "\n"));
        } else if (expecting) {
            struct splitdata_error error = {0};
            case_run(&c, &got, &error);
            cases++;
            if (got.bytes == NULL || strcmp(got.bytes, expected.bytes) != 0) {
                failed++;
                print_message("%s: %s\n", c.name, error.message);
            }
            case_free(&c);
            sd_text_free(&got);
            sd_text_free(&expected);
            expecting = false;
        } else if (!case_line(&c, line)) {
            expecting = true;
        }
    }
    free(line);
    fclose(file);
    print_message("%u cases of scikit-learn, %u differ\n", cases, failed);
    assert_true(cases > 300);
    assert_int_equal(failed, 0);
}

/* SHA-256 of rows as 64-bit little-endian numbers, in hexadecimal. */
static void digest(const uint64_t *rows, uint64_t count, char out[65])
{
    uint8_t bytes[8];
    struct sd_digest sum = {0};
    struct splitdata_error error;
    for (uint64_t i = 0; i < count; i++) {
        for (int b = 0; b < 8; b++)
            bytes[b] = (uint8_t)(rows[i] >> 8 * b);
        assert_int_equal(sd_digest_add(&sum, bytes, sizeof bytes, &error), SPLITDATA_OK);
    }
    assert_int_equal(sd_digest_text(&sum, out, &error), SPLITDATA_OK);
    sd_digest_free(&sum);
}

/* train_test_split(range(20000), stratify=y, test_size=0.2, random_state=101) of scikit-learn 1.2.1
 * for the label ['b', 'a', 'd', 'c'][min(3, (i * i + 3 * i) % 7 // 2)] of row i. */
static void large(void **state)
{
    enum { ROWS = 20000, TEST = 4000 };
    static const uint32_t classes[] = {1, 0, 2}; /* of b, a, d; no row is c */
    static uint64_t items[ROWS];
    static uint32_t code[ROWS];
    uint64_t counts[3] = {0}, sizes[2] = {ROWS - TEST, TEST};
    struct sd_cut cuts[2];
    struct sd_plan plan = {.items = items, .count = ROWS, .cuts = cuts, .parts = 2};
    struct splitdata_random random;
    struct splitdata_error error;
    char hex[65];
    (void)state;
    for (uint64_t i = 0; i < ROWS; i++) {
        uint64_t label = (i * i + 3 * i) % 7 / 2;
        assert_true(label < 3);
        code[i] = classes[label];
        counts[code[i]]++;
        items[i] = i;
    }
    struct sd_codes strata = {.code = code, .sizes = counts, .rows = ROWS, .count = 3};
    assert_int_equal(splitdata_random_init(&random, "numpy", "101", &error), SPLITDATA_OK);
    struct sd_draw draw = {.permute = sd_recipe_sklearn.permute, .random = &random};
    struct sd_stratified stratified = {.strata = &strata};
    assert_int_equal(sd_stratified(&plan, &stratified, sizes, &draw, &error), SPLITDATA_OK);
    digest(items + cuts[0].begin, cuts[0].end - cuts[0].begin, hex);
    assert_string_equal(hex, "ac43e5d89461317d75a234f6cdb31c715fa085491628af8d0e72f8ac0f09cf58");
    digest(items + cuts[1].begin, cuts[1].end - cuts[1].begin, hex);
    assert_string_equal(hex, "a408cf8065ac7b26a6805c9311c2fbf07918d1ccea03cb48a821693de47b817d");
}

/* numpy.argsort of 2000 integers on a processor without AVX2 (NumPy 2.4.6 with AVX2 disabled): the
 * order of equal keys is that of its sort. The last rows make the median of three choose badly
 * again and again, until heapsort takes over. */
static void introsort(void **state)
{
    enum { COUNT = 2000, HALF = COUNT / 2 };
    static const struct {
        uint64_t divisor; /* of the bad sequence; 0: another one */
        const char *digest;
    } cases[] = {
        {0, "90cbc52aa6243e20902df91808987854bbae1e1db6dc79027beb779e33b98e99"},
        {1, "67f3e5d27a60f027a15c90153755e59f89b36ea703c5d46e26a2fc4913e9dc4f"},
        {2, "565740b94d93ec89df5bbd414ee94e40342dfd3523c9954ca85da02d8fab36f8"},
        {3, "cdebccda8bbc4267c89e4ac0161c7d27f94faa7a5b431f7e6a351eff8a9bb2e9"},
        {5, "23ba1d3ec2edff7b1cf7dd69c3333e4f97f4486375f8ba3393c0ad8a681ffffc"},
    };
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        static uint64_t keys[COUNT], rows[COUNT];
        static uint32_t order[COUNT];
        char hex[65];
        for (uint64_t i = 0; i < COUNT && cases[c].divisor == 0; i++)
            keys[i] = (i * i + 3 * i) % 97;
        for (uint64_t i = 1; i <= HALF && cases[c].divisor != 0; i++) {
            if (i % 2 == 1) {
                keys[i - 1] = i / cases[c].divisor;
                keys[i] = (HALF + i) / cases[c].divisor;
            }
            keys[HALF + i - 1] = 2 * i / cases[c].divisor;
        }
        sd_introsort(order, keys, COUNT);
        for (size_t i = 0; i < COUNT; i++)
            rows[i] = order[i];
        digest(rows, COUNT, hex);
        assert_string_equal(hex, cases[c].digest);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(golden), cmocka_unit_test(large),
                                       cmocka_unit_test(introsort)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
