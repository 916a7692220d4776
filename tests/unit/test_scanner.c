/* SPDX-License-Identifier: MIT */
/*
 * Compares every record scanner with the reference grammar: all short strings over the significant
 * bytes, alone and among plain records (where the fast scanners work), and longer random ones in
 * many dialects, between protected pages.
 *
 * In the environment, SPLITDATA_SLOW: strings up to length 8 instead of 7; SPLITDATA_THIN: up to 6.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "csv/index.h"
#include "csv/scan.h"
#include "random_bytes.h"
#include "reference_grammar.h"
#include "splitdata/splitdata.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LONGEST = 3 * 4096, MOST_SCANNERS = 16 };

static struct sd_spans spans;
static struct reference_record records[LONGEST + 1];
static const struct sd_scanner *scanners[MOST_SCANNERS];
static size_t scanner_count;

/* A readable area of whole pages with a protected page before and after it. */
static uint8_t *area;
static size_t area_size;

static int set_up(void **state)
{
    (void)state;
    const char *name;
    while ((name = splitdata_scanner_name(scanner_count)) != NULL && scanner_count < MOST_SCANNERS)
        scanners[scanner_count++] = sd_scanner_named(name);
    sd_spans_begin(&spans, LONGEST);
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    area_size = (LONGEST + page - 1) / page * page;
    uint8_t *whole =
        mmap(NULL, area_size + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (whole == MAP_FAILED || mprotect(whole + page, area_size, PROT_READ | PROT_WRITE) != 0)
        return -1;
    area = whole + page;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sd_spans_free(&spans);
    return 0;
}

/* The bytes as a C string, for messages. */
static const char *quoted(const uint8_t *data, size_t size)
{
    static char text[4 * LONGEST + 1];
    size_t used = 0;
    for (size_t i = 0; i < size; i++) {
        if (data[i] >= ' ' && data[i] < 127 && data[i] != '\\')
            text[used++] = (char)data[i];
        else
            used += (size_t)sprintf(text + used, "\\x%02x", data[i]);
    }
    text[used] = '\0';
    return text;
}

static void disagree(const struct sd_scanner *scanner, const uint8_t *data, size_t size,
                     const struct sd_dialect *dialect, size_t piece, const char *what, uint64_t got,
                     uint64_t expected)
{
    fail_msg("%s, delimiter %02x, quote %d, set %d, pieces of %zu: %s is %" PRIu64 ", not %" PRIu64
             ", in '%s'",
             scanner->name, dialect->delimiter, dialect->quote, dialect->delimiter_set, piece, what,
             got, expected, quoted(data, size));
}

/* A scan that nothing was fed to: beginning takes longer than reading a short string, so it is done
 * once for all strings that are read alike, and copied. */
static struct sd_scan begun(const struct sd_scanner *scanner, const struct sd_dialect *dialect)
{
    static struct sd_scan of_scanner[MOST_SCANNERS];
    static struct sd_dialect dialect_of[MOST_SCANNERS];
    size_t s = 0;
    while (scanners[s] != scanner)
        s++;
    const struct sd_dialect *known = &dialect_of[s];
    if (of_scanner[s].scanner == NULL || known->delimiter != dialect->delimiter ||
        known->quote != dialect->quote || known->delimiter_set != dialect->delimiter_set ||
        known->ragged_keep != dialect->ragged_keep) {
        dialect_of[s] = *dialect;
        sd_scan_begin(&of_scanner[s], known, scanner, &spans, 0);
    }
    return of_scanner[s];
}

/* Scans in pieces of `piece` bytes and compares with the reference. */
static void scan_and_compare(const struct sd_scanner *scanner, const uint8_t *data, size_t size,
                             const struct sd_dialect *dialect, size_t piece,
                             const struct reference *expected)
{
    struct sd_scan scan = begun(scanner, dialect);
    struct splitdata_error error = {.offset = SPLITDATA_NOWHERE};
    spans.count = spans.long_count = 0;
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < size && status == SPLITDATA_OK; i += piece)
        status = sd_scan_feed(&scan, data + i, size - i < piece ? size - i : piece, &error);
    if (status == SPLITDATA_OK)
        status = sd_scan_finish(&scan, &error);
    sd_scan_abandon(&scan);
    /* libcsv alone refuses nothing: it is compared where both readers accept. */
    if (scanner->libcsv && expected->verdict != REFERENCE_ACCEPT)
        return;
    int verdict = expected->verdict == REFERENCE_ACCEPT ? SPLITDATA_OK : SPLITDATA_DATA;
    if (status != verdict)
        disagree(scanner, data, size, dialect, piece, "the status", (uint64_t)status,
                 (uint64_t)verdict);
    if (status != SPLITDATA_OK) {
        if (error.offset != expected->at)
            disagree(scanner, data, size, dialect, piece, "the offset", error.offset, expected->at);
        return;
    }
    if (spans.count != expected->count)
        disagree(scanner, data, size, dialect, piece, "the number of records", spans.count,
                 expected->count);
    if (scan.blank_lines != expected->blank_lines)
        disagree(scanner, data, size, dialect, piece, "the number of blank lines", scan.blank_lines,
                 expected->blank_lines);
    for (size_t i = 0; i < spans.count; i++) {
        struct sd_span span = sd_spans_unpack(&spans, spans.packed[i]);
        if (span.start != expected->records[i].start)
            disagree(scanner, data, size, dialect, piece, "a start", span.start,
                     expected->records[i].start);
        if (span.start + span.length != expected->records[i].end)
            disagree(scanner, data, size, dialect, piece, "an end", span.start + span.length,
                     expected->records[i].end);
    }
    if (!scanner->libcsv && spans.count != 0 && scan.fields != expected->records[0].fields)
        disagree(scanner, data, size, dialect, piece, "the number of fields", scan.fields,
                 expected->records[0].fields);
}

