/* SPDX-License-Identifier: MIT */
/* The record index is the same for every chunk size, number of threads and scanner, and equals that
 * of the reference grammar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "csv/incremental_index.h"
#include "csv/index.h"
#include "csv/start.h"
#include "random_bytes.h"
#include "reference_grammar.h"
#include "splitdata/splitdata.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LONGEST = 2000, LONG = 17000 };

static struct reference_record records[LONG + 1];

static struct sd_index_request request_for(const uint8_t *data, size_t size,
                                           const struct sd_dialect *dialect,
                                           const struct sd_scanner *scanner, unsigned threads,
                                           uint64_t chunk)
{
    return (struct sd_index_request){
        .data = data,
        .size = size,
        .dialect = dialect,
        .scanner = scanner,
        .threads = threads,
        .chunk = chunk,
        .cancel_fd = -1,
    };
}

static int build(struct sd_index *index, const uint8_t *data, size_t size,
                 const struct sd_dialect *dialect, const struct sd_scanner *scanner,
                 unsigned threads, uint64_t chunk, struct splitdata_error *error)
{
    const struct sd_index_request request =
        request_for(data, size, dialect, scanner, threads, chunk);
    return sd_index_build(index, &request, error);
}

/* The first record whose number of fields differs, as found by the reference: it counts as refused
 * if it precedes what the reference refuses. */
static uint64_t first_ragged(const struct reference *reference)
{
    for (size_t i = 1; i < reference->count; i++) {
        if (reference->records[i].fields != reference->records[0].fields)
            return reference->records[i].start;
    }
    return UINT64_MAX;
}

struct chunks_seen {
    struct sd_chunk_records chunk[LONG + 1];
    struct sd_spans spans[LONG + 1];
};

static int keep(void *context, const struct sd_chunk_records *chunk, struct splitdata_error *error)
{
    struct chunks_seen *chunks_seen = context;
    struct sd_spans *spans = &chunks_seen->spans[chunk->chunk];
    chunks_seen->chunk[chunk->chunk] = *chunk;
    sd_spans_begin(spans, LONG);
    for (size_t i = 0; i < chunk->spans->count; i++) {
        struct sd_span span = sd_spans_unpack(chunk->spans, chunk->spans->packed[i]);
        assert_true(sd_spans_push(spans, span.start, span.length));
    }
    (void)error;
    return SPLITDATA_OK;
}

static void assert_same_spans(const struct sd_spans *some, const struct sd_spans *all, size_t first)
{
    assert_in_range(first + some->count, 1, all->count);
    for (size_t i = 0; i < some->count; i++)
        assert_int_equal(some->packed[i], all->packed[first + i]);
}

/* An on_chunk callback gets the records that are otherwise stored, and they can be found again. */
static void compare_seen(const struct sd_index_request *asked, const struct sd_index *whole)
{
    static struct chunks_seen chunks_seen;
    struct sd_index_request request = *asked;
    struct sd_index index;
    struct splitdata_error error;
    request.on_chunk = keep;
    request.context = &chunks_seen;
    assert_int_equal(sd_index_build(&index, &request, &error), SPLITDATA_OK);
    assert_int_equal(index.count, whole->count);
    assert_int_equal(index.blank_lines, whole->blank_lines);
    assert_int_equal(index.spans.count, whole->count != 0);
    uint64_t number = 1;
    for (size_t c = 0; c < index.chunks; c++) {
        struct sd_chunk_records *chunk = &chunks_seen.chunk[c];
        uint64_t end = c + 1 < index.chunks ? chunks_seen.chunk[c + 1].begin : request.size;
        struct sd_spans again;
        assert_int_equal(chunk->first, number);
        assert_int_equal(chunk->end, end);
        assert_same_spans(&chunks_seen.spans[c], &whole->spans, (size_t)number);
        if (chunks_seen.spans[c].count != 0 && c + 1 < index.chunks) /* all begin in the chunk */
            assert_true(chunks_seen.spans[c].packed[chunks_seen.spans[c].count - 1] >>
                        chunks_seen.spans[c].length_bits <
                        chunks_seen.chunk[0].begin + (c + 1) * request.chunk);
        sd_spans_begin(&again, request.size);
        assert_int_equal(sd_index_find(&index, &request, chunk->begin, end, &again, &error),
                         SPLITDATA_OK);
        assert_int_equal(again.count, chunks_seen.spans[c].count);
        assert_same_spans(&again, &whole->spans, (size_t)number);
        number += again.count;
        sd_spans_free(&again);
        sd_spans_free(&chunks_seen.spans[c]);
    }
    assert_int_equal(number, whole->count != 0 ? whole->count : 1);
    sd_index_free(&index);
}

