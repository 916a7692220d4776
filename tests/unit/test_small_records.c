/* SPDX-License-Identifier: MIT */
/* Records stored in their items are written byte for byte as in the input, among records that are
 * too long for that or end differently; and large inputs of short records are split correctly if
 * nothing fits into memory. */
#define _GNU_SOURCE /* mkdtemp */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/small_record.h"
#include "out/layout.h"
#include "own_directory.h"
#include "random_bytes.h"
#include "splitdata/splitdata.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct input {
    uint8_t *data;
    uint64_t size, room;
    struct sd_spans spans;
    uint64_t *items;
};

static void add_record(struct input *in, const char *bytes, size_t length)
{
    if (in->room < in->size + length) {
        in->room = 2 * in->size + 1024;
        in->data = realloc(in->data, (size_t)in->room);
        assert_non_null(in->data);
    }
    memcpy(in->data + in->size, bytes, length);
    assert_true(sd_spans_push(&in->spans, in->size, length));
    in->size += length;
}

static void add_random_record(struct input *in, uint64_t *random, bool last)
{
    static const char *const ends[] = {"\n", "\n", "\n", "\r\n", "\r", "\r\r\n"};
    char record[64];
    size_t length = random_below(random, random_below(random, 9) == 0 ? 40 : 13);
    const char *end = last ? "" : ends[random_below(random, 6)];
    random_text(random, (uint8_t *)record, length, "abc,\"");
    length += last && length == 0;
    record[0] = 'x';
    strcpy(record + length, end);
    add_record(in, record, length + strlen(end));
}

static void fill_all(struct input *in)
{
    /* Exactly as large as needed, so that a sanitizer notices reads beyond it. */
    in->data = realloc(in->data, (size_t)in->size);
    assert_non_null(in->data);
    in->items = calloc(in->spans.count, SD_SMALL_RECORD_WORDS * sizeof *in->items);
    assert_non_null(in->items);
    sd_small_records_fill(in->items, &in->spans, in->data, in->size);
}

static void make_input(struct input *in, size_t records, uint64_t seed)
{
    uint64_t random = seed;
    *in = (struct input){0};
    sd_spans_begin(&in->spans, 0);
    for (size_t i = 0; i < records; i++)
        add_random_record(in, &random, i + 1 == records);
    fill_all(in);
}

static void free_input(struct input *in)
{
    free(in->data);
    free(in->items);
    sd_spans_free(&in->spans);
}

/* --- items ----------------------------------------------------------------------------------- */

static void assert_item(const struct input *in, const uint64_t *item, struct sd_span span)
{
    const uint8_t *record = in->data + span.start;
    bool fits = span.length <= 12 && record[span.length - 1] == '\n';
    uint8_t out[SD_SMALL_RECORD_ROOM];
    assert_int_equal(sd_small_record_span(item).start, span.start);
    assert_int_equal(sd_small_record_span(item).length, span.length);
    assert_int_equal(sd_small_record_bytes(item), fits ? span.length - 1 : SD_SMALL_RECORD_NONE);
    if (!fits)
        return;
    sd_small_record_put(out, item, sd_small_record_bytes(item));
    assert_memory_equal(out, record, span.length);
}

/* Every length at every distance from the end of the input, followed by LF or something else. */
static void records_of_every_length(void **state)
{
    static const char bytes[] = "abcdefghijklmnopqrstuvwxyz";
    (void)state;
    for (size_t length = 1; length <= 20; length++) {
        for (size_t after = 0; after <= 20; after++) {
            for (size_t e = 0; e < 3; e++) {
                struct input in = {0};
                char record[24];
                memcpy(record, bytes, length);
                record[length - 1] = e == 0 ? '\n' : e == 1 ? '\r' : 'x';
                sd_spans_begin(&in.spans, 0);
                add_record(&in, record, length);
                if (after != 0)
                    add_record(&in, bytes, after);
                fill_all(&in);
                assert_item(&in, in.items, (struct sd_span){0, length});
                free_input(&in);
            }
        }
    }
}

static void records_in_a_row(void **state)
{
    (void)state;
    struct input in;
    make_input(&in, 20000, 5);
    for (size_t i = 0; i < in.spans.count; i++)
        assert_item(&in, in.items + SD_SMALL_RECORD_WORDS * i,
                    sd_spans_unpack(&in.spans, in.spans.packed[i]));
    free_input(&in);
}

