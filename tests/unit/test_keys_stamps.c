/* SPDX-License-Identifier: MIT */
/* Points in time: accepted and refused texts, and the keys of a column. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "keys/stamps.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void iso(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds;
        uint32_t nanos;
        bool zoned;
    } good[] = {
        {"1970-01-01", 0, 0, false},
        {"1970-01", 0, 0, false},
        {"2024-02-29T12:30", 1709209800, 0, false},
        {"2024-02-29 12:30:59.123456789", 1709209859, 123456789, false},
        {"2024-02-29t12:30:59,5Z", 1709209859, 500000000, true},
        {"2024-02-29T12:30:59+05:30", 1709190059, 0, true},
        {"2024-02-29T12:30:59-0800", 1709238659, 0, true},
        {" 2024-02-29 12:30:59 +02 ", 1709202659, 0, true},
        {"2024-12-31T24:00", 1735689600, 0, false},
        {"2016-12-31T23:59:60Z", 1483228800, 0, true},
        {"1492-10-12", -15059606400, 0, false},
        {"9999-12-31T23:59:59.999999999", 253402300799, 999999999, false},
        {"2024-02-29T12:30:59.1000000000", 1709209859, 100000000, false},
        {"2024-02-29T12", 1709208000, 0, false},
        {"2024-02-29T12Z", 1709208000, 0, true},
        {"20240229T12", 1709208000, 0, false},
        {"20240229T1230", 1709209800, 0, false},
        {"20240229T123059Z", 1709209859, 0, true},
        {"20240229T123059.5+0530", 1709190059, 500000000, true},
        {"2024-060T12:30", 1709209800, 0, false},
        {"2024-366", 1735603200, 0, false},
        {"2024-W09-4T12:30", 1709209800, 0, false},
        {"2024-W01", 1704067200, 0, false},
        {"2025-W01-1", 1735516800, 0, false}, /* 2024-12-30 */
        {"2020-W53-7", 1609632000, 0, false}, /* 2021-01-03 */
        {"2021-W01-1", 1609718400, 0, false},
    };
    static const char *const bad[] = {
        "",
        "2024",
        "2024-13-01",
        "2023-02-29",
        "1900-02-29",
        "2024-1-1",
        "2024-01-01T",
        "2024-01-01T25:00",
        "2024-01-01T12:60",
        "2024-01-32",
        "20240101",
        "2024-01-01x",
        "2024-01-01T12:00+25",
        "2024-01-01T12:00:00.",
        "24-01-01",
        "2024-00-01",
        "2024-01-00",
        "2024-01-01T24:01",
        "2024-01-01T12:00:61",
        "2024-01-01T12:00:00.1234567891",
        "2024-01-01T12:",
        "20240101 1200",
        "20240101T",
        "20240101T12:00",
        "20240101T120",
        "202401T12",
        "2024-01-01T1200",
        "2024-366x",
        "2023-366",
        "2024-000",
        "2024-0010",
        "2024-W00",
        "2024-W53",
        "2024-W01-0",
        "2024-W01-8",
        "2024-W1",
        "2024-W01-",
        "0000-W01",
    };
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct sd_stamp stamp;
        assert_true(sd_stamp_read_iso(&stamp, good[i].text, strlen(good[i].text)));
        assert_int_equal(stamp.seconds, good[i].seconds);
        assert_int_equal(stamp.nanos, good[i].nanos);
        assert_int_equal(stamp.zoned, good[i].zoned);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct sd_stamp stamp;
        if (sd_stamp_read_iso(&stamp, bad[i], strlen(bad[i])))
            fail_msg("'%s' was read", bad[i]);
    }
}

/* Each day of a week and of the year is one day after the previous one. */
static void days_of_weeks_and_years(void **state)
{
    struct sd_stamp stamp, before = {0};
    char text[32];
    (void)state;
    bool any = false;
    for (int year = 1583; year <= 2500; year++) {
        for (int at = 0; at < 53 * 7; at++) {
            snprintf(text, sizeof text, "%04d-W%02d-%d", year, at / 7 + 1, at % 7 + 1);
            if (!sd_stamp_read_iso(&stamp, text, strlen(text))) {
                assert_true(at >= 52 * 7);
                continue;
            }
            assert_true(!any || stamp.seconds == before.seconds + 86400);
            before = stamp;
            any = true;
        }
    }
    before.seconds = -62167305600; /* the last day before the year 0 */
    for (int year = 0; year <= 9999; year++) {
        for (int day = 1; day <= 366; day++) {
            snprintf(text, sizeof text, "%04d-%03d", year, day);
            if (!sd_stamp_read_iso(&stamp, text, strlen(text))) {
                assert_int_equal(day, 366);
                continue;
            }
            assert_int_equal(stamp.seconds, before.seconds + 86400);
            before = stamp;
        }
    }
}