/* The incremental index, with pieces of a chunk's size, is the same; `whole` NULL: the input is
 * refused, and there is none. */
static void compare_incremental(const struct sd_index_request *request,
                                const struct sd_index *whole)
{
    struct sd_incremental incremental;
    struct sd_index index;
    struct splitdata_error error;
    uint64_t most = request->chunk == 0 ? request->size : request->chunk < 3 ? 3 : request->chunk;
    sd_incremental_begin(&incremental, request, request->size);
    for (uint64_t at = 0; at < request->size; at += most) {
        uint64_t left = request->size - at;
        assert_int_equal(incremental.observer.observe(incremental.observer.context,
                                                      request->data + at,
                                                      (size_t)(left < most ? left : most), &error),
                         SPLITDATA_OK);
    }
    bool found = sd_incremental_take(&incremental, request, &index);
    assert_int_equal(found, whole != NULL && whole->count != 0);
    assert_null(incremental.spans.packed);
    if (!found)
        return;
    assert_int_equal(index.count, whole->count);
    assert_int_equal(index.bom, whole->bom);
    assert_int_equal(index.fields, whole->fields);
    assert_int_equal(index.blank_lines, whole->blank_lines);
    assert_int_equal(index.spans.length_bits, whole->spans.length_bits);
    assert_int_equal(index.spans.count, whole->spans.count);
    assert_same_spans(&index.spans, &whole->spans, 0);
    sd_index_free(&index);
}

static void compare(const uint8_t *data, size_t size, const struct sd_dialect *dialect,
                    const struct sd_scanner *scanner, unsigned threads, uint64_t chunk)
{
    const struct reference_dialect same = {dialect->delimiter, dialect->quote,
                                           dialect->delimiter_set};
    struct reference expected = {.records = records};
    struct sd_index index;
    struct splitdata_error error = {.offset = UINT64_MAX};
    size_t mark = size >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    reference_read(&expected, data + mark, size - mark, &same);
    uint64_t wrong = expected.verdict == REFERENCE_ACCEPT ? UINT64_MAX : expected.at;
    uint64_t ragged = dialect->ragged_keep ? UINT64_MAX : first_ragged(&expected);
    if (ragged != UINT64_MAX)
        wrong = ragged;
    const struct sd_index_request request =
        request_for(data, size, dialect, scanner, threads, chunk);
    int status = sd_index_build(&index, &request, &error);
    if (scanner == NULL || !scanner->libcsv)
        compare_incremental(&request, status == SPLITDATA_OK ? &index : NULL);
    if (wrong != UINT64_MAX) {
        if (status != SPLITDATA_DATA || error.offset != wrong + mark)
            fail_msg("chunks of %" PRIu64 ", %u threads: status %d at %" PRIu64
                     ", not refused at %" PRIu64 ": %.*s",
                     chunk, threads, status, error.offset, wrong + mark, (int)size, data);
        return;
    }
    if (status != SPLITDATA_OK)
        fail_msg("chunks of %" PRIu64 ", %u threads: refused at %" PRIu64 ": %s: %.*s", chunk,
                 threads, error.offset, error.message, (int)size, data);
    assert_int_equal(index.bom, mark);
    assert_int_equal(index.blank_lines, expected.blank_lines);
    assert_int_equal(index.spans.count, expected.count);
    for (size_t i = 0; i < expected.count; i++) {
        struct sd_span span = sd_spans_unpack(&index.spans, index.spans.packed[i]);
        assert_int_equal(span.start, expected.records[i].start + mark);
        assert_int_equal(span.start + span.length, expected.records[i].end + mark);
    }
    if (expected.count != 0)
        assert_int_equal(index.fields, expected.records[0].fields);
    if (scanner == NULL || !scanner->libcsv)
        compare_seen(&request, &index);
    sd_index_free(&index);
}

static const unsigned thread_counts[] = {1, 2, 5};

