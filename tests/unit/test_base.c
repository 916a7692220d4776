/* SPDX-License-Identifier: MIT */
/* Base pieces: exact shares, sizes, name suggestions, packed spans, escaped texts, the background
 * sink. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/exact.h"
#include "base/sink.h"
#include "base/size.h"
#include "base/spans.h"
#include "base/suggest.h"
#include "base/text.h"
#include "random_bytes.h"
#include "splitdata/splitdata.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* --- shares --------------------------------------------------------------------------------------
 */

static void shares_as_they_are_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t numerator, denominator;
        double nearest;
    } cases[] = {
        {"0.8", 4, 5, 0.8},
        {".5", 1, 2, 0.5},
        {"1.", 1, 1, 1.0},
        {"80%", 4, 5, 0.8},
        {"12.5%", 1, 8, 0.125},
        {"4/5", 4, 5, 0.8},
        {"1/3", 1, 3, 1.0 / 3},
        {"2/6", 1, 3, 1.0 / 3},
        {"0/5", 0, 1, 0.0},
        {"0.0", 0, 1, 0.0},
        {"100%", 1, 1, 1.0},
        {"0.7", 7, 10, 0.7},
        {"0.1", 1, 10, 0.1},
        {"0.29", 29, 100, 0.29},
        {"00.50", 1, 2, 0.5},
        {"3/1", 3, 1, 3.0},
        {"0.000001", 1, 1000000, 0.000001},
        {"0.123456789012345678", 61728394506172839, 500000000000000000, 0.123456789012345678},
        /* 1/300 as Python prints it, and redundant zeros. */
        {"0.0033333333333333335", 6666666666666667, 2000000000000000000, 0.0033333333333333335},
        {"0.1234567890123456789", 1234567890123456789, 10000000000000000000U,
         0.1234567890123456789},
        {"0.80000000000000000000000000", 4, 5, 0.8},
        {".000000000000000000000000000", 0, 1, 0.0},
        {"12.50000000000000000000000%", 1, 8, 0.125},
        {"18446744073709551615/18446744073709551615", 1, 1, 1.0},
        {"1/18446744073709551615", 1, UINT64_MAX, 1.0 / 18446744073709551615.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sd_ratio share;
        assert_true(sd_parse_share(cases[i].text, strlen(cases[i].text), &share));
        assert_int_equal(share.numerator, cases[i].numerator);
        assert_int_equal(share.denominator, cases[i].denominator);
        if (sd_ratio_double(share) != cases[i].nearest)
            fail_msg("%s: %.17g", cases[i].text, sd_ratio_double(share));
    }
}

static void no_shares(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        ".",
        "%",
        "/",
        "8",
        "1/0",
        "1//2",
        "1/2/3",
        "-0.5",
        "+0.5",
        "0.5 ",
        " .5",
        "1e-1",
        "0,5",
        "0.5%%",
        "0.5x",
        "1/",
        "/2",
        "0x.8",
        "0.1.2",
        "nan",
        "inf",
        "18446744073709551616/18446744073709551617",
        "0.12345678901234567891",
        "99999999999999999999.5",
        "1.0.0",
        "0.00.0",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct sd_ratio share;
        if (sd_parse_share(texts[i], strlen(texts[i]), &share))
            fail_msg("'%s' is a share", texts[i]);
    }
}

/* strtod of this C library rounds correctly; so must our conversion. */
static void nearest_doubles(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (unsigned round = 0; round < 20000; round++) {
        char text[32] = "0.";
        size_t digits = 1 + random_below(&random, 16);
        for (size_t i = 0; i < digits; i++)
            text[2 + i] = (char)('0' + random_below(&random, 10));
        struct sd_ratio share;
        assert_true(sd_parse_share(text, 2 + digits, &share));
        if (sd_ratio_double(share) != strtod(text, NULL))
            fail_msg("%s: %.17g", text, sd_ratio_double(share));
    }
    /* The quotient of two exact doubles is rounded once, too. */
    for (unsigned round = 0; round < 20000; round++) {
        uint64_t above = random_next(&random) >> 12, below = (random_next(&random) >> 12) + 1;
        struct sd_ratio ratio = {above, below};
        if (sd_ratio_double(ratio) != (double)above / (double)below)
            fail_msg("%llu/%llu", (unsigned long long)above, (unsigned long long)below);
    }
}

