/* SPDX-License-Identifier: MIT */
/* The record index equals the reference's, whether it is built by several threads in chunks of any
 * size, or incrementally while the input arrives in pieces. */
#include "fuzz.h"

#include "csv/incremental_index.h"
#include "csv/not_data.h"
#include "csv/start.h"
#include "reference_grammar.h"
#include "splitdata/splitdata.h"

/* The byte at which the input must be refused, also for a wrong number of fields; UINT64_MAX: it
 * must be accepted. */
static uint64_t wrong_byte(const struct reference *expected, bool ragged_keep)
{
    for (size_t i = 1; i < expected->count && !ragged_keep; i++) {
        if (expected->records[i].fields != expected->records[0].fields)
            return expected->records[i].start;
    }
    return expected->verdict == REFERENCE_ACCEPT ? UINT64_MAX : expected->at;
}

static void require_same(const struct sd_index *index, const struct reference *expected)
{
    fuzz_require(index->spans.count == expected->count);
    fuzz_require(index->blank_lines == expected->blank_lines);
    for (size_t i = 0; i < expected->count; i++) {
        struct sd_span span = sd_spans_unpack(&index->spans, index->spans.packed[i]);
        fuzz_require(span.start == expected->records[i].start + index->bom);
        fuzz_require(span.start + span.length == expected->records[i].end + index->bom);
    }
}

enum {
    LITTLE = 1 << 16
}; /* bytes; larger inputs may give up the incremental index for being slow */

/* `right`: there must be an index, if there are records. */
static void require_incremental(const struct sd_index_request *request,
                                const struct reference *expected, bool right)
{
    struct sd_incremental incremental;
    struct sd_index index;
    struct splitdata_error error;
    uint64_t most = request->chunk < 3 ? 3 : request->chunk;
    sd_incremental_begin(&incremental, request, UINT64_MAX);
    for (uint64_t at = 0; at < request->size; at += most) {
        uint64_t left = request->size - at;
        incremental.observer.observe(incremental.observer.context, request->data + at,
                                     (size_t)(left < most ? left : most), &error);
    }
    bool found = sd_incremental_take(&incremental, request, &index);
    fuzz_require(found == (right && expected->count != 0));
    if (found) {
        require_same(&index, expected);
        sd_index_free(&index);
    }
}

static const struct sd_scanner *choose_scanner(struct fuzz_bytes *input)
{
    size_t count = 0;
    while (splitdata_scanner_name(count) != NULL)
        count++;
    return sd_scanner_named(splitdata_scanner_name(fuzz_choose(input, (unsigned)count)));
}

/* Whether the first and the last bytes are no other kind of file's. */
static bool may_be_data(const struct sd_dialect *dialect, const uint8_t *text, size_t size)
{
    const struct sd_reading reading = {0};
    struct splitdata_error error;
    return sd_check_start(dialect, &reading, text, size, &error) == SPLITDATA_OK &&
           sd_check_end(dialect, &reading, text, size, &error) == SPLITDATA_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_bytes input = {bytes, size};
    struct sd_dialect dialect = {.delimiter = ',', .quote = '"'};
    dialect.ragged_keep = fuzz_choose(&input, 4) != 0;
    dialect.delimiter_set = fuzz_choose(&input, 2) != 0;
    struct sd_index_request request = {.dialect = &dialect, .cancel_fd = -1};
    request.scanner = choose_scanner(&input);
    request.threads = 1 + fuzz_choose(&input, 3);
    request.chunk = 1 + fuzz_choose(&input, 200);
    uint8_t *text = fuzz_copy(input.at, input.left);
    struct splitdata_error error = {0};
    request.data = text;
    request.size = input.left;
    if (input.left != 0 && may_be_data(&dialect, text, input.left)) {
        struct sd_index index;
        struct reference expected = {.records =
                                         calloc(input.left + 1, sizeof(struct reference_record))};
        const struct reference_dialect same = {',', '"', dialect.delimiter_set};
        size_t mark = (size_t)sd_byte_order_mark(text, input.left);
        fuzz_require(expected.records != NULL);
        reference_read(&expected, text + mark, input.left - mark, &same);
        uint64_t wrong = wrong_byte(&expected, dialect.ragged_keep);
        if (!request.scanner->libcsv && input.left <= LITTLE)
            require_incremental(&request, &expected, wrong == UINT64_MAX);
        int status = sd_index_build(&index, &request, &error);
        if (wrong == UINT64_MAX) {
            fuzz_require(status == SPLITDATA_OK);
            require_same(&index, &expected);
            sd_index_free(&index);
        } else if (!request.scanner->libcsv) {
            fuzz_require(status == SPLITDATA_DATA && error.offset == wrong + mark);
        } else if (status == SPLITDATA_OK) { /* libcsv alone refuses nothing */
            sd_index_free(&index);
        }
        free(expected.records);
    }
    free(text);
    return 0;
}