/* Every chunk size from 1 to 200 bytes, on irregular files. */
static void every_chunk_size(void **state)
{
    (void)state;
    static uint8_t data[LONGEST];
    uint64_t random = 31;
    for (unsigned file = 0; file < 24; file++) {
        struct sd_dialect dialect = {.delimiter = ',', .quote = '"', .ragged_keep = file % 6 != 5};
        size_t size = 150 + random_below(&random, 250);
        if (file % 2 == 0)
            random_csv(&random, data, size, ',', '"');
        else
            random_text(&random, data, size, "aab,,\"\"\"\n\r; ");
        if (file % 4 == 0)
            memcpy(data, "\xef\xbb\xbf", 3);
        for (uint64_t chunk = 1; chunk <= 200; chunk++)
            compare(data, size, &dialect, NULL, thread_counts[chunk % 3], chunk);
    }
}

/* Line breaks inside quotes, and quotes that are plain text, make the guess about a chunk's
 * beginning wrong. At `position`, a byte of a record makes it ragged if it is the delimiter. */
static void guess_among(const char *record, size_t position)
{
    static uint8_t data[LONGEST];
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"'};
    size_t length = strlen(record), size = 0;
    for (; size + length <= LONGEST / 2; size += length)
        memcpy(data + size, record, length);
    for (uint64_t chunk = 1; chunk <= 200; chunk++) {
        for (size_t t = 0; t < 3; t++)
            compare(data, size, &dialect, NULL, thread_counts[t], chunk);
    }
    for (size_t i = position; i < size; i += length) {
        data[i] = ',';
        for (uint64_t chunk = 1; chunk <= 200; chunk += 7)
            compare(data, size, &dialect, NULL, thread_counts[chunk % 3], chunk);
        data[i] = (uint8_t)record[position];
    }
}

static void guesses_that_are_wrong(void **state)
{
    (void)state;
    guess_among("1,\"a\nb,\"\"\n\"\"\r\n,\n\n\n,c\"\n", 0);
    guess_among("\"a\nb\",5\",7\n", 9);
}

/* Chunk boundaries and irregular records among short records, which are taken many at a time. */
static void short_records(void **state)
{
    (void)state;
    static uint8_t data[LONG];
    uint64_t random = 12;
    for (unsigned round = 0; round < 1500; round++) {
        const struct sd_dialect dialect = {
            .delimiter = ',', .quote = '"', .ragged_keep = round % 4 == 0};
        size_t size = random_short_records(&random, data, LONG);
        compare(data, size, &dialect, NULL, thread_counts[round % 3],
                2000 + random_below(&random, LONG));
    }
}

/* A ragged record among them, at every position in a group of blocks and around its end. */
static void a_ragged_record_among_short_ones(void **state)
{
    enum { GROUP = 4096 };
    (void)state;
    static uint8_t data[LONG];
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"'};
    for (size_t position = 3 * GROUP - 40; position < 4 * GROUP + 40; position++) {
        size_t before = position / 5 * 5 - 5; /* the record before fills the gap */
        size_t size = position + 6;
        for (size_t i = 0; i < before; i++)
            data[i] = (uint8_t) "kk,k\n"[i % 5];
        memset(data + before, 'k', position - before);
        memcpy(data + position - 3, ",k\n", 3);
        memcpy(data + position, "k,k,k\n", 6);
        for (; size + 5 <= LONG; size += 5)
            memcpy(data + size, "kk,k\n", 5);
        compare(data, size, &dialect, NULL, 1, LONG);
    }
}

/* Writes a record whose fields all contain `text`, and returns its length. */
static size_t put_record(uint8_t *at, char delimiter, size_t fields, const char *text)
{
    size_t length = 0;
    for (size_t f = 0; f < fields; f++) {
        memcpy(at + length, text, strlen(text));
        length += strlen(text);
        at[length++] = (uint8_t)(f + 1 < fields ? delimiter : '\n');
    }
    return length;
}

/* A record with another number of fields, or a blank line, among records with the given number of
 * fields: within, before and after the boundary between two groups of blocks. */