__extension__ typedef unsigned __int128 wide;

static void exact_floors(void **state)
{
    (void)state;
    uint64_t random = 2;
    for (unsigned round = 0; round < 20000; round++) {
        uint64_t below = (random_next(&random) >> (round % 60)) | 1;
        uint64_t above = random_next(&random) % (below + 1);
        uint64_t n = random_next(&random) >> (round % 61);
        wide product = (wide)above * n;
        struct sd_ratio ratio = {above, below};
        assert_int_equal(sd_ratio_floor(ratio, n), (uint64_t)(product / below));
    }
    assert_int_equal(sd_ratio_floor((struct sd_ratio){1, 1}, UINT64_MAX), UINT64_MAX);
    assert_int_equal(sd_ratio_floor((struct sd_ratio){29, 100}, 100), 29);
}

static void sums(void **state)
{
    (void)state;
    struct sd_ratio sum = {0, 1};
    for (unsigned i = 0; i < 10; i++)
        assert_true(sd_ratio_add(sum, (struct sd_ratio){1, 10}, &sum));
    assert_int_equal(sd_ratio_against_one(sum), 0);
    assert_true(sd_ratio_add(sum, (struct sd_ratio){1, 1000000007}, &sum));
    assert_int_equal(sd_ratio_against_one(sum), 1);
    assert_int_equal(sd_ratio_against_one((struct sd_ratio){99, 100}), -1);
    const struct sd_ratio huge = {1, UINT64_C(18446744073709551557)}; /* a prime */
    assert_false(sd_ratio_add(huge, (struct sd_ratio){1, 3}, &sum));
    assert_false(sd_ratio_add((struct sd_ratio){UINT64_MAX, 1}, (struct sd_ratio){1, 1}, &sum));
}

static void integers(void **state)
{
    (void)state;
    uint64_t value = 7;
    assert_true(sd_parse_integer("18446744073709551615", 20, &value));
    assert_int_equal(value, UINT64_MAX);
    assert_true(sd_parse_integer("007", 3, &value));
    assert_int_equal(value, 7);
    assert_false(sd_parse_integer("18446744073709551616", 20, &value));
    assert_false(sd_parse_integer("99999999999999999999", 20, &value));
    assert_false(sd_parse_integer("", 0, &value));
    assert_false(sd_parse_integer("1 ", 2, &value));
    assert_false(sd_parse_integer("-1", 2, &value));
    assert_false(sd_parse_integer("+1", 2, &value));
}

static void sizes_of_parts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum sd_size_kind kind;
    } good[] = {{"0.8", SD_SIZE_SHARE}, {"80%", SD_SIZE_SHARE},
                {"4/5", SD_SIZE_SHARE}, {"712", SD_SIZE_COUNT},
                {"1", SD_SIZE_COUNT},   {"18446744073709551615", SD_SIZE_COUNT}};
    static const char *const bad[] = {"", "0", "1.0", "0.0", "5/4", "100%", "-1", "x", "1e3", "*"};
    struct sd_size size;
    struct splitdata_error error;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_int_equal(sd_size_parse(&size, good[i].text, strlen(good[i].text), "--x", &error),
                         0);
        assert_int_equal(size.kind, good[i].kind);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        memset(&error, 0, sizeof error);
        assert_int_equal(sd_size_parse(&size, bad[i], strlen(bad[i]), "--x", &error),
                         SPLITDATA_USAGE);
        assert_int_equal(error.status, SPLITDATA_USAGE);
        assert_ptr_equal(strstr(error.message, "--x"), error.message);
    }
}

