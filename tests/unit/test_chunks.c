/* SPDX-License-Identifier: MIT */
/*
 * A file with everything that is difficult about records has the same records for every size of the
 * chunks in which it is scanned, from 1 to 4,096 bytes.
 *
 * SPLITDATA_SLOW in the environment: a file of 10 MiB instead of 48 KiB.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "csv/index.h"
#include "random_bytes.h"
#include "reference_grammar.h"
#include "splitdata/splitdata.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST_CHUNK = 4096, LONGEST_FIELD = 9000 };

/* Appends a field; quoted ones contain bytes that end records elsewhere, sometimes over several
 * chunks. */
static size_t put_field(uint64_t *random, uint8_t *out)
{
    static const char *const fields[] = {
        "",           "plain",        "\"quoted\"", "\"a\nb\"",  "\"a\r\nb\"", "\"a\rb\"",
        "\"\"",       "\"\"\"\"",     "\"\n\"",     "\"\r\"",    "\",\n,\"",   "\"x\"\"\n\"\"y\"",
        "\"\"\"\n\"", "\"\n\n\n\n\"", " blank ",    "\xc3\xa9",  "\xff\xfe",   "it's",
        "\"\r\r\n\"", "\";\"",        "\"a,b\"",    "\"\"\",\"", "0",          "\t",
    };
    const size_t count = sizeof fields / sizeof fields[0];
    size_t kind = random_below(random, count + 1);
    if (kind < count) {
        memcpy(out, fields[kind], strlen(fields[kind]));
        return strlen(fields[kind]);
    }
    size_t length = 2 + random_below(random, random_below(random, 8) == 0 ? LONGEST_FIELD : 200);
    random_text(random, out, length, "\n\r,;x ");
    out[0] = out[length - 1] = '"';
    return length;
}

static size_t make_file(uint8_t *data, size_t size)
{
    static const char *const ends[] = {"\n", "\n",     "\n",   "\r\n",   "\r\n", "\r",
                                       "\n", "\r\r\n", "\n\n", "\n  \n", "\r\r", "\r\n\r\n"};
    uint64_t random = 4096;
    size_t at = 0;
    while (at + 8 * (LONGEST_FIELD + 2) < size) {
        for (size_t fields = 2 + random_below(&random, 5); fields > 0; fields--) {
            at += put_field(&random, data + at);
            if (fields > 1)
                data[at++] = ',';
        }
        const char *end = ends[random_below(&random, sizeof ends / sizeof ends[0])];
        memcpy(data + at, end, strlen(end));
        at += strlen(end);
    }
    return at;
}

static void build(struct sd_index *index, const uint8_t *data, size_t size, unsigned threads,
                  uint64_t chunk)
{
    const struct sd_dialect dialect = {
        .delimiter = ',', .delimiter_set = true, .quote = '"', .ragged_keep = true};
    const struct sd_index_request request = {.data = data,
                                             .size = size,
                                             .dialect = &dialect,
                                             .threads = threads,
                                             .chunk = chunk,
                                             .cancel_fd = -1};
    struct splitdata_error error;
    if (sd_index_build(index, &request, &error) != SPLITDATA_OK)
        fail_msg("chunks of %" PRIu64 ": refused at %" PRIu64 ": %s", chunk, error.offset,
                 error.message);
}

static void require_reference(const struct sd_index *index, const uint8_t *data, size_t size)
{
    const struct reference_dialect dialect = {',', '"', true};
    struct reference expected = {.records = calloc(size + 1, sizeof(struct reference_record))};
    assert_non_null(expected.records);
    reference_read(&expected, data, size, &dialect);
    assert_int_equal(expected.verdict, REFERENCE_ACCEPT);
    assert_int_equal(index->spans.count, expected.count);
    assert_int_equal(index->blank_lines, expected.blank_lines);
    for (size_t i = 0; i < expected.count; i++) {
        struct sd_span span = sd_spans_unpack(&index->spans, index->spans.packed[i]);
        assert_int_equal(span.start, expected.records[i].start);
        assert_int_equal(span.start + span.length, expected.records[i].end);
    }
    free(expected.records);
}

static void every_chunk_size(void **state)
{
    (void)state;
    const char *slow = getenv("SPLITDATA_SLOW");
    size_t room = slow != NULL && slow[0] != '\0' ? 10 << 20 : 48 << 10;
    room += 8 * (LONGEST_FIELD + 2);
    uint8_t *data = malloc(room);
    assert_non_null(data);
    size_t size = make_file(data, room);
    struct sd_index first;
    build(&first, data, size, 1, size);
    require_reference(&first, data, size);
    for (uint64_t chunk = 1; chunk <= LARGEST_CHUNK; chunk++) {
        struct sd_index index;
        build(&index, data, size, chunk % 4 == 0 ? 3 : 1, chunk);
        assert_int_equal(index.spans.count, first.spans.count);
        assert_int_equal(index.blank_lines, first.blank_lines);
        if (memcmp(index.spans.packed, first.spans.packed,
                   first.spans.count * sizeof *first.spans.packed) != 0)
            fail_msg("chunks of %" PRIu64 " bytes: other records", chunk);
        sd_index_free(&index);
    }
    print_message("%zu bytes, %" PRIu64 " records, %d chunk sizes\n", size,
                  (uint64_t)first.spans.count, LARGEST_CHUNK);
    sd_index_free(&first);
    free(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_chunk_size)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