static void an_odd_line(char delimiter, size_t fields, const char *text, size_t odd_fields,
                        const char *odd_text)
{
    enum { BORDER = 3 * 4096, STEP = 7 };
    static uint8_t data[LONG];
    const struct sd_dialect dialect = {.delimiter = (uint8_t)delimiter, .quote = '"'};
    size_t around = (odd_fields + fields) * (strlen(text) + 1);
    for (size_t before = 0; before < around; before += STEP) {
        size_t size = put_record(data, delimiter, fields, "k"), begin = size;
        while (size + before + fields < begin + BORDER)
            size += put_record(data + size, delimiter, fields, text);
        size += put_record(data + size, delimiter, odd_fields, odd_text);
        while (size + 2 * fields < LONG)
            size += put_record(data + size, delimiter, fields, text);
        compare(data, size, &dialect, NULL, 1, LONG);
    }
}

static void odd_lines_among_short_ones(void **state)
{
    static const size_t fields[] = {2, 3, 8, 31, 63, 64, 65};
    (void)state;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        for (unsigned empty = 0; empty < 2; empty++) {
            const char *text = empty ? "" : "k";
            an_odd_line(',', fields[i], text, fields[i] - 1, "k");
            an_odd_line(',', fields[i], text, fields[i] + 1, text);
            an_odd_line(',', fields[i], text, 2 * fields[i], text);
            an_odd_line(',', fields[i], text, 1, " ");
        }
        an_odd_line(' ', fields[i], "k", fields[i], "");
    }
    an_odd_line(',', 1, "k", 1, "");
    an_odd_line(',', 1, "k", 1, " \t");
    an_odd_line(',', 1, "k", 2, "k");
}

/* An error of the callback stops the scan. */
static int refuse(void *context, const struct sd_chunk_records *chunk,
                  struct splitdata_error *error)
{
    const size_t *last = context;
    return chunk->chunk < *last ? SPLITDATA_OK : sd_fail(error, SPLITDATA_SYSTEM, "enough");
}

static void a_listener_that_fails(void **state)
{
    (void)state;
    static uint8_t data[LONG];
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"'};
    for (size_t i = 0; i < LONG; i++)
        data[i] = (uint8_t) "k,k\n"[i % 4];
    for (size_t last = 0; last < 20; last++) {
        struct sd_index_request request =
            request_for(data, LONG, &dialect, NULL, thread_counts[last % 3], 600);
        struct sd_index index;
        struct splitdata_error error;
        request.on_chunk = refuse;
        request.context = &last;
        assert_int_equal(sd_index_build(&index, &request, &error), SPLITDATA_SYSTEM);
        assert_string_equal(error.message, "enough");
        assert_null(index.spans.packed);
    }
}

static void every_scanner(void **state)
{
    (void)state;
    static uint8_t data[LONGEST];
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"', .ragged_keep = true};
    uint64_t random = 8;
    const char *name;
    for (unsigned file = 0; file < 60; file++) {
        size_t size = 1 + random_below(&random, LONGEST);
        random_csv(&random, data, size, ',', '"');
        for (size_t s = 0; (name = splitdata_scanner_name(s)) != NULL; s++) {
            const struct sd_scanner *scanner = sd_scanner_named(name);
            if (!scanner->libcsv)
                compare(data, size, &dialect, scanner, 2, 100 + random_below(&random, 300));
        }
    }
}

/* The suspicion of another delimiter is carried from chunk to chunk. */
static void suspicion_crosses_chunks(void **state)
{
    (void)state;
    static const char text[] = "a;b,c\n1;\"x,y\";3,1\nplain,1\n4;\"5\n6\";5,6\nend,1\n";
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"', .ragged_keep = true};
    for (uint64_t chunk = 1; chunk < sizeof text; chunk++) {
        for (size_t t = 0; t < 3; t++)
            compare((const uint8_t *)text, sizeof text - 1, &dialect, NULL, thread_counts[t],
                    chunk);
    }
}

static void small_inputs(void **state)
{
    (void)state;
    static const char *const texts[] = {"a",       "a\n",     "\n",      "\r",
                                        "a\r",     "\r\na",   "a\r\r",   "\n\na\n",
                                        "\"a\n\"", "a\n\n\n", " \n\t\n", "\""};
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"'};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (uint64_t chunk = 0; chunk <= 3; chunk++)
            compare((const uint8_t *)texts[i], strlen(texts[i]), &dialect, NULL, 2, chunk);
    }
}