static void refer(struct reference *expected, const uint8_t *data, size_t size,
                  const struct sd_dialect *dialect)
{
    const struct reference_dialect same = {dialect->delimiter, dialect->quote,
                                           dialect->delimiter_set};
    expected->records = records;
    reference_read(expected, data, size, &same);
}

static void compare_all(const uint8_t *data, size_t size, const struct sd_dialect *dialect,
                        size_t piece)
{
    struct reference expected;
    refer(&expected, data, size, dialect);
    for (size_t s = 0; s < scanner_count; s++) {
        /* libcsv always has a quote, and trims blanks even if they are the delimiter. */
        bool comparable = dialect->quote != SD_NO_QUOTE && dialect->delimiter != ' ';
        if (!scanners[s]->libcsv || comparable)
            scan_and_compare(scanners[s], data, size, dialect, piece, &expected);
    }
}

static size_t longest_string(void)
{
    const char *slow = getenv("SPLITDATA_SLOW"), *thin = getenv("SPLITDATA_THIN");
    bool is_thin = thin != NULL && thin[0] != '\0';
    return slow != NULL && slow[0] != '\0' ? 8 : is_thin ? 6 : 7;
}

/* Writes string number `number` of `length` letters. */
static void spell(uint64_t number, uint8_t *out, size_t length, const char *letters, size_t count)
{
    for (size_t i = 0; i < length; i++) {
        out[i] = (uint8_t)letters[number % count];
        number /= count;
    }
}

static uint64_t power(uint64_t base, size_t exponent)
{
    uint64_t product = 1;
    while (exponent-- > 0)
        product *= base;
    return product;
}

static void all_strings_alone(void **state)
{
    (void)state;
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"', .ragged_keep = true};
    for (size_t length = 0; length <= longest_string(); length++) {
        uint8_t *data = area + area_size - length; /* its end touches the protected page */
        for (uint64_t n = 0; n < power(6, length); n++) {
            spell(n, data, length, "a,\"\n\r ", 6);
            compare_all(data, length, &dialect, length + 1);
        }
    }
}

/* The string at every position of a block of 64 bytes, in turn, with plain records before and
 * after. */