/* The largest start, and lengths that a packed span cannot hold. */
static void places_far_away(void **state)
{
    const uint64_t size = (uint64_t)1 << 36, lengths[] = {13, 1 << 24, (uint64_t)1 << 35};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        uint64_t item[SD_SMALL_RECORD_WORDS];
        struct sd_spans spans;
        sd_spans_begin(&spans, size);
        assert_true(sd_spans_push(&spans, size - lengths[i], lengths[i]));
        sd_small_records_fill(item, &spans, (const uint8_t *)"", size);
        assert_int_equal(sd_small_record_span(item).start, size - lengths[i]);
        assert_int_equal(sd_small_record_span(item).length, lengths[i]);
        sd_spans_free(&spans);
    }
}

/* --- blocks ---------------------------------------------------------------------------------- */

/* The same permutation of packed spans and of items. */
static void shuffle(struct input *in)
{
    uint64_t random = 11;
    for (size_t i = in->spans.count; i-- > 1;) {
        size_t j = random_below(&random, i + 1);
        uint64_t *a = in->items + SD_SMALL_RECORD_WORDS * i,
                 *b = in->items + SD_SMALL_RECORD_WORDS * j;
        const uint64_t kept[] = {in->spans.packed[i], a[0], a[1]};
        in->spans.packed[i] = in->spans.packed[j];
        in->spans.packed[j] = kept[0];
        memmove(a, b, SD_SMALL_RECORD_WORDS * sizeof *a);
        memcpy(b, kept + 1, SD_SMALL_RECORD_WORDS * sizeof *b);
    }
}

static struct sd_content content_of(const struct input *in, const struct sd_form *form)
{
    static const char header[] = "id,text\r\n";
    return (struct sd_content){
        .form = form,
        .prologue = header,
        .prologue_length = sizeof header - 1,
        .items = form == &sd_form_small_records ? in->items : in->spans.packed,
        .count = in->spans.count,
        .spans = &in->spans,
        .data = in->data,
        .size = in->size,
        .line_end = "\r\n",
        .line_end_length = 2,
    };
}

static void assert_blocks(const struct input *in)
{
    static uint8_t block[SD_BLOCK], expected[SD_BLOCK];
    struct sd_content content = content_of(in, &sd_form_small_records);
    struct sd_content rows = content_of(in, &sd_form_rows);
    struct sd_layout layout, rows_layout;
    assert_true(sd_lay_out(&layout, &content) && sd_lay_out(&rows_layout, &rows));
    assert_int_equal(layout.size, rows_layout.size);
    for (size_t b = 0; b < layout.blocks; b++) {
        memset(block, 0xee, sizeof block);
        memset(expected, 0xee, sizeof expected);
        size_t size = content.form->fill(&content, &layout, b, block);
        assert_int_equal(size, rows.form->fill(&rows, &rows_layout, b, expected));
        assert_memory_equal(block, expected, sizeof block);
    }
    sd_layout_free(&layout);
    sd_layout_free(&rows_layout);
}

static void blocks_are_those_of_rows(void **state)
{
    static const size_t counts[] = {1, 2, 3, 70, 9000, 200000};
    (void)state;
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        for (uint64_t seed = 1; seed <= (counts[c] < 100 ? 200 : 2); seed++) {
            struct input in;
            make_input(&in, counts[c], seed);
            shuffle(&in);
            assert_blocks(&in);
            free_input(&in);
        }
    }
}

/* --- whole splits ---------------------------------------------------------------------------- */

enum { SIZE = 17 << 20 }; /* above the size from which records are stored in items */

struct shape {
    const char *header;
    bool mixed; /* records and line terminators of every kind */
    bool dense; /* short records where the estimate of their number takes no sample */
    const char *end;
};

static void write_input(const struct shape *shape)
{
    static const char *const seldom[] = {"1234567890\r\n",
                                         "12,3\r",
                                         "\"a\n\",\"b\"\n",
                                         "\n",
                                         " \n",
                                         "1,23456789012345678901234567890\n",
                                         "123,45678901\n"};
    uint64_t random = 3;
    FILE *file = fopen("data.csv", "w");
    assert_non_null(file);
    fputs(shape->header, file);
    for (size_t at = 0, line = 0; at < SIZE; line++) {
        char record[64];
        int length = snprintf(record, sizeof record, "%d,%d\n", (int)random_below(&random, 100000),
                              (int)random_below(&random, 100000));
        if (shape->mixed && line % 40 == 0)
            length = snprintf(record, sizeof record, "%s", seldom[random_below(&random, 7)]);
        if (shape->dense && at / (SIZE / 5) % 2 == 1)
            length = snprintf(record, sizeof record, ",\n");
        fwrite(record, 1, (size_t)length, file);
        at += (size_t)length;
    }
    fputs(shape->end, file);
    assert_int_equal(fclose(file), 0);
}