static void lines_of_text(void **state)
{
    (void)state;
    static uint8_t data[LONGEST];
    const struct sd_dialect dialect = {.lines = true};
    uint64_t random = 3;
    random_text(&random, data, LONGEST, "ab\n\r\"");
    size_t lines = 0;
    for (size_t i = 0; i < LONGEST; i++)
        lines += data[i] == '\n' || i + 1 == LONGEST;
    for (uint64_t chunk = 1; chunk <= 200; chunk++) {
        struct sd_index index;
        struct splitdata_error error;
        assert_int_equal(
            build(&index, data, LONGEST, &dialect, NULL, thread_counts[chunk % 3], chunk, &error),
            SPLITDATA_OK);
        assert_int_equal(index.spans.count, lines);
        assert_int_equal(index.blank_lines, 0);
        uint64_t at = 0;
        for (size_t i = 0; i < lines; i++) {
            struct sd_span span = sd_spans_unpack(&index.spans, index.spans.packed[i]);
            assert_int_equal(span.start, at);
            at += span.length;
        }
        assert_int_equal(at, LONGEST);
        sd_index_free(&index);
    }
}

static void other_encodings(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *name;
        size_t size;
    } marks[] = {
        {"\xff\xfe"
         "a\0",
         "UTF-16LE", 4},
        {"\xfe\xff\0a", "UTF-16BE", 4},
        {"\xff\xfe\0\0a\0\0\0", "UTF-32LE", 8},
        {"\0\0\xfe\xff\0\0\0a", "UTF-32BE", 8},
    };
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"'};
    for (size_t i = 0; i < 4; i++) {
        struct sd_index index;
        struct splitdata_error error;
        assert_int_equal(build(&index, (const uint8_t *)marks[i].bytes, marks[i].size, &dialect,
                               NULL, 1, 0, &error),
                         SPLITDATA_DATA);
        assert_non_null(strstr(error.message, marks[i].name));
        assert_non_null(strstr(error.message, "iconv"));
    }
}

static void a_request_to_stop(void **state)
{
    (void)state;
    static uint8_t data[LONGEST];
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"', .ragged_keep = true};
    uint64_t random = 3;
    int ends[2];
    random_text(&random, data, LONGEST, "ab\n");
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "", 1), 1);
    for (size_t s = 0; splitdata_scanner_name(s) != NULL; s++) {
        const struct sd_index_request request = {
            .data = data,
            .size = LONGEST,
            .dialect = &dialect,
            .threads = 2,
            .chunk = 50,
            .scanner = sd_scanner_named(splitdata_scanner_name(s)),
            .cancel_fd = ends[0],
        };
        struct sd_index index;
        struct splitdata_error error;
        assert_int_equal(sd_index_build(&index, &request, &error), SPLITDATA_CANCELLED);
        assert_null(index.spans.packed);
    }
    close(ends[0]);
    close(ends[1]);
}

static void lines_of_offsets(void **state)
{
    (void)state;
    static const char text[] = "a\nb\r\nc\rd\r\r\ne";
    /* 0: the LF of a CR LF, where nothing is ever reported. */
    static const uint64_t lines[] = {1, 1, 2, 2, 0, 3, 3, 4, 4, 5, 0, 6};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (lines[i] != 0)
            assert_int_equal(sd_line_at((const uint8_t *)text, i), lines[i]);
}

static void lines_of_long_texts(void **state)
{
    (void)state;
    static uint8_t text[LONGEST];
    uint64_t random = 41, line = 1;
    random_text(&random, text, LONGEST, "abc\n\r\r");
    for (size_t i = 0; i < LONGEST; i++) {
        bool inside = i != 0 && text[i - 1] == '\r' && text[i] == '\n'; /* of a CR LF */
        if (i != 0 && (text[i - 1] == '\n' || (text[i - 1] == '\r' && !inside)))
            line++;
        if (!inside)
            assert_int_equal(sd_line_at(text, i), line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_chunk_size),
        cmocka_unit_test(guesses_that_are_wrong),
        cmocka_unit_test(a_ragged_record_among_short_ones),
        cmocka_unit_test(odd_lines_among_short_ones),
        cmocka_unit_test(short_records),
        cmocka_unit_test(a_listener_that_fails),
        cmocka_unit_test(every_scanner),
        cmocka_unit_test(suspicion_crosses_chunks),
        cmocka_unit_test(small_inputs),
        cmocka_unit_test(lines_of_text),
        cmocka_unit_test(other_encodings),
        cmocka_unit_test(a_request_to_stop),
        cmocka_unit_test(lines_of_offsets),
        cmocka_unit_test(lines_of_long_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