/* Each day from the year 0 to 9999 is one day after the previous one. */
static void all_days(void **state)
{
    (void)state;
    struct sd_stamp before = {0}, stamp;
    int64_t days = 0;
    for (int64_t year = 0; year <= 9999; year++) {
        for (unsigned month = 1; month <= 12; month++) {
            for (unsigned day = 1; day <= 31; day++) {
                struct sd_civil civil = {.year = year, .month = month, .day = day};
                if (!sd_stamp_from_civil(&stamp, &civil))
                    continue;
                if (days++ > 0)
                    assert_int_equal(stamp.seconds, before.seconds + 86400);
                before = stamp;
            }
        }
    }
    assert_int_equal(days, 3652425); /* 25 times 146,097 */
    assert_int_equal(stamp.seconds, 253402214400);
}

static void numbers(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds;
        uint32_t nanos;
    } good[] = {
        {"0", 0, 0},
        {"-0.0", 0, 0},
        {"1700000000", 1700000000, 0},
        {" +17.5 ", 17, 500000000},
        {"-17.25", -18, 750000000},
        {"1.7e9", 1700000000, 0},
        {"17e-9", 0, 17},
        {".000000001000", 0, 1},
        {"00012.", 12, 0},
        {"9223372036854775807", INT64_MAX, 0},
        {"-9223372036854775807", -INT64_MAX, 0},
        {"0.0e99", 0, 0},
        {"1234567890123456789e-9", 1234567890, 123456789},
    };
    static const char *const bad[] = {"",    "x",     "1x",           "1e",   ".",
                                      "-",   "1e-10", "0.1234567891", "1e19", "9223372036854775808",
                                      "1 2", "0x1",   "nan",          "inf",  "1e99999",
                                      "--1"};
    (void)state;
    struct sd_stamp stamp;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        if (!sd_stamp_read_number(&stamp, good[i].text, strlen(good[i].text)))
            fail_msg("'%s' was not read", good[i].text);
        assert_int_equal(stamp.seconds, good[i].seconds);
        assert_int_equal(stamp.nanos, good[i].nanos);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (sd_stamp_read_number(&stamp, bad[i], strlen(bad[i])))
            fail_msg("'%s' was read", bad[i]);
    }
}