static void all_strings_among_records(void **state)
{
    (void)state;
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"', .ragged_keep = true};
    static const char plain[] = "k,\"v\"\n";
    size_t turn = 0;
    for (size_t length = 1; length <= longest_string(); length++) {
        for (uint64_t n = 0; n < power(6, length); n++, turn++) {
            size_t before = 60 + turn % 67, size = before + length + 70;
            uint8_t *data = area + area_size - size;
            for (size_t i = 0; i < before; i++)
                data[before - 1 - i] = (uint8_t)plain[5 - i % 6];
            spell(n, data + before, length, "a,\"\n\r ", 6);
            for (size_t i = before + length; i < size; i++)
                data[i] = (uint8_t)plain[(i - before - length) % 6];
            /* The cut-off beginning of the first record of the filling must not be half of a quoted
             * field. */
            memset(data, 'k', before % 6);
            compare_all(data, size, &dialect, size);
        }
    }
}

/* The string around byte 4096, after as many blocks as the fast scanners take at once, in a field
 * of the first record that is quoted or not. */
static void all_strings_between_groups(void **state)
{
    enum { GROUP = 4096, AFTER = 70 };
    (void)state;
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"', .ragged_keep = true};
    uint8_t *data = area;
    for (size_t length = 1; length <= longest_string() - 4; length++) {
        for (uint64_t n = 0; n < power(6, length); n++) {
            for (size_t before = GROUP - length; before <= GROUP; before++) {
                memset(data, 'k', before + length + AFTER);
                spell(n, data + before, length, "a,\"\n\r ", 6);
                memcpy(data + before + length, ",\n", 2);
                memcpy(data + before + length + AFTER - 5, "\nk,k\n", 5);
                compare_all(data, before + length + AFTER, &dialect, LONGEST);
                data[0] = '"';
                compare_all(data, before + length + AFTER, &dialect, LONGEST);
            }
        }
    }
}

/* The same after many short records, of two fields, of one or with quotes, so that the scanner
 * expects more of them and takes them in another way: anywhere in a block, and at the end of a
 * group of blocks. */
static void all_strings_among_short_records(void **state)
{
    enum { GROUP = 4096, AFTER = 70 };
    (void)state;
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"', .ragged_keep = true};
    static const char *const fillings[] = {"k,k\n", "kkk\n", "\"\",\n"};
    uint8_t *data = area;
    size_t turn = 0;
    for (size_t length = 1; length <= longest_string() - 3; length++) {
        for (uint64_t n = 0; n < power(6, length); n++, turn++) {
            const size_t offsets[] = {GROUP + turn % 131, 2 * GROUP - turn % (length + 1)};
            for (size_t p = 0; p < 2; p++) {
                size_t size = 2 * GROUP + AFTER;
                for (size_t i = 0; i < size; i++)
                    data[i] = (uint8_t)fillings[turn / 7 % 3][i % 4];
                spell(n, data + offsets[p], length, "a,\"\n\r ", 6);
                compare_all(data, size, &dialect, LONGEST);
            }
        }
    }
}

/* With offsets that leave 24 bits for lengths, and an array in which not all records of a group
 * fit. */
static void short_records(void **state)
{
    (void)state;
    static const uint64_t sizes[] = {LONGEST, (uint64_t)1 << 51, (uint64_t)1 << 58};
    uint64_t random = 99;
    for (unsigned round = 0; round < 900; round++) {
        const struct sd_dialect dialect = {
            .delimiter = ',', .quote = '"', .ragged_keep = true, .delimiter_set = round % 2 != 0};
        size_t size = random_short_records(&random, area, LONGEST);
        sd_spans_free(&spans);
        sd_spans_begin(&spans, sizes[round % 3]);
        compare_all(area, size, &dialect, round % 5 == 0 ? 5000 : size);
    }
    sd_spans_free(&spans);
    sd_spans_begin(&spans, LONGEST);
}

/* Pieces of every size: all strings up to length 5, each between two records. */
static void all_pieces(void **state)
{
    (void)state;
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"', .ragged_keep = true};
    uint8_t *data = area;
    for (size_t length = 0; length <= 5; length++) {
        for (uint64_t n = 0; n < power(6, length); n++) {
            memcpy(data, "b,b\n", 4);
            spell(n, data + 4, length, "a,\"\n\r ", 6);
            for (size_t piece = 1; piece < 4 + length; piece++)
                compare_all(data, 4 + length, &dialect, piece);
        }
    }
}

