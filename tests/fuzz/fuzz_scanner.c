/* SPDX-License-Identifier: MIT */
/* Compares every scanner, including libcsv's, with the reference grammar, on whole inputs and in
 * pieces. */
#include "fuzz.h"

#include "csv/scan.h"
#include "reference_grammar.h"
#include "splitdata/splitdata.h"

static const struct sd_dialect dialects[] = {
    {.delimiter = ',', .quote = '"', .ragged_keep = true},
    {.delimiter = ',', .quote = '"', .ragged_keep = true, .delimiter_set = true},
    {.delimiter = '\t', .quote = '"', .ragged_keep = true},
    {.delimiter = ';', .quote = '\'', .ragged_keep = true},
    {.delimiter = ' ', .quote = '"', .ragged_keep = true, .delimiter_set = true},
    {.delimiter = ',', .quote = SD_NO_QUOTE, .ragged_keep = true},
    {.delimiter = 0xe9, .quote = 0x80, .ragged_keep = true},
    {.delimiter = 0, .quote = '"', .ragged_keep = true},
};

static void require_same(const struct sd_spans *spans, const struct sd_scan *scan,
                         const struct reference *expected)
{
    fuzz_require(spans->count == expected->count);
    fuzz_require(scan->blank_lines == expected->blank_lines);
    for (size_t i = 0; i < spans->count; i++) {
        struct sd_span span = sd_spans_unpack(spans, spans->packed[i]);
        fuzz_require(span.start == expected->records[i].start);
        fuzz_require(span.start + span.length == expected->records[i].end);
    }
    if (!scan->scanner->libcsv && spans->count != 0)
        fuzz_require(scan->fields == expected->records[0].fields);
}

/* The start of the first record whose number of fields differs from the first one's; UINT64_MAX:
 * none. */
static uint64_t first_ragged(const struct reference *expected)
{
    for (size_t i = 1; i < expected->count; i++) {
        if (expected->records[i].fields != expected->records[0].fields)
            return expected->records[i].start;
    }
    return UINT64_MAX;
}

/* With enough space, records are taken many at a time. */
static void scan_and_compare(const struct sd_scanner *scanner, const struct sd_dialect *dialect,
                             const uint8_t *text, size_t size, size_t piece, size_t room,
                             const struct reference *expected)
{
    struct sd_spans spans;
    struct sd_scan scan;
    struct splitdata_error error = {0};
    uint64_t ragged = dialect->ragged_keep ? UINT64_MAX : first_ragged(expected);
    sd_spans_begin(&spans, size);
    fuzz_require(sd_spans_reserve(&spans, room));
    sd_scan_begin(&scan, dialect, scanner, &spans, 0);
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < size && status == SPLITDATA_OK; i += piece)
        status = sd_scan_feed(&scan, text + i, size - i < piece ? size - i : piece, &error);
    if (status == SPLITDATA_OK)
        status = sd_scan_finish(&scan, &error);
    sd_scan_abandon(&scan);
    if (ragged != UINT64_MAX) {
        fuzz_require(status == SPLITDATA_DATA && error.offset == ragged);
    } else if (expected->verdict == REFERENCE_ACCEPT) {
        fuzz_require(status == SPLITDATA_OK);
        require_same(&spans, &scan, expected);
    } else if (!scanner->libcsv) { /* libcsv alone refuses nothing */
        fuzz_require(status == SPLITDATA_DATA && error.offset == expected->at);
    }
    sd_spans_free(&spans);
}

static void refer(struct reference *expected, const uint8_t *text, size_t size,
                  const struct sd_dialect *dialect)
{
    const struct reference_dialect same = {dialect->delimiter, dialect->quote,
                                           dialect->delimiter_set};
    *expected = (struct reference){.records = calloc(size + 1, sizeof *expected->records)};
    fuzz_require(expected->records != NULL);
    reference_read(expected, text, size, &same);
}

/* Surrounds the text with enough short records that the fast scanners take many of them at a time,
 * and count their fields. */
static void compare_among_records(const struct sd_dialect *keeping, const uint8_t *text,
                                  size_t size)
{
    enum { BEFORE = 2 * 4096, AFTER = 4096, SHORT = 4 };
    struct sd_dialect dialect = *keeping;
    size_t whole = BEFORE + size + AFTER;
    uint8_t *all = malloc(whole);
    struct reference expected;
    const char *name;
    fuzz_require(all != NULL);
    for (size_t i = 0; i < whole; i++) /* in pieces of four bytes on both sides */
        all[i] = i % SHORT == 1 ? dialect.delimiter : i % SHORT == 3 ? '\n' : 'k';
    memcpy(all + BEFORE, text, size);
    dialect.ragged_keep = false;
    refer(&expected, all, whole, &dialect);
    for (size_t s = 0; (name = splitdata_scanner_name(s)) != NULL; s++) {
        const struct sd_scanner *scanner = sd_scanner_named(name);
        if (scanner->fast != NULL)
            scan_and_compare(scanner, &dialect, all, whole, whole, whole, &expected);
    }
    free(expected.records);
    free(all);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_bytes input = {bytes, size};
    const struct sd_dialect *dialect =
        &dialects[fuzz_choose(&input, sizeof dialects / sizeof dialects[0])];
    size_t piece = 1 + fuzz_choose(&input, 200);
    uint8_t *text = fuzz_copy(input.at, input.left);
    struct reference expected;
    const char *name;
    refer(&expected, text, input.left, dialect);
    for (size_t s = 0; (name = splitdata_scanner_name(s)) != NULL; s++) {
        const struct sd_scanner *scanner = sd_scanner_named(name);
        /* libcsv always has a quote, and trims blanks even if they are the delimiter. */
        if (scanner->libcsv && (dialect->quote == SD_NO_QUOTE || dialect->delimiter == ' '))
            continue;
        scan_and_compare(scanner, dialect, text, input.left, input.left + 1, 0, &expected);
        scan_and_compare(scanner, dialect, text, input.left, piece, 0, &expected);
    }
    if (piece % 5 == 0) /* it is much slower */
        compare_among_records(dialect, text, input.left);
    free(expected.records);
    free(text);
    return 0;
}
