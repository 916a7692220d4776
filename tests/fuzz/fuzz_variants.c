/* SPDX-License-Identifier: MIT */
/* Compares the variants of CSV, and comments, with the slow second reader, in two pieces. */
#include "fuzz.h"

#include "csv/cells.h"
#include "csv/scan.h"
#include "reference_variants.h"

struct pair {
    struct sd_dialect dialect;
    struct variant_dialect reference;
};

#define DIALECT(byte, mark)                                                                        \
    .delimiter = (byte), .quote = (mark), .ragged_keep = true, .delimiter_set = true

static const struct pair pairs[] = {
    {{DIALECT(',', '"'), .escape = '\\'}, {",", '"', '\\', 0}},
    {{DIALECT('\t', SD_NO_QUOTE), .escape = '\\'}, {"\t", -1, '\\', 0}},
    {{DIALECT(',', '"'), .escape = '\\', .comment = '#'}, {",", '"', '\\', '#'}},
    {{DIALECT(' ', '"'), .blanks = true, .comment = '#'}, {"", '"', 0, '#'}},
    {{DIALECT(' ', SD_NO_QUOTE), .blanks = true, .escape = '\\'}, {"", -1, '\\', 0}},
    {{DIALECT(':', '"'), .colons = true}, {"::", '"', 0, 0}},
    {{DIALECT(':', '\''), .colons = true, .escape = '^', .comment = '%'}, {"::", '\'', '^', '%'}},
};

static void require_fields(const struct sd_dialect *dialect, const uint8_t *text,
                           const struct variant_record *record)
{
    struct splitdata_error error;
    struct sd_cells cells;
    fuzz_require(sd_cells_open(&cells, dialect, NULL, &error) == SPLITDATA_OK);
    for (size_t f = 0; f < record->fields; f++) {
        struct sd_field_value value;
        fuzz_require(sd_cells_read(&cells, text + record->start, record->end - record->start, f,
                                   &value, &error) == SPLITDATA_OK);
        fuzz_require(value.present && value.length == record->length[f] &&
                     memcmp(value.bytes, record->value[f], value.length) == 0);
    }
    sd_cells_close(&cells);
}

static void require_same(const struct pair *pair, const uint8_t *text, size_t size, size_t cut,
                         const struct variant_result *expected)
{
    struct splitdata_error error;
    struct sd_spans spans;
    struct sd_scan scan;
    sd_spans_begin(&spans, size);
    sd_scan_begin(&scan, &pair->dialect, NULL, &spans, 0);
    int status = sd_scan_feed(&scan, text, cut, &error);
    if (status == SPLITDATA_OK)
        status = sd_scan_feed(&scan, text + cut, size - cut, &error);
    if (status == SPLITDATA_OK)
        status = sd_scan_finish(&scan, &error);
    fuzz_require((status == SPLITDATA_OK) == (expected->verdict == VARIANT_ACCEPT));
    if (status == SPLITDATA_OK) {
        fuzz_require(spans.count == expected->count && scan.blank_lines == expected->blank_lines &&
                     scan.comment_lines == expected->comment_lines);
        for (size_t i = 0; i < spans.count; i++) {
            struct sd_span span = sd_spans_unpack(&spans, spans.packed[i]);
            fuzz_require(span.start == expected->record[i].start &&
                         span.start + span.length == expected->record[i].end);
            require_fields(&pair->dialect, text, &expected->record[i]);
        }
    }
    sd_spans_free(&spans);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct variant_result expected;
    struct fuzz_bytes input = {bytes, size};
    const struct pair *pair = &pairs[fuzz_choose(&input, sizeof pairs / sizeof pairs[0])];
    size_t cut = fuzz_choose(&input, VARIANT_LONGEST);
    if (input.left >= VARIANT_LONGEST)
        return 0;
    uint8_t *text = fuzz_copy(input.at, input.left);
    variant_read(&pair->reference, (const char *)text, input.left, &expected);
    require_same(pair, text, input.left, cut < input.left ? cut : input.left, &expected);
    free(text);
    return 0;
}
