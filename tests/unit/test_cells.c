/* SPDX-License-Identifier: MIT */
/* Single fields: the fast paths give the same as libcsv, and every scanner the same as no scanner.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "csv/cells.h"
#include "random_bytes.h"
#include "splitdata/splitdata.h"

#include <stdio.h>
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
    assert_int_equal(sd_cells_open(&cells, &dialect, NULL, &error), SPLITDATA_OK);
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
    assert_int_equal(sd_cells_open(&cells, &dialect, NULL, &error), SPLITDATA_OK);
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

/* --- many records ---------------------------------------------------------------------------- */

enum { RECORDS = 32, BYTES = 20000 };

static uint8_t input[BYTES];
static struct sd_key_field records[RECORDS];

/* Records one after another, mostly well-formed: long ones cross blocks of 64 bytes. Returns their
 * length. */
static size_t make_records(uint64_t *random, unsigned oddness)
{
    static const char *const pieces[] = {"a",          "\"b\"",   "\"c,d\"",  "\"e\"\"f\"",
                                         "",           "\"\"",    "\"g\nh\"", "\"i\"\",\"j\"",
                                         "klmnopqrst", "\"u v\"", "\"\"\"\"", "w\"x",
                                         "\"y\"z",     " \"1\" ", "\"2\" ",   "3\"\"4"};
    const size_t plain = 11, all = sizeof pieces / sizeof pieces[0];
    size_t length = 0;
    for (size_t r = 0; r < RECORDS; r++) {
        size_t begin = length, fields = 1 + random_below(random, 12);
        for (size_t f = 0; f < fields; f++) {
            const bool odd = random_below(random, 100) < oddness;
            const char *piece = pieces[random_below(random, odd ? all : plain)];
            size_t repeat = random_below(random, 8) == 0 && piece[0] == 'k' ? 9 : 1;
            for (size_t i = 0; i < repeat; i++, length += strlen(piece))
                memcpy(input + length, piece, strlen(piece));
            input[length++] = f + 1 < fields ? ',' : '\n';
        }
        if (random_below(random, 8) == 0) {
            memcpy(input + length - 1, "\r\n", 2);
            length++;
        }
        records[r] = (struct sd_key_field){(const char *)input + begin, length - begin};
    }
    return length;
}

static void compare_scanner(const struct sd_scanner *scanner, const struct sd_dialect *dialect,
                            size_t length, size_t column)
{
    struct splitdata_error error;
    struct sd_cells cells, one;
    struct sd_key_field values[RECORDS];
    size_t count = RECORDS;
    assert_int_equal(sd_cells_open(&cells, dialect, scanner, &error), SPLITDATA_OK);
    assert_int_equal(sd_cells_open(&one, dialect, sd_scanner_named("exact"), &error), SPLITDATA_OK);
    for (size_t begin = 0; begin < RECORDS; begin += count) {
        count = RECORDS - begin;
        assert_int_equal(sd_cells_read_all(&cells, records + begin, &count, input + length, column,
                                           values, &error),
                         SPLITDATA_OK);
        assert_true(count > 0);
        for (size_t i = 0; i < count; i++) {
            struct sd_field_value wanted;
            const struct sd_key_field *record = &records[begin + i];
            assert_int_equal(sd_cells_read(&one, (const uint8_t *)record->bytes, record->length,
                                           column, &wanted, &error),
                             SPLITDATA_OK);
            const size_t wanted_length = wanted.present ? wanted.length : 0;
            if (values[i].length != wanted_length ||
                (wanted_length != 0 && memcmp(values[i].bytes, wanted.bytes, wanted_length) != 0))
                fail_msg("%s, column %zu: '%.*s' of '%.*s'", scanner->name, column,
                         (int)values[i].length, values[i].bytes, (int)record->length,
                         record->bytes);
            /* Only the last value of a batch may have been copied. */
            assert_true(!wanted.copied || i + 1 == count);
        }
    }
    sd_cells_close(&cells);
    sd_cells_close(&one);
}

static void every_scanner(void **state)
{
    static const int quotes[] = {'"', SD_NO_QUOTE};
    uint64_t random = 1;
    (void)state;
    for (unsigned turn = 0; turn < 400; turn++) {
        const struct sd_dialect dialect = {.delimiter = ',', .quote = quotes[turn % 8 == 7]};
        const size_t length = make_records(&random, turn % 4 == 0 ? 30 : 0);
        const char *name;
        for (size_t s = 0; (name = splitdata_scanner_name(s)) != NULL; s++) {
            for (size_t column = 0; column < 13; column += 1 + turn % 3)
                compare_scanner(sd_scanner_named(name), &dialect, length, column);
        }
    }
}

/* A scanner that always leaves the fields to others would pass the test above. */
static void scanners_find_fields(void **state)
{
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"'};
    const char *text = "a,\"b,c\",d\n\"e\"\"f\",\"g\"\r\n";
    struct sd_key_field values[2];
    const char *name;
    (void)state;
    memset(input, 'x', sizeof input);
    memcpy(input, text, strlen(text));
    records[0] = (struct sd_key_field){(const char *)input, 10};
    records[1] = (struct sd_key_field){(const char *)input + 10, strlen(text) - 10};
    for (size_t s = 0; (name = splitdata_scanner_name(s)) != NULL; s++) {
        sd_fast_fields *find = sd_scanner_named(name)->fields;
        if (find == NULL)
            continue;
        assert_int_equal(find(&dialect, records, 2, input + sizeof input, 1, values), 2);
        assert_int_equal(values[0].length, 3);
        assert_memory_equal(values[0].bytes, "b,c", 3);
        assert_int_equal(values[1].length, 1);
        assert_memory_equal(values[1].bytes, "g", 1);
        /* libcsv must read the doubled quote; and not all bytes of a block can be read. */
        assert_int_equal(find(&dialect, records, 2, input + sizeof input, 0, values), 1);
        assert_int_equal(find(&dialect, records, 2, input + 63, 1, values), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scanner),
        cmocka_unit_test(scanners_find_fields),
        cmocka_unit_test(as_libcsv),
        cmocka_unit_test(fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