static const struct sd_dialect dialects[] = {
    {.delimiter = ',', .quote = '"', .ragged_keep = true},
    {.delimiter = ',', .quote = '"', .ragged_keep = true, .delimiter_set = true},
    {.delimiter = '\t', .quote = '"', .ragged_keep = true},
    {.delimiter = ';', .quote = '"', .ragged_keep = true, .delimiter_set = true},
    {.delimiter = ';', .quote = '"', .ragged_keep = true},
    {.delimiter = '|', .quote = '\'', .ragged_keep = true},
    {.delimiter = ' ', .quote = '"', .ragged_keep = true, .delimiter_set = true},
    {.delimiter = ',', .quote = '\'', .ragged_keep = true},
    {.delimiter = ',', .quote = SD_NO_QUOTE, .ragged_keep = true},
    {.delimiter = ' ', .quote = SD_NO_QUOTE, .ragged_keep = true},
    {.delimiter = 0xe9, .quote = 0x80, .ragged_keep = true},
    {.delimiter = 0, .quote = '"', .ragged_keep = true},
    {.delimiter = ',', .quote = 1, .ragged_keep = true},
};

enum { DIALECTS = sizeof dialects / sizeof dialects[0] };

/* Without a quote, -1 is stored as a byte that a scanner could mistake for a quote. */
static char quote_byte(const struct sd_dialect *dialect)
{
    return (char)dialect->quote;
}

/* Random strings over the bytes that matter in any dialect. */
static void random_strings(void **state)
{
    (void)state;
    uint64_t random = 20240229;
    for (unsigned round = 0; round < 40000; round++) {
        const struct sd_dialect *dialect = &dialects[round % DIALECTS];
        char alphabet[32];
        snprintf(alphabet, sizeof alphabet, "aa%c%c%c\"\n\n\r \t;|,'", quote_byte(dialect),
                 quote_byte(dialect), dialect->delimiter != 0 ? (char)dialect->delimiter : 'b');
        size_t size = random_below(&random, 200);
        uint8_t *data = area + area_size - size;
        random_text(&random, data, size, alphabet);
        for (size_t i = 0; dialect->delimiter == 0 && i < size; i++)
            data[i] = data[i] == 'b' ? 0 : data[i];
        compare_all(data, size, dialect, 1 + random_below(&random, size + 1));
    }
}

/* Almost realistic files: the fast scanners get far, and meet irregularities in any position. */
static void random_files(void **state)
{
    (void)state;
    uint64_t random = 5;
    for (unsigned round = 0; round < 12000; round++) {
        const struct sd_dialect *dialect = &dialects[round % DIALECTS];
        size_t size = random_below(&random, round % 16 == 0 ? LONGEST : 700);
        bool at_end = round % 2 == 0;
        uint8_t *data = at_end ? area + area_size - size : area + round % 64;
        if (data + size > area + area_size)
            data = area;
        random_csv(&random, data, size, (char)dialect->delimiter, quote_byte(dialect));
        compare_all(data, size, dialect,
                    round % 3 == 0 ? 1 + random_below(&random, 300) : size + 1);
    }
}

/* Insignificant bytes of every value, and every length around the block size. */
static void all_bytes_and_lengths(void **state)
{
    (void)state;
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"', .ragged_keep = true};
    uint64_t random = 77;
    for (size_t size = 0; size < 400; size++) {
        uint8_t *data = area + area_size - size;
        for (size_t i = 0; i < size; i++) {
            uint8_t byte = (uint8_t)(random_next(&random) >> 40);
            data[i] = i % 19 == 18 ? '\n' : byte == '"' ? 'q' : byte;
        }
        compare_all(data, size, &dialect, size + 1);
        if (area_size > 2 * size) {
            memmove(area + size % 64, data, size);
            compare_all(area + size % 64, size, &dialect, size + 1);
        }
    }
}

/* Well-formed records, including quotes, line breaks inside them and blank lines, are all taken by
 * the fast path except for less than 64 bytes at the end, wherever they lie in the blocks. */
