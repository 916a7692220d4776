/* SPDX-License-Identifier: MIT */
/*
 * A whole split, from a file to files. If it succeeds, the reference accepts the input, every
 * record occurs in the outputs as often as in the input, and without shuffling the concatenated
 * outputs are the input. If it fails, no file is left. In both cases the input is unchanged.
 */
#define _GNU_SOURCE /* mkdtemp */
#include "place.h"
#include "reference_grammar.h"
#include "splitdata/splitdata.h"

enum { MOST = 8192 };

/* A record without its line terminator. */
struct piece {
    const uint8_t *at;
    size_t length;
};

struct pieces {
    struct piece *all;
    size_t count;
};

/* Adds the records of a text after a BOM of `mark` bytes; false if the reference refuses it. */
static bool add_records(struct pieces *pieces, const uint8_t *text, size_t size, size_t mark,
                        const struct reference_dialect *dialect)
{
    struct reference found = {.records = calloc(size + 1, sizeof(struct reference_record))};
    fuzz_require(found.records != NULL);
    reference_read(&found, text + mark, size - mark, dialect);
    for (size_t i = 0; i < found.count; i++) {
        size_t start = found.records[i].start + mark, end = found.records[i].end + mark;
        while (end > start && (text[end - 1] == '\n' || text[end - 1] == '\r'))
            end--;
        pieces->all[pieces->count++] = (struct piece){text + start, end - start};
    }
    free(found.records);
    return found.verdict == REFERENCE_ACCEPT;
}

static int compare(const void *a, const void *b)
{
    const struct piece *left = a, *right = b;
    size_t shorter = left->length < right->length ? left->length : right->length;
    int order = memcmp(left->at, right->at, shorter);
    return order != 0 ? order : (left->length > right->length) - (left->length < right->length);
}

static void require_same(struct pieces *expected, struct pieces *made, bool in_order)
{
    fuzz_require(expected->count == made->count);
    if (!in_order) {
        qsort(expected->all, expected->count, sizeof *expected->all, compare);
        qsort(made->all, made->count, sizeof *made->all, compare);
    }
    for (size_t i = 0; i < made->count; i++)
        fuzz_require(compare(&expected->all[i], &made->all[i]) == 0);
}

/* Compares the outputs with the input, and removes them. */
static void check_outputs(const struct splitdata_report *report, const uint8_t *text, size_t size,
                          const struct splitdata_options *options)
{
    static struct piece input_pieces[MOST + 1], output_pieces[4 * MOST];
    static uint8_t outputs[4][4 * MOST];
    struct pieces expected = {input_pieces, 0}, made = {output_pieces, 0};
    struct reference_dialect dialect = {',', options->quote == SPLITDATA_QUOTE_NONE ? -1 : '"',
                                        options->delimiter == ','};
    size_t mark = size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    fuzz_require(add_records(&expected, text, size, mark, &dialect));
    dialect.delimiter_set = true; /* the order in which delimiters are suspected differs */
    size_t header = report->header ? 1 : 0;
    for (size_t p = 0; p < report->part_count; p++) {
        size_t length = place_read(report->parts[p].path, outputs[p], sizeof outputs[p]);
        size_t before = made.count;
        fuzz_require(length == report->parts[p].bytes && memcmp(outputs[p], text, mark) == 0);
        fuzz_require(add_records(&made, outputs[p], length, mark, &dialect));
        fuzz_require(made.count - before == report->parts[p].rows + header);
        fuzz_require(header == 0 || compare(&made.all[before], &expected.all[0]) == 0);
        memmove(&made.all[before], &made.all[before + header],
                (made.count - before - header) * sizeof *made.all);
        made.count -= header;
        fuzz_require(unlink(report->parts[p].path) == 0);
    }
    expected.all += header;
    expected.count -= header;
    require_same(&expected, &made, options->no_shuffle);
}

static void choose(struct splitdata_options *options, struct fuzz_bytes *input)
{
    static const char *const parts[] = {"a=1,b=*", "a=0.5,b=0.5", "x=0.3,y=0.3,z=0.4",
                                        "a=2,b=1/3,c=*"};
    splitdata_options_init(options);
    options->parts = parts[fuzz_choose(input, 4)];
    options->no_shuffle = fuzz_choose(input, 2) != 0;
    if (!options->no_shuffle)
        options->seed = "101";
    unsigned flags = fuzz_choose(input, 64);
    options->header = flags & 1 ? SPLITDATA_HEADER_ABSENT : SPLITDATA_HEADER_PRESENT;
    options->ragged_keep = (flags & 2) != 0;
    options->map_input = (flags & 4) != 0;
    options->quote = flags & 8 ? SPLITDATA_QUOTE_NONE : SPLITDATA_QUOTE_USUAL;
    options->delimiter = flags & 16 ? ',' : SPLITDATA_DELIMITER_BY_NAME;
    options->threads = flags & 32 ? 3 : 1;
    options->no_sync = true;
    options->gzip_level = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static uint8_t kept[MOST + 1];
    struct fuzz_bytes input = {bytes, size};
    struct splitdata_options options;
    struct splitdata_report report;
    struct splitdata_error error = {0};
    choose(&options, &input);
    if (input.left > MOST || (input.left >= 2 && input.at[0] == 0x1f && input.at[1] == 0x8b))
        return 0; /* left to fuzz_gzip */
    place_enter();
    place_write("in.csv", input.at, input.left);
    int status = splitdata_split("in.csv", &options, &report, &error);
    if (status == SPLITDATA_OK) {
        check_outputs(&report, input.at, input.left, &options);
        splitdata_report_free(&report);
    } else {
        fuzz_require(status == SPLITDATA_DATA && error.message[0] != '\0' &&
                     strchr(error.message, '\n') == NULL);
    }
    fuzz_require(place_count() == 1);
    fuzz_require(place_read("in.csv", kept, sizeof kept) == input.left &&
                 memcmp(kept, input.at, input.left) == 0);
    return 0;
}