/* --- names ---------------------------------------------------------------------------------------
 */

static void suggested_names(void **state)
{
    (void)state;
    static const char *const names[] = {"seed",      "ratio",     "train-size",
                                        "test-size", "no-header", ""};
    static const struct {
        const char *given, *nearest;
    } cases[] = {
        {"sede", "seed"},
        {"SEED", "seed"},
        {"see", "seed"},
        {"rato", "ratio"},
        {"ratios", "ratio"},
        {"trainsize", "train-size"},
        {"test-sise", "test-size"},
        {"noheader", "no-header"},
        {"x", NULL},
        {"", NULL},
        {"stratify", NULL},
        {"header", NULL},
        {"a-name-that-is-longer-than-sixty-three-bytes-and-so-is-far-from-any-thing", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *got = splitdata_nearest_name(cases[i].given, names, 6);
        if (cases[i].nearest == NULL)
            assert_null(got);
        else if (got == NULL || strcmp(got, cases[i].nearest) != 0)
            fail_msg("%s: %s", cases[i].given, got == NULL ? "none" : got);
    }
    assert_null(splitdata_nearest_name("seed", names, 0));
}

/* --- spans ---------------------------------------------------------------------------------------
 */

static void places_short_and_long(void **state)
{
    (void)state;
    static const uint64_t inputs[] = {
        0, 1, UINT64_C(1) << 30, (UINT64_C(1) << 40) - 1, UINT64_C(1) << 40, UINT64_C(1) << 50};
    for (size_t s = 0; s < sizeof inputs / sizeof inputs[0]; s++) {
        struct sd_spans all, more;
        sd_spans_begin(&all, inputs[s]);
        sd_spans_begin(&more, inputs[s]);
        uint64_t limit = (UINT64_C(1) << all.length_bits) - 1;
        assert_true(all.length_bits >= 4 && all.length_bits <= 24);
        assert_true(inputs[s] >> (64 - all.length_bits) == 0);
        const uint64_t lengths[] = {0, 1, limit - 1, limit, limit + 1, 3 * limit, 5};
        uint64_t start = 0;
        size_t count = 0;
        for (unsigned round = 0; round < 2000; round++) {
            uint64_t length = lengths[round % 7];
            if (start >> (64 - all.length_bits) != 0)
                break;
            assert_true(sd_spans_push(round < 1000 ? &all : &more, start, length));
            start += length;
            count++;
        }
        assert_true(sd_spans_reserve(&all, count));
        for (size_t i = 0; i < more.count; i++)
            all.packed[all.count++] = more.packed[i];
        assert_true(sd_spans_append_longs(&all, &more));
        assert_int_equal(all.count, count);
        start = 0;
        for (size_t i = 0; i < count; i++) {
            struct sd_span span = sd_spans_unpack(&all, all.packed[i]);
            assert_int_equal(span.start, start);
            assert_int_equal(span.length, lengths[i % 7]);
            assert_true(i == 0 || all.packed[i] > all.packed[i - 1] || lengths[(i - 1) % 7] == 0);
            start += span.length;
        }
        sd_spans_free(&all);
        sd_spans_free(&more);
        assert_null(all.packed);
        sd_spans_free(&all);
    }
}

static void line_ends(void **state)
{
    (void)state;
    static const struct {
        const char *record;
        size_t length;
    } cases[] = {{"a\n", 1}, {"a\r\n", 2},  {"a\r\r\n", 3}, {"a\r", 1},
                 {"a", 0},   {"\"\n\"", 0}, {"a\r\r", 1},   {"\n", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(
            sd_line_end_length((const uint8_t *)cases[i].record, strlen(cases[i].record)),
            cases[i].length);
    assert_int_equal(sd_line_end_length((const uint8_t *)"", 0), 0);
}

/* --- texts ---------------------------------------------------------------------------------------
 */

static void what_is_shown(void **state)
{
    (void)state;
    static const struct {
        const char *text, *escaped;
    } cases[] = {
        {"plain", "plain"},
        {"", ""},
        {"caf\xc3\xa9 \xe2\x98\x95 \xf0\x9f\x98\x80", "caf\xc3\xa9 \xe2\x98\x95 \xf0\x9f\x98\x80"},
        {"a\033[31m\n\r\t\x7f", "a\\x1b[31m\\x0a\\x0d\\x09\\x7f"},
        {"\xff\xfe", "\\xff\\xfe"},
        {"\xc3", "\\xc3"},
        {"\xc0\x80", "\\xc0\\x80"},                   /* overlong */
        {"\xe0\x80\x80", "\\xe0\\x80\\x80"},          /* overlong */
        {"\xed\xa0\x80", "\\xed\\xa0\\x80"},          /* a surrogate */
        {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"}, /* beyond U+10FFFF */
        {"\xc2\x9b"
         "31m",
         "\\xc2\\x9b"
         "31m"},                    /* C1: CSI in one character */
        {"\xe2\x98", "\\xe2\\x98"}, /* cut off */
    };
    char out[256];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t length = splitdata_escape(out, sizeof out, cases[i].text, strlen(cases[i].text));
        assert_string_equal(out, cases[i].escaped);
        assert_int_equal(length, strlen(cases[i].escaped));
    }
    assert_int_equal(splitdata_escape(out, sizeof out, "a\0b", 3), 6);
    assert_string_equal(out, "a\\x00b");
    /* Truncated between characters at any size, never within one. */
    const char *text = "\xe2\x98\x95\xff\xc3\xa9x\n";
    for (size_t size = 1; size < 24; size++) {
        memset(out, '#', sizeof out);
        size_t length = splitdata_escape(out, size, text, strlen(text));
        assert_true(length < size);
        assert_int_equal(out[length], '\0');
        assert_int_equal(out[size], '#');
        assert_true(length == 0 || ((unsigned char)out[length - 1] & 0xc0) != 0xc0);
    }
}

static void errors_are_one_line(void **state)
{
    (void)state;
    struct splitdata_error error;
    assert_int_equal(sd_fail(&error, SPLITDATA_USAGE, "%s", "a\nb"), SPLITDATA_USAGE);
    assert_string_equal(error.message, "a\\x0ab");
    assert_int_equal(error.offset, SPLITDATA_NOWHERE);
    assert_int_equal(error.line, SPLITDATA_NOWHERE);
    assert_int_equal(error.system_error, 0);
    assert_int_equal(sd_fail_system(&error, ENOSPC, "%s: cannot be written", "x"),
                     SPLITDATA_SYSTEM);
    assert_string_equal(error.message, "x: cannot be written: No space left on device");
    assert_int_equal(error.system_error, ENOSPC);
    assert_int_equal(sd_fail_at(&error, 17, "wrong"), SPLITDATA_DATA);
    assert_int_equal(error.offset, 17);
    sd_error_prefix(&error, "f.csv:3: ");
    assert_string_equal(error.message, "f.csv:3: wrong");
    /* However long: truncated, and still terminated. */
    char *longest = malloc(5000);
    assert_non_null(longest);
    memset(longest, '\a', 4999);
    longest[4999] = '\0';
    sd_fail(&error, SPLITDATA_DATA, "%s", longest);
    assert_true(strlen(error.message) < sizeof error.message);
    sd_error_prefix(&error, longest);
    assert_true(strlen(error.message) < sizeof error.message);
    free(longest);
}

static void growing_texts(void **state)
{
    (void)state;
    struct sd_text text = {0};
    size_t length = 0;
    for (unsigned i = 0; i < 1000; i++) {
        assert_true(sd_text_format(&text, "%u,", i));
        length += i < 10 ? 2 : i < 100 ? 3 : 4;
        assert_int_equal(text.length, length);
        assert_int_equal(text.bytes[length], '\0');
    }
    assert_true(sd_text_append(&text, "\0x", 2));
    assert_int_equal(text.bytes[text.length - 1], 'x');
    sd_text_free(&text);
    assert_null(text.bytes);
}

/* --- bytes that another thread shows -------------------------------------------------------------
 */

struct seen {
    uint8_t bytes[6 << 20];
    size_t length, limit; /* beyond the limit it fails */
};

static int observe(void *context, const uint8_t *bytes, size_t length,
                   struct splitdata_error *error)
{
    struct seen *seen = context;
    if (seen->length + length > seen->limit)
        return sd_fail(error, SPLITDATA_SYSTEM, "enough");
    memcpy(seen->bytes + seen->length, bytes, length);
    seen->length += length;
    return SPLITDATA_OK;
}

/* Bytes copied from a buffer that changes at once, or lent; observed by a thread or, without one,
 * immediately. */
static void bytes_by_sink(void **state)
{
    (void)state;
    static struct seen seen;
    static uint8_t all[6 << 20], buffer[3 << 20];
    struct splitdata_error error = {0};
    const struct sd_observer observer = {observe, &seen};
    uint64_t random = 29;
    random_text(&random, all, sizeof all, "abc");
    for (int threaded = 0; threaded < 2; threaded++) {
        struct sd_sink sink = {0};
        seen.length = 0;
        seen.limit = sizeof all;
        if (threaded)
            sd_sink_begin(&sink);
        assert_int_equal(sd_sink_lend(&sink, &observer, all, 1 << 20, &error), SPLITDATA_OK);
        for (size_t at = 1 << 20, length; at < sizeof all; at += length) {
            length = random_below(&random, at % 7 == 0 ? sizeof buffer : 10000);
            length = length < sizeof all - at ? length : sizeof all - at;
            memcpy(buffer, all + at, length);
            assert_int_equal(sd_sink_copy(&sink, &observer, buffer, length, &error), SPLITDATA_OK);
            memset(buffer, 0, length);
        }
        assert_int_equal(sd_sink_end(&sink, &error), SPLITDATA_OK);
        assert_int_equal(seen.length, sizeof all);
        assert_memory_equal(seen.bytes, all, sizeof all);
    }
}

/* An error of the observer is returned by a later call, or at the end. */
static void errors_by_sink(void **state)
{
    (void)state;
    static struct seen seen;
    static uint8_t bytes[1 << 16];
    const struct sd_observer observer = {observe, &seen};
    for (size_t limit = 0; limit < 3; limit++) {
        struct sd_sink sink = {0};
        struct splitdata_error error = {0};
        int status = SPLITDATA_OK;
        seen.length = 0;
        seen.limit = limit * sizeof bytes;
        sd_sink_begin(&sink);
        for (size_t i = 0; i < (limit == 0 ? 1 : 1000) && status == SPLITDATA_OK; i++)
            status = sd_sink_copy(&sink, &observer, bytes, sizeof bytes, &error);
        assert_int_equal(status, limit == 0 ? SPLITDATA_OK : SPLITDATA_SYSTEM);
        error = (struct splitdata_error){0};
        assert_int_equal(sd_sink_end(&sink, &error), SPLITDATA_SYSTEM);
        assert_string_equal(error.message, "enough");
        assert_int_equal(seen.length, seen.limit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_as_they_are_written),
        cmocka_unit_test(no_shares),
        cmocka_unit_test(nearest_doubles),
        cmocka_unit_test(exact_floors),
        cmocka_unit_test(sums),
        cmocka_unit_test(integers),
        cmocka_unit_test(sizes_of_parts),
        cmocka_unit_test(suggested_names),
        cmocka_unit_test(places_short_and_long),
        cmocka_unit_test(line_ends),
        cmocka_unit_test(what_is_shown),
        cmocka_unit_test(errors_are_one_line),
        cmocka_unit_test(growing_texts),
        cmocka_unit_test(bytes_by_sink),
        cmocka_unit_test(errors_by_sink),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