static void the_fast_go_to_the_end(void **state)
{
    (void)state;
    static const char long_field[] =
        "\"\"\"x\"\"\",\"a field that is longer than a block of sixty-four bytes, "
        "with \"\"quotes\"\", commas, and\nline ends\",\"\"\r\n";
    static const char *const texts[] = {
        "1,two,\"three\"\n",
        "\"a \"\"quoted\"\" word\",\"\",x\r\n",
        "\"line\nand\r\nline, and\rline\",\"\"\"\",\"\n\"\n",
        "\"a\",b\n\n  \n\r\n\"c\",\"d\"\n",
        long_field,
    };
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"', .ragged_keep = true};
    for (size_t t = 0; t < sizeof texts / sizeof texts[0]; t++) {
        for (size_t before = 0; before < 64; before++) {
            struct reference expected;
            size_t length = strlen(texts[t]), size = before + 1;
            memset(area, 'k', before);
            area[before] = '\n';
            for (; size + length <= 1500; size += length)
                memcpy(area + size, texts[t], length);
            refer(&expected, area, size, &dialect);
            uint64_t looked_at = size / 64 * 64, boundary = 0;
            for (size_t r = 0; r < expected.count && records[r].end <= looked_at; r++)
                boundary = records[r].end;
            for (size_t s = 0; s < scanner_count; s++) {
                struct sd_scan scan;
                struct splitdata_error error;
                int status = SPLITDATA_OK;
                if (scanners[s]->fast == NULL)
                    continue;
                spans.count = spans.long_count = 0;
                sd_scan_begin(&scan, &dialect, scanners[s], &spans, 0);
                size_t taken = scanners[s]->fast(&scan, area, size, size, &status, &error);
                assert_int_equal(status, SPLITDATA_OK);
                if (taken < boundary || taken > looked_at)
                    disagree(scanners[s], area, size, &dialect, size, "what is taken", taken,
                             boundary);
            }
        }
    }
}

/* A record with another number of fields is reported by its first byte, by every scanner. */
static void ragged_records(void **state)
{
    (void)state;
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"'};
    uint64_t random = 4;
    for (unsigned round = 0; round < 4000; round++) {
        struct reference expected;
        size_t size = 1 + random_below(&random, 400);
        uint8_t *data = area + area_size - size;
        random_text(&random, data, size, "aaa,,\n\n");
        memcpy(data, "a,a\n", size < 4 ? size : 4);
        refer(&expected, data, size, &dialect);
        uint64_t wrong = SPLITDATA_NOWHERE;
        for (size_t i = expected.count; i-- > 1;) {
            if (records[i].fields != records[0].fields)
                wrong = records[i].start;
        }
        for (size_t s = 0; s < scanner_count; s++) {
            struct sd_scan scan;
            struct splitdata_error error = {.offset = SPLITDATA_NOWHERE};
            spans.count = 0;
            sd_scan_begin(&scan, &dialect, scanners[s], &spans, 0);
            int status = sd_scan_feed(&scan, data, size, &error);
            if (status == SPLITDATA_OK)
                status = sd_scan_finish(&scan, &error);
            sd_scan_abandon(&scan);
            if (error.offset != wrong)
                disagree(scanners[s], data, size, &dialect, size, "the ragged record", error.offset,
                         wrong);
            assert_int_equal(status, wrong == SPLITDATA_NOWHERE ? SPLITDATA_OK : SPLITDATA_DATA);
        }
    }
}

/* --format lines: LF alone ends a record. */
static void lines(void **state)
{
    (void)state;
    const struct sd_dialect dialect = {.lines = true};
    uint64_t random = 9;
    for (unsigned round = 0; round < 2000; round++) {
        size_t size = random_below(&random, 100);
        random_text(&random, area, size, "a\n\r\", ");
        for (size_t piece = 1; piece <= size + 1; piece += 1 + piece / 4) {
            struct sd_scan scan;
            struct splitdata_error error;
            spans.count = 0;
            sd_scan_begin(&scan, &dialect, NULL, &spans, 0);
            for (size_t i = 0; i < size; i += piece)
                assert_int_equal(
                    sd_scan_feed(&scan, area + i, size - i < piece ? size - i : piece, &error), 0);
            assert_int_equal(sd_scan_finish(&scan, &error), 0);
            size_t count = 0, start = 0;
            for (size_t i = 0; i < size; i++) {
                if (area[i] != '\n' && i + 1 < size)
                    continue;
                struct sd_span span = sd_spans_unpack(&spans, spans.packed[count++]);
                assert_int_equal(span.start, start);
                assert_int_equal(span.length, i + 1 - start);
                start = i + 1;
            }
            assert_int_equal(spans.count, count);
        }
    }
}