static char *read_part(const char *name, size_t *size)
{
    char path[80], *bytes = malloc(2 * SIZE);
    snprintf(path, sizeof path, "data.%s.csv", name);
    FILE *file = fopen(path, "r");
    assert_true(file != NULL && bytes != NULL);
    *size = fread(bytes, 1, 2 * SIZE, file);
    fclose(file);
    unlink(path);
    return bytes;
}

/* The outputs of a split, to be compared with those of other options. */
struct result {
    char *id, *parts[3];
    size_t sizes[3];
    size_t count;
};

static struct result split(const struct shape *shape, struct splitdata_options options)
{
    struct splitdata_report report;
    struct splitdata_error error;
    struct result result = {0};
    options.header = shape->header[0] != '\0' ? SPLITDATA_HEADER_PRESENT : SPLITDATA_HEADER_ABSENT;
    options.ragged_keep = true;
    options.no_sync = true;
    options.seed = "7";
    int status = splitdata_split("data.csv", &options, &report, &error);
    if (status != SPLITDATA_OK)
        fail_msg("%s", error.message);
    result.id = strdup(report.split_id);
    result.count = report.part_count;
    for (size_t p = 0; p < result.count; p++)
        result.parts[p] = read_part(report.parts[p].name, &result.sizes[p]);
    splitdata_report_free(&report);
    return result;
}

static void compare_and_free(struct result *one, struct result *two)
{
    assert_string_equal(one->id, two->id);
    assert_int_equal(one->count, two->count);
    for (size_t p = 0; p < one->count; p++) {
        assert_int_equal(one->sizes[p], two->sizes[p]);
        assert_true(memcmp(one->parts[p], two->parts[p], one->sizes[p]) == 0);
        free(one->parts[p]);
        free(two->parts[p]);
    }
    free(one->id);
    free(two->id);
}

static const struct shape plain = {"id,n\n", false, false, ""}, dense = {"", false, true, "1,2\n"};

static struct splitdata_options options_for(unsigned threads)
{
    struct splitdata_options options;
    splitdata_options_init(&options);
    options.threads = threads;
    options.map_input = true;
    return options;
}

/* Two parts, three, and some records in none. */
static void large_inputs_of_short_records(void **state)
{
    (void)state;
    static const struct shape mixed[] = {{"\xef\xbb\xbfid,n\r\n", true, false, "1,2"},
                                         {"", true, false, "12345678901\n\n"}};
    const struct shape *const shapes[] = {&plain, &mixed[0], &mixed[1], &dense};
    for (unsigned s = 0; s < 4; s++) {
        struct splitdata_options options = options_for(1 + s);
        options.map_input = s != 2;
        options.parts = s == 1 ? "one=0.2,two=0.5,three=0.3" : NULL;
        options.train_size = s == 2 ? "1000000" : NULL;
        options.test_size = s == 2 ? "3" : NULL;
        write_input(shapes[s]);
        struct result result = split(shapes[s], options);
        options.spill = true;
        struct result spilled = split(shapes[s], options);
        compare_and_free(&result, &spilled);
        unlink("data.csv");
    }
}

/* More records than estimated, for which the memory limit does not suffice: they are split without
 * being stored in items, or without their lengths being kept, and without a temporary file, which
 * is not possible here. */
static void more_records_than_memory(void **state)
{
    static const struct {
        enum splitdata_order order;
        uint64_t memory;
    } cases[] = {{SPLITDATA_ORDER_USUAL, 80 << 20}, {SPLITDATA_ORDER_INPUT, 48 << 20}};
#ifdef __SANITIZE_THREAD__ /* an array that grows is copied, and is there twice meanwhile */
    enum { HALVES = 3 };
#else
    enum { HALVES = 2 };
#endif
    (void)state;
    write_input(&dense);
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        struct splitdata_options options = options_for(2);
        options.order = cases[c].order;
        struct result result = split(&dense, options);
        options.memory = cases[c].memory / 2 * HALVES;
        options.tmpdir = "/proc";
        struct result bounded = split(&dense, options);
        compare_and_free(&result, &bounded);
    }
    unlink("data.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_of_every_length),
        cmocka_unit_test(records_in_a_row),
        cmocka_unit_test(places_far_away),
        cmocka_unit_test(blocks_are_those_of_rows),
        cmocka_unit_test(large_inputs_of_short_records),
        cmocka_unit_test(more_records_than_memory),
    };
    return cmocka_run_group_tests(tests, enter_directory, leave_directory);
}