static void formats(void **state)
{
    static const struct {
        const char *format, *text;
        int64_t seconds; /* INT64_MIN: refused */
        uint32_t nanos;
    } cases[] = {
        {"%d/%m/%Y", "31/12/2024", 1735603200, 0},
        {"%d/%m/%Y", "31/02/2024", INT64_MIN, 0},
        {"%m/%d/%y %I:%M %p", "2/9/24 12:05 AM", 1707437100, 0},
        {"%m/%d/%y %I:%M %p", "2/9/24 12:05 pm", 1707480300, 0},
        {"%m/%d/%y %I:%M %p", "2/9/24 13:05 pm", INT64_MIN, 0},
        {"%d %b %Y", "09 Feb 2024", 1707436800, 0},
        {"%d %B %Y", "9   february 2024", 1707436800, 0},
        {"%a, %d %b %Y %T %Z", "Fri, 09 Feb 2024 00:00:01 GMT", 1707436801, 0},
        {"%Y%m%d%H%M%S.%f%z", "20240209000001.25+0100", 1707433201, 250000000},
        {"%Y-%j", "2024-060", 1709164800, 0},
        {"%Y-%j", "2023-366", INT64_MIN, 0},
        {"%s", "-86400", -86400, 0},
        {"%F %R", "2024-02-09 01:00", 1707440400, 0},
        {"100%% %Y", "100% 2024", 1704067200, 0},
        {"%Y", "2024x", INT64_MIN, 0},
        {"%y", "69", -31536000, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sd_stamp stamp = {0};
        struct splitdata_error error;
        assert_int_equal(sd_stamp_check_format(cases[i].format, &error), SPLITDATA_OK);
        bool read =
            sd_stamp_read_format(&stamp, cases[i].text, strlen(cases[i].text), cases[i].format);
        if (read != (cases[i].seconds != INT64_MIN))
            fail_msg("'%s' as '%s'", cases[i].text, cases[i].format);
        if (read && (stamp.seconds != cases[i].seconds || stamp.nanos != cases[i].nanos))
            fail_msg("'%s' as '%s' is %" PRId64, cases[i].text, cases[i].format, stamp.seconds);
    }
    struct splitdata_error error;
    assert_int_equal(sd_stamp_check_format("%Q", &error), SPLITDATA_USAGE);
    assert_int_equal(sd_stamp_check_format("%", &error), SPLITDATA_USAGE);
}

static void durations(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds;
        uint32_t nanos;
    } good[] = {{"7d", 604800, 0},  {"1.5h", 5400, 0},        {"90min", 5400, 0},
                {"2w", 1209600, 0}, {"1500ms", 1, 500000000}, {"2.5us", 0, 2500},
                {"1ns", 0, 1},      {"0.5ns", 0, 1},          {"3 s", 3, 0}};
    static const char *const bad[] = {"7", "d", "-1d", "1y", "9223372036854775807w", "1d2h", ""};
    (void)state;
    struct sd_stamp duration;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        bool read = sd_duration_read(&duration, good[i].text, strlen(good[i].text));
        if (strchr(good[i].text, ' ') != NULL) {
            assert_false(read); /* one word on a command line */
            continue;
        }
        assert_true(read);
        assert_int_equal(duration.seconds, good[i].seconds);
        assert_int_equal(duration.nanos, good[i].nanos);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(sd_duration_read(&duration, bad[i], strlen(bad[i])));
}

/* ms, us and ns: numbers of units since 1970, before it rounded down. */
static void units(void **state)
{
    (void)state;
    static const struct {
        const char *format, *text;
        int64_t seconds;
        uint32_t nanos;
    } good[] = {
        {"%s", "1704067200", 1704067200, 0},
        {"%s", "-0.5", -1, 500000000},
        {"ms", "1704067200123", 1704067200, 123000000},
        {"ms", "-1", -1, 999000000},
        {"ms", "1.704067200e12", 1704067200, 0},
        {"ms", "1.5", 0, 1500000},
        {"us", "1704067200000001", 1704067200, 1000},
        {"us", "-1000001", -2, 999999000},
        {"ns", "1704067200000000001", 1704067200, 1},
        {"ns", "-1", -1, 999999999},
        {"ns", "9223372036854775807", 9223372036, 854775807},
    };
    static const struct {
        const char *format, *text;
    } bad[] = {
        {"ns", "0.5"}, {"us", "0.0001"},      {"ms", "0.0000001"},          {"ms", "2024-01-01"},
        {"ms", ""},    {"%s", "1704067200Z"}, {"ns", "9223372036854775808"}};
    struct sd_stamp stamp;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        uint64_t per_second = sd_stamp_units_of(good[i].format);
        assert_true(sd_stamp_read_units(&stamp, good[i].text, strlen(good[i].text), per_second));
        if (stamp.seconds != good[i].seconds || stamp.nanos != good[i].nanos || !stamp.zoned)
            fail_msg("%s: %s", good[i].format, good[i].text);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (sd_stamp_read_units(&stamp, bad[i].text, strlen(bad[i].text),
                                sd_stamp_units_of(bad[i].format)))
            fail_msg("%s: %s", bad[i].format, bad[i].text);
    }
    assert_int_equal(sd_stamp_units_of("%Y"), 0);
}

static int column(struct sd_stamps *stamps, const char *format, const char *const *texts,
                  size_t count, struct splitdata_error *error)
{
    int status = sd_stamps_begin(stamps, format, NULL, error);
    for (size_t i = 0; status == SPLITDATA_OK && i < count; i++)
        status = sd_stamps_add(stamps, texts[i], strlen(texts[i]), error);
    return status == SPLITDATA_OK ? sd_stamps_finish(stamps, error) : status;
}