/* One record at a time, of CSV and of lines: each call takes one record or a blank line, and
 * returns its length. */
static void one_record_at_a_time(void **state)
{
    (void)state;
    static const char text[] = "a,b\r\n\n\"c\nd\",e\nf,g";
    static const size_t ends[2][6] = {{5, 6, 14, 17}, {5, 6, 9, 14, 17}};
    const struct sd_dialect kinds[] = {{.delimiter = ',', .quote = '"'}, {.lines = true}};
    for (size_t k = 0; k < 2; k++) {
        struct sd_scan scan;
        struct splitdata_error error;
        size_t at = 0;
        spans.count = 0;
        sd_scan_begin(&scan, &kinds[k], NULL, &spans, 0);
        for (size_t i = 0; ends[k][i] != 0; i++) {
            size_t used = SIZE_MAX;
            assert_int_equal(sd_scan_feed_record(&scan, (const uint8_t *)text + at,
                                                 sizeof text - 1 - at, &used, &error),
                             SPLITDATA_OK);
            at += used;
            assert_int_equal(at, ends[k][i]);
        }
        assert_int_equal(sd_scan_finish(&scan, &error), SPLITDATA_OK);
        assert_int_equal(spans.count, k == 0 ? 3 : 5);
    }
}

/* The same if the bytes come in two pieces: a CR at the end of the first may end a record that only
 * the next byte completes. */
static void one_record_at_a_time_in_pieces(void **state)
{
    static const char text[] = "a,b\rc,d\r\re,f\r\ng,h\n\r\"i\rj\",k\rl,m";
    static const struct sd_dialect dialect = {.delimiter = ',', .quote = '"'};
    (void)state;
    for (size_t cut = 0; cut < sizeof text; cut++) {
        struct sd_scan scan;
        struct splitdata_error error;
        spans.count = 0;
        sd_scan_begin(&scan, &dialect, NULL, &spans, 0);
        for (size_t at = 0, used; at < sizeof text - 1; at += used) {
            const size_t count = spans.count, end = at < cut ? cut : sizeof text - 1;
            assert_int_equal(
                sd_scan_feed_record(&scan, (const uint8_t *)text + at, end - at, &used, &error),
                SPLITDATA_OK);
            assert_in_range(spans.count, count, count + 1);
        }
        assert_int_equal(sd_scan_finish(&scan, &error), SPLITDATA_OK);
        assert_int_equal(spans.count, 6);
    }
}

static void every_scanner_has_a_name(void **state)
{
    (void)state;
    assert_true(scanner_count >= 3);
    for (size_t i = 0; i < scanner_count; i++) {
        assert_non_null(scanners[i]);
        assert_string_equal(scanners[i]->name, splitdata_scanner_name(i));
    }
    assert_ptr_equal(sd_scanner_fastest(), scanners[0]);
    assert_null(sd_scanner_named("none"));
    assert_null(splitdata_scanner_name(scanner_count));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scanner_has_a_name),
        cmocka_unit_test(the_fast_go_to_the_end),
        cmocka_unit_test(all_strings_alone),
        cmocka_unit_test(all_strings_among_records),
        cmocka_unit_test(all_strings_between_groups),
        cmocka_unit_test(all_strings_among_short_records),
        cmocka_unit_test(short_records),
        cmocka_unit_test(all_pieces),
        cmocka_unit_test(random_strings),
        cmocka_unit_test(random_files),
        cmocka_unit_test(all_bytes_and_lengths),
        cmocka_unit_test(ragged_records),
        cmocka_unit_test(lines),
        cmocka_unit_test(one_record_at_a_time),
        cmocka_unit_test(one_record_at_a_time_in_pieces),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
