/* SPDX-License-Identifier: MIT */
/* Single fields: the fast path gives the same as libcsv. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "csv/cells.h"

#include <string.h>

enum { LONGEST = 9 };

/* Every field of up to `LONGEST` letters, by the fast path and by libcsv. */
static void as_libcsv(void **state)
{
    static const char letters[] = {'a', '"', ' ', '\t'};
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"'};
    struct splitdata_error error;
    struct sd_cells cells = {0};
    unsigned asked = 0, plain = 0;
    (void)state;
    assert_int_equal(sd_cells_open(&cells, &dialect, &error), SPLITDATA_OK);
    struct sd_field_parser *parser = sd_field_parser_open(&dialect);
    assert_non_null(parser);
    for (size_t length = 0; length <= LONGEST; length++) {
        for (size_t number = 0; number < (size_t)1 << 2 * length; number++) {
            char record[LONGEST + 8] = "b,";
            for (size_t i = 0; i < length; i++)
                record[2 + i] = letters[number >> 2 * i & 3];
            memcpy(record + 2 + length, ",c\n", 3);
            struct sd_field_value value, wanted = {0};
            assert_int_equal(
                sd_field_parse(parser, (const uint8_t *)record + 2, length, &wanted, &error),
                SPLITDATA_OK);
            assert_int_equal(
                sd_cells_read(&cells, (const uint8_t *)record, length + 5, 1, &value, &error),
                SPLITDATA_OK);
            assert_true(value.present);
            const char *end = record + 2 + length;
            bool within = !value.copied && value.bytes + value.length <= end;
            assert_true(value.copied || within);
            asked += value.copied;
            plain += !value.copied;
            /* An open quote includes the next field; the index refuses such a record. */
            if (value.copied)
                continue;
            assert_int_equal(value.length, wanted.length);
            assert_memory_equal(value.bytes, wanted.length == 0 ? "" : wanted.bytes, value.length);
        }
    }
    assert_true(asked > 1000 && plain > 1000);
    sd_field_parser_close(parser);
    sd_cells_close(&cells);
}

/* Delimiters, line breaks and doubled quotes within quotes. */
static void fields(void **state)
{
    static const struct {
        const char *record;
        size_t column;
        const char *value; /* NULL: there is no such field */
        bool copied;
    } cases[] = {
        {"a,b,c\n", 1, "b", false},
        {"a,\"b,c\",d\r\n", 1, "b,c", false},
        {"a,\"b\r\nc\",d\r\n", 1, "b\r\nc", false},
        {"a,\"b\"\"c\",d", 1, "b\"c", true},
        {"\"\",x", 0, "", false},
        {"\"\"\"\",x", 0, "\"", true},
        {"5\" disk,x", 0, "5\" disk", true},
        {"\"a\"b,x", 0, "a\"b", true}, /* libcsv takes the second quote as text */
        {" \"a\" ,x", 0, " \"a\" ", true},
        {"a,b\n", 2, NULL, false},
        {"a,\n", 1, "", false},
    };
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"'};
    struct splitdata_error error;
    struct sd_cells cells = {0};
    (void)state;
    assert_int_equal(sd_cells_open(&cells, &dialect, &error), SPLITDATA_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sd_field_value value;
        const uint8_t *record = (const uint8_t *)cases[i].record;
        assert_int_equal(
            sd_cells_read(&cells, record, strlen(cases[i].record), cases[i].column, &value, &error),
            SPLITDATA_OK);
        assert_int_equal(value.present, cases[i].value != NULL);
        if (cases[i].value == NULL)
            continue;
        if (value.length != strlen(cases[i].value) ||
            memcmp(value.bytes, cases[i].value, value.length) != 0)
            fail_msg("case %zu: '%.*s'", i, (int)value.length, value.bytes);
        assert_int_equal(value.copied, cases[i].copied);
    }
    sd_cells_close(&cells);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_libcsv),
        cmocka_unit_test(fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
