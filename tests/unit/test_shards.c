/* SPDX-License-Identifier: MIT */
/* The rule of shards: numbers as numpy.array_split cuts them, sizes as one loop over the records
 * fills them; and the layout of a shard, which is cut out of the part's, as the shard's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/shards.h"
#include "out/layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- numbers --------------------------------------------------------------------------------- */

static void array_split(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= 60; n++) {
        for (uint64_t count = 1; count <= n; count++) {
            uint64_t at = 0;
            for (uint64_t shard = 0; shard < count; shard++) {
                assert_int_equal(sd_shard_begin(n, count, shard), at);
                at += n / count + (shard < n % count); /* numpy.array_split's sizes */
            }
            assert_int_equal(at, n);
            assert_int_equal(sd_shard_begin(n, count, count), n);
        }
    }
}

static void large_numbers(void **state)
{
    const uint64_t n = UINT64_MAX - 3;
    (void)state;
    assert_int_equal(sd_shard_begin(n, 1000000, 1000000), n);
    assert_int_equal(sd_shard_begin(n, 1000000, 1), n / 1000000 + 1);
}

/* --- the option ------------------------------------------------------------------------------ */

static void texts(void **state)
{
    static const struct {
        const char *text;
        uint64_t count, bytes;
    } right[] = {
        {"1", 1, 0},
        {"1000000", 1000000, 0},
        {"007", 7, 0},
        {"1K", 0, 1024},
        {"100M", 0, (uint64_t)100 << 20},
        {"2G", 0, (uint64_t)2 << 30},
        {"16777215T", 0, (uint64_t)16777215 << 40},
    };
    static const char *const wrong[] = {
        "",   "K",  "0",  "0K",      "1k",  "1KB", "1.5M",      "-1",
        "+1", "1 ", " 1", "1000001", "1MM", "0x1", "16777216T", "1000000000000000000000"};
    struct sd_shards shards;
    struct splitdata_error error;
    (void)state;
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        assert_int_equal(sd_shards_parse(&shards, right[i].text, &error), SPLITDATA_OK);
        assert_int_equal(shards.count, right[i].count);
        assert_int_equal(shards.bytes, right[i].bytes);
        assert_true(sd_shards_wanted(&shards));
    }
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(sd_shards_parse(&shards, wrong[i], &error), SPLITDATA_USAGE);
        assert_false(sd_shards_wanted(&shards));
    }
}

/* --- sizes ----------------------------------------------------------------------------------- */

/* No multiple of what is measured at once; the last record lacks its line end. */
enum { MOST = 3000, HEADER = 10 };

struct part {
    struct sd_content content;
    struct sd_spans spans;
    struct sd_layout layout; /* measured */
    uint64_t length[MOST];   /* by item */
    uint8_t *data;
};

/* `records` records of about `usual` bytes, some of `odd` ones, in an order that is not the
 * input's. */
static void make_part(struct part *part, size_t records, size_t usual, size_t odd)
{
    uint64_t at = 0, begin[MOST];
    *part = (struct part){0};
    for (size_t i = 0; i < records; i++) {
        part->length[i] = 2 + (i * 7919) % (usual - 1);
        if (i % 97 == 11)
            part->length[i] = odd;
        begin[i] = at;
        at += part->length[i];
    }
    part->data = malloc(at);
    assert_non_null(part->data);
    for (uint64_t i = 0; i < at; i++)
        part->data[i] = (uint8_t)('a' + i % 23);
    sd_spans_begin(&part->spans, at);
    for (size_t k = 0; k < records; k++) {
        size_t i = (k * 1009 + 5) % records; /* 1009 is prime to all numbers below */
        assert_true(sd_spans_push(&part->spans, begin[i], part->length[i]));
    }
    for (size_t k = 0; k < records; k++) {
        struct sd_span span = sd_spans_unpack(&part->spans, part->spans.packed[k]);
        part->length[k] = span.length + (span.start + span.length == at && k + 1 < records);
    }
    part->content = (struct sd_content){
        .form = &sd_form_rows,
        .prologue = "the header\n",
        .prologue_length = HEADER,
        .items = part->spans.packed,
        .count = records,
        .spans = &part->spans,
        .data = part->data,
        .size = at,
        .line_end = "\n",
        .line_end_length = 1,
    };
    assert_true(sd_layout_begin(&part->layout, &part->content));
    sd_layout_measure(&part->layout, &part->content, 0, records);
}

static void end_part(struct part *part)
{
    sd_layout_free(&part->layout);
    sd_spans_free(&part->spans);
    free(part->data);
}

/* The rule in one loop. */
static uint64_t filled(const struct part *part, uint64_t from, uint64_t bytes)
{
    uint64_t used = HEADER + part->length[from], to = from + 1;
    while (to < part->content.count && used + part->length[to] <= bytes)
        used += part->length[to++];
    return to;
}

/* The layout that the items have by themselves is the one that is cut out. */
static void compare_layout(const struct part *part, uint64_t from, uint64_t to)
{
    struct sd_layout own, cut;
    struct sd_content content = part->content;
    content.items += from;
    content.count = to - from;
    content.goes_on = to < part->content.count;
    assert_true(sd_lay_out(&own, &content));
    assert_true(sd_layout_cut(&part->layout, &part->content, from, to, &cut));
    assert_int_equal(own.size, cut.size);
    assert_int_equal(own.blocks, cut.blocks);
    assert_memory_equal(own.starts, cut.starts, own.blocks * sizeof *own.starts);
    sd_layout_free(&own);
    sd_layout_free(&cut);
}

static void sizes(void **state)
{
    static const size_t counts[] = {1, 2, 255, 256, 257, 511, 1000, MOST};
    static const uint64_t bytes[] = {0,    1,    HEADER, HEADER + 1, 40,      100,       1000,
                                     4096, 8000, 50000,  600000,     5000000, UINT64_MAX};
    struct part *part = malloc(sizeof *part);
    (void)state;
    assert_non_null(part);
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        make_part(part, counts[c], 60, 3000);
        for (size_t b = 0; b < sizeof bytes / sizeof bytes[0]; b++) {
            for (uint64_t from = 0, to; from < counts[c]; from = to) {
                to = sd_layout_end_of(&part->layout, &part->content, from, bytes[b]);
                assert_int_equal(to, filled(part, from, bytes[b]));
                if (b % 3 == 0 || counts[c] < 300)
                    compare_layout(part, from, to);
            }
        }
        end_part(part);
    }
    free(part);
}

/* Blocks begin in the middle of records. */
static void long_records(void **state)
{
    struct part *part = malloc(sizeof *part);
    (void)state;
    assert_non_null(part);
    make_part(part, 700, 9000, 700000);
    compare_layout(part, 0, 700);
    for (uint64_t from = 0; from < 700; from += 37)
        compare_layout(part, from, from + 255 < 700 ? from + 255 : 700);
    end_part(part);
    free(part);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(array_split), cmocka_unit_test(large_numbers), cmocka_unit_test(texts),
        cmocka_unit_test(sizes),       cmocka_unit_test(long_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