static void columns(void **state)
{
    (void)state;
    struct splitdata_error error;
    struct sd_stamps stamps;
    struct sd_stamp stamp;
    bool in_iso;
    const char *const dates[] = {"2024-01-03", "1789-03-04", "2024-01-03T00:00:00.001"};
    assert_int_equal(column(&stamps, NULL, dates, 3, &error), SPLITDATA_OK);
    assert_int_equal(stamps.unit, 1000);
    assert_int_equal(stamps.key[1], 0);
    assert_int_equal(stamps.key[2], stamps.key[0] + 1);
    assert_int_equal(sd_stamps_read(&stamps, "1789-03-05", 10, &stamp, &in_iso, &error),
                     SPLITDATA_OK);
    assert_int_equal(sd_stamps_key(&stamps, &stamp), 86400000);
    assert_int_equal(sd_stamps_read(&stamps, "1700-01-01", 10, &stamp, &in_iso, &error),
                     SPLITDATA_OK);
    assert_int_equal(sd_stamps_key(&stamps, &stamp), 0);
    assert_true(sd_duration_read(&stamp, "1us", 3));
    assert_int_equal(sd_stamps_ticks(&stamps, &stamp), 1);
    sd_stamps_free(&stamps);

    const char *const mixed[] = {"2024-01-03T10:00Z", "2024-01-03T10:00"};
    assert_int_equal(column(&stamps, NULL, mixed, 2, &error), SPLITDATA_DATA);
    assert_non_null(strstr(error.message, "has no zone"));
    sd_stamps_free(&stamps);
    const char *const kinds[] = {"20240103", "2024-01-03"};
    assert_int_equal(column(&stamps, NULL, kinds, 2, &error), SPLITDATA_DATA);
    assert_non_null(strstr(error.message, "as the first one is"));
    sd_stamps_free(&stamps);
    const char *const millis[] = {"1704153600000", "1704067200000"};
    assert_int_equal(column(&stamps, "ms", millis, 2, &error), SPLITDATA_OK);
    assert_int_equal(sd_stamps_first(&stamps), 1704067200);
    assert_int_equal(sd_stamps_last(&stamps), 1704153600);
    const char *const same[] = {"1704153600000", "2024-01-02", "20240102T00Z"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(sd_stamps_read(&stamps, same[i], strlen(same[i]), &stamp, &in_iso, &error),
                         SPLITDATA_OK);
        assert_int_equal(stamp.seconds, 1704153600);
        assert_int_equal(in_iso, i > 0);
    }
    assert_int_equal(sd_stamps_read(&stamps, "2.1.2024", 8, &stamp, &in_iso, &error),
                     SPLITDATA_USAGE);
    assert_non_null(strstr(error.message, "nor in ISO 8601"));
    sd_stamps_free(&stamps);
    const struct {
        const char *first, *last;
        bool unix_seconds;
    } ranges[] = {{"1000000000", "4133980799", true},
                  {"999999999", "1704067200", false},
                  {"1000000000", "4133980800", false},
                  {"-5", "-1", false}};
    for (size_t i = 0; i < 4; i++) {
        const char *const texts[] = {ranges[i].first, ranges[i].last};
        assert_int_equal(column(&stamps, NULL, texts, 2, &error), SPLITDATA_OK);
        assert_int_equal(sd_stamps_are_unix_seconds(&stamps), ranges[i].unix_seconds);
        assert_true(sd_stamps_first(&stamps) == strtoll(ranges[i].first, NULL, 10));
        assert_true(sd_stamps_last(&stamps) == strtoll(ranges[i].last, NULL, 10));
        sd_stamps_free(&stamps);
    }
    const char *const missing[] = {"5", ""};
    assert_int_equal(column(&stamps, NULL, missing, 2, &error), SPLITDATA_DATA);
    sd_stamps_free(&stamps);
    const char *const far[] = {"0001-01-01", "2024-01-03T00:00:00.000000001"};
    assert_int_equal(column(&stamps, NULL, far, 2, &error), SPLITDATA_DATA);
    assert_non_null(strstr(error.message, "nanoseconds"));
    sd_stamps_free(&stamps);
    const char *const extremes[] = {"-9223372036854775807", "9223372036854775807"};
    assert_int_equal(column(&stamps, NULL, extremes, 2, &error), SPLITDATA_OK);
    assert_true(stamps.key[1] == UINT64_MAX - 1);
    sd_stamps_free(&stamps);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(iso),
        cmocka_unit_test(all_days),
        cmocka_unit_test(days_of_weeks_and_years),
        cmocka_unit_test(numbers),
        cmocka_unit_test(formats),
        cmocka_unit_test(durations),
        cmocka_unit_test(units),
        cmocka_unit_test(columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
