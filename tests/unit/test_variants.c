/* SPDX-License-Identifier: MIT */
/*
 * Compares the variants of CSV and comments with a slow second reader: all short strings over the
 * significant bytes, in one piece and in two.
 *
 * In the environment, SPLITDATA_THIN: strings up to length 5 instead of 6.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "csv/cells.h"
#include "csv/scan.h"
#include "reference_variants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct variant_result expected;
static struct sd_spans spans;

static void fail_at(const char *what, const char *bytes, size_t length)
{
    char shown[256];
    splitdata_escape(shown, sizeof shown, bytes, length);
    fail_msg("%s: '%s'", what, shown);
}

static void check_fields(const struct sd_dialect *dialect, const char *bytes, size_t length)
{
    struct splitdata_error error;
    struct sd_cells cells;
    assert_int_equal(sd_cells_open(&cells, dialect, NULL, &error), SPLITDATA_OK);
    for (size_t r = 0; r < expected.count; r++) {
        const struct variant_record *record = &expected.record[r];
        for (size_t f = 0; f <= record->fields; f++) {
            struct sd_field_value value;
            assert_int_equal(sd_cells_read(&cells, (const uint8_t *)bytes + record->start,
                                           record->end - record->start, f, &value, &error),
                             SPLITDATA_OK);
            bool right = f == record->fields
                             ? !value.present
                             : value.present && value.length == record->length[f] &&
                                   memcmp(value.bytes, record->value[f], value.length) == 0;
            if (!right)
                fail_at("another field", bytes, length);
        }
    }
    sd_cells_close(&cells);
}

/* Scans bytes[0..length-1] with a cut before byte `cut`. */
static void check_scan(const struct sd_dialect *dialect, const char *bytes, size_t length,
                       size_t cut)
{
    struct splitdata_error error;
    struct sd_scan scan;
    spans.count = spans.long_count = 0;
    sd_scan_begin(&scan, dialect, NULL, &spans, 0);
    int status = sd_scan_feed(&scan, (const uint8_t *)bytes, cut, &error);
    if (status == SPLITDATA_OK)
        status = sd_scan_feed(&scan, (const uint8_t *)bytes + cut, length - cut, &error);
    if (status == SPLITDATA_OK)
        status = sd_scan_finish(&scan, &error);
    if ((status == SPLITDATA_OK) != (expected.verdict == VARIANT_ACCEPT))
        fail_at(status == SPLITDATA_OK ? "accepted" : error.message, bytes, length);
    if (status != SPLITDATA_OK) {
        if ((strstr(error.message, "quote") != NULL) != (expected.verdict == VARIANT_OPEN_QUOTE))
            fail_at(error.message, bytes, length);
        return;
    }
    if (spans.count != expected.count || scan.blank_lines != expected.blank_lines ||
        scan.comment_lines != expected.comment_lines)
        fail_at("another number of lines", bytes, length);
    for (size_t r = 0; r < expected.count; r++) {
        struct sd_span span = sd_spans_unpack(&spans, spans.packed[r]);
        if (span.start != expected.record[r].start ||
            span.start + span.length != expected.record[r].end)
            fail_at("another record", bytes, length);
    }
    /* The number of fields is known of the first record; with ragged_keep no more is needed. */
    if (expected.count != 0 && scan.fields != expected.record[0].fields)
        fail_at("another number of fields", bytes, length);
}

static void check_all(const struct sd_dialect *dialect, const struct variant_dialect *reference,
                      const char *alphabet)
{
    size_t letters = strlen(alphabet), longest = getenv("SPLITDATA_THIN") != NULL ? 5 : 6;
    char bytes[8];
    for (size_t length = 1; length <= longest; length++) {
        size_t strings = 1;
        for (size_t i = 0; i < length; i++)
            strings *= letters;
        for (size_t s = 0; s < strings; s++) {
            size_t number = s;
            for (size_t i = 0; i < length; i++, number /= letters)
                bytes[i] = alphabet[number % letters];
            variant_read(reference, bytes, length, &expected);
            check_scan(dialect, bytes, length, 0);
            check_scan(dialect, bytes, length, 1 + s % length);
            if (expected.verdict == VARIANT_ACCEPT && sd_dialect_is_variant(dialect))
                check_fields(dialect, bytes, length);
        }
    }
}

static struct sd_dialect dialect_of(unsigned char delimiter)
{
    return (struct sd_dialect){
        .delimiter = delimiter, .quote = '"', .ragged_keep = true, .delimiter_set = true};
}

static void escapes(void **state)
{
    (void)state;
    struct sd_dialect dialect = dialect_of(',');
    dialect.escape = '\\';
    check_all(&dialect, &(struct variant_dialect){",", '"', '\\', 0}, "a,\"\\\n\r ");
    dialect.quote = SD_NO_QUOTE;
    check_all(&dialect, &(struct variant_dialect){",", -1, '\\', 0}, "a,\"\\\n\r ");
    dialect = dialect_of('\t');
    dialect.escape = '\\';
    dialect.comment = '#';
    check_all(&dialect, &(struct variant_dialect){"\t", '"', '\\', '#'}, "\t\"\\\n\r #");
}

static void blanks(void **state)
{
    (void)state;
    struct sd_dialect dialect = dialect_of(' ');
    dialect.blanks = true;
    dialect.comment = '#';
    check_all(&dialect, &(struct variant_dialect){"", '"', 0, '#'}, "a \t\"\n\r#");
    dialect.comment = 0;
    dialect.escape = '\\';
    check_all(&dialect, &(struct variant_dialect){"", '"', '\\', 0}, "a \t\"\n\r\\");
}

static void colons(void **state)
{
    (void)state;
    struct sd_dialect dialect = dialect_of(':');
    dialect.colons = true;
    check_all(&dialect, &(struct variant_dialect){"::", '"', 0, 0}, "a:\"\n\r ");
    dialect.escape = '\\';
    dialect.comment = '#';
    check_all(&dialect, &(struct variant_dialect){"::", '"', '\\', '#'}, "a:\"\\\n#");
}

static int set_up(void **state)
{
    (void)state;
    sd_spans_begin(&spans, 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sd_spans_free(&spans);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes),
        cmocka_unit_test(blanks),
        cmocka_unit_test(colons),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
