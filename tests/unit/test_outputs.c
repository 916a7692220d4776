/* SPDX-License-Identifier: MIT */
/* Outputs: blocks of contents of every form equal the items put together by hand; writing them
 * gives the same bytes with any number of threads, plain and compressed. */
#define _GNU_SOURCE /* O_TMPFILE's kin, mkdtemp */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "out/block_writer.h"
#include "out/content.h"
#include "out/layout.h"
#include "publish/publish.h"
#include "random_bytes.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* An input with records from 1 byte to several blocks; the last one lacks its line terminator. */
struct input {
    uint8_t *data;
    size_t size;
    struct sd_spans spans;
    uint64_t *shuffled; /* the packed spans in another order */
    uint64_t *numbers;
    uint32_t *labels;
};

static void add_record(struct input *in, const uint8_t *bytes, size_t length)
{
    memcpy(in->data + in->size, bytes, length);
    assert_true(sd_spans_push(&in->spans, in->size, length));
    in->size += length;
}

static void make_input(struct input *in, size_t records, bool giant)
{
    static uint8_t record[3 * SD_BLOCK];
    uint64_t random = 17;
    *in = (struct input){.data = malloc(records * 700 + 4 * SD_BLOCK)};
    assert_non_null(in->data);
    sd_spans_begin(&in->spans, records * 700);
    for (size_t i = 0; i < records; i++) {
        size_t length = random_below(&random, i % 50 == 0 ? 700 : 90);
        if (giant && i == records / 3)
            length = 2 * SD_BLOCK + 12345;
        random_text(&random, record, length, "abcdefgh,;");
        static const char *const ends[] = {"\n", "\r\n", "\r", "\r\r\n"};
        const char *end = i + 1 == records ? "" : ends[random_below(&random, 4)];
        memcpy(record + length, end, strlen(end));
        add_record(in, record, length + strlen(end));
    }
    in->shuffled = calloc(records, sizeof *in->shuffled);
    in->numbers = calloc(records, sizeof *in->numbers);
    in->labels = calloc(records, sizeof *in->labels);
    assert_true(in->shuffled != NULL && in->numbers != NULL && in->labels != NULL);
    for (size_t i = 0; i < records; i++)
        in->numbers[i] = i;
    for (size_t i = records; i-- > 1;) {
        size_t j = random_below(&random, i + 1);
        uint64_t kept = in->numbers[i];
        in->numbers[i] = in->numbers[j];
        in->numbers[j] = kept;
    }
    for (size_t i = 0; i < records; i++) {
        in->shuffled[i] = in->spans.packed[in->numbers[i]];
        in->labels[i] = (uint32_t)random_below(&random, 3);
    }
}

/* Several blocks of records of `length` bytes, every second of them "shuffled"; the last one lacks
 * its line terminator. */
static void make_wide_input(struct input *in, size_t length)
{
    size_t records = 3 * SD_BLOCK / length + 3;
    uint64_t random = 23;
    uint8_t *record = malloc(length);
    *in = (struct input){.data = malloc(2 * records * length)};
    assert_true(in->data != NULL && record != NULL);
    sd_spans_begin(&in->spans, 2 * records * length);
    in->shuffled = calloc(records, sizeof *in->shuffled);
    assert_non_null(in->shuffled);
    for (size_t i = 0; i < 2 * records; i++) {
        random_text(&random, record, length - 1, "abcdefgh,;");
        record[length - 1] = i + 1 == 2 * records ? 'z' : '\n';
        add_record(in, record, length);
    }
    for (size_t i = 0; i < records; i++)
        in->shuffled[i] = in->spans.packed[2 * i];
    in->spans.count = records;
    free(record);
}

static void free_input(struct input *in)
{
    free(in->data);
    sd_spans_free(&in->spans);
    free(in->shuffled);
    free(in->numbers);
    free(in->labels);
}

struct bytes {
    uint8_t *at;
    size_t length, capacity;
};

static void append(struct bytes *out, const void *bytes, size_t length)
{
    if (out->capacity <= out->length + length) {
        out->capacity = 2 * (out->length + length) + 1024;
        out->at = realloc(out->at, out->capacity);
        assert_non_null(out->at);
    }
    memcpy(out->at + out->length, bytes, length);
    out->length += length;
}

static size_t end_of(const uint8_t *record, size_t length)
{
    size_t end = length;
    while (end > 0 && (record[end - 1] == '\n' || record[end - 1] == '\r'))
        end--;
    return end;
}

/* The bytes of a content, built without blocks. */
static struct bytes by_hand(const struct input *in, const struct sd_content *content)
{
    struct bytes out = {0};
    append(&out, content->prologue, content->prologue_length);
    for (uint64_t k = 0; k < content->count; k++) {
        if (content->form == &sd_form_indices) {
            char line[32];
            append(&out, line,
                   (size_t)snprintf(line, sizeof line, "%" PRIu64 "\n", content->items[k]));
            continue;
        }
        struct sd_span span = sd_spans_unpack(&in->spans, content->items[k]);
        const uint8_t *record = in->data + span.start;
        size_t length = (size_t)span.length, end = end_of(record, length);
        if (content->form == &sd_form_rows) {
            append(&out, record, length);
            if (end == length && span.start + span.length == in->size && k + 1 < content->count)
                append(&out, content->line_end, content->line_end_length);
            continue;
        }
        append(&out, record, end);
        for (size_t set = 0; set < content->suffix_sets; set++) {
            const struct sd_suffixes *suffixes = &content->suffixes[set];
            const size_t *begin = suffixes->begin + suffixes->labels[k];
            append(&out, suffixes->texts + begin[0], begin[1] - begin[0]);
        }
        append(&out, record + end, length - end);
    }
    return out;
}

/* A guard follows the pieces: a line terminator stored one too far would extend it. */
static size_t pieces_of(const struct sd_content *content, const struct sd_layout *layout,
                        size_t block, struct iovec *pieces)
{
    pieces[SD_PIECES] = (struct iovec){(void *)(uintptr_t)content->line_end, 0};
    size_t count = content->form->find(content, layout, block, pieces);
    assert_int_equal(pieces[SD_PIECES].iov_len, 0);
    return count;
}

/* The pieces of a block together give the block, and no two of them are adjacent. */
static void compare_pieces(const struct sd_content *content, const struct sd_layout *layout,
                           size_t block, const uint8_t *expected)
{
    struct iovec pieces[SD_PIECES + 1];
    size_t at = 0, count = 0;
    if (content->form->find != NULL)
        count = pieces_of(content, layout, block, pieces);
    assert_in_range(count, 0, SD_PIECES);
    for (size_t p = 0; p < count; p++) {
        const uint8_t *begin = pieces[p].iov_base;
        assert_true(p == 0 || begin != (uint8_t *)pieces[p - 1].iov_base + pieces[p - 1].iov_len);
        assert_in_range(pieces[p].iov_len, 1, SD_BLOCK - at);
        assert_memory_equal(begin, expected + at, pieces[p].iov_len);
        at += pieces[p].iov_len;
    }
    assert_true(count == 0 || at == sd_block_size(layout, block));
}

static size_t count_pieces(const struct sd_content *content, const struct sd_layout *layout,
                           size_t block)
{
    struct iovec pieces[SD_PIECES + 1];
    return pieces_of(content, layout, block, pieces);
}

static void compare_blocks(const struct input *in, const struct sd_content *content)
{
    static uint8_t block[SD_BLOCK];
    struct bytes expected = by_hand(in, content);
    struct sd_layout layout;
    assert_true(sd_lay_out(&layout, content));
    assert_int_equal(layout.size, expected.length);
    assert_int_equal(layout.blocks, (expected.length + SD_BLOCK - 1) / SD_BLOCK);
    /* Backwards: no block may depend on another. */
    for (size_t b = layout.blocks; b-- > 0;) {
        size_t at = b * SD_BLOCK;
        size_t length = expected.length - at < SD_BLOCK ? expected.length - at : SD_BLOCK;
        memset(block, 0xee, sizeof block);
        assert_int_equal(content->form->fill(content, &layout, b, block), length);
        if (memcmp(block, expected.at + at, length) != 0)
            fail_msg("%s: block %zu of %zu differs", content->form->name, b, layout.blocks);
        compare_pieces(content, &layout, b, expected.at + at);
    }
    sd_layout_free(&layout);
    free(expected.at);
}

static struct sd_content content_of(const struct input *in, const struct sd_form *form,
                                    const struct sd_suffixes *suffixes)
{
    static const char header[] = "\xef\xbb\xbfid,text\r\n";
    struct sd_content content = {
        .form = form,
        .prologue = header,
        .prologue_length = sizeof header - 1,
        .items = in->shuffled,
        .count = in->spans.count,
        .spans = &in->spans,
        .data = in->data,
        .size = in->size,
        .line_end = "\r\n",
        .line_end_length = 2,
    };
    if (form == &sd_form_indices) {
        content.prologue_length = 0;
        content.items = in->numbers;
    } else if (form == &sd_form_column) {
        content.items = in->spans.packed;
        content.suffixes = suffixes;
        content.suffix_sets = 2;
    }
    return content;
}

static const char texts[] = ",train,test,";
static const size_t text_begin[] = {0, 6, 11, 12};

static const struct sd_form *const forms[] = {&sd_form_rows, &sd_form_indices, &sd_form_column};

static void blocks_of_every_form(void **state)
{
    (void)state;
    static const size_t counts[] = {1, 2, 3, 100, 9000, 40000};
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        struct input in;
        make_input(&in, counts[c], c % 2 == 1);
        const struct sd_suffixes suffixes[] = {{in.labels, texts, text_begin},
                                               {in.labels, texts, text_begin}};
        for (size_t f = 0; f < 3; f++) {
            struct sd_content content = content_of(&in, forms[f], suffixes);
            compare_blocks(&in, &content);
        }
        free_input(&in);
    }
}

/* The record without a line terminator in each position: first, middle and last. */
static void the_record_without_a_line_end(void **state)
{
    (void)state;
    struct input in;
    make_input(&in, 7, false);
    for (size_t position = 0; position < 7; position++) {
        uint64_t kept = in.shuffled[position];
        size_t now = 0;
        while (in.shuffled[now] != in.spans.packed[6])
            now++;
        in.shuffled[now] = kept;
        in.shuffled[position] = in.spans.packed[6];
        struct sd_content content = content_of(&in, &sd_form_rows, NULL);
        compare_blocks(&in, &content);
        content.line_end_length = 0; /* the last record has its terminator: none is ever added */
        struct sd_layout layout;
        assert_true(sd_lay_out(&layout, &content));
        assert_int_equal(layout.size, content.prologue_length + in.size);
        sd_layout_free(&layout);
    }
    free_input(&in);
}

/* Records in input order are one piece, unless one is left out or a terminator is added. */
static void records_in_input_order(void **state)
{
    (void)state;
    struct input in;
    make_input(&in, 40000, false);
    struct sd_content content = content_of(&in, &sd_form_rows, NULL);
    struct sd_layout layout;
    static const struct {
        size_t first, count;
    } stretches[] = {{0, 40000}, {0, 30000}, {30000, 10000}, {39999, 1}};
    content.items = in.spans.packed;
    compare_blocks(&in, &content);
    for (size_t i = 0; i < sizeof stretches / sizeof stretches[0]; i++) {
        content.items = in.spans.packed + stretches[i].first;
        content.count = stretches[i].count;
        compare_blocks(&in, &content);
        assert_true(sd_lay_out(&layout, &content));
        for (size_t b = 0; b < layout.blocks; b++)
            assert_int_equal(count_pieces(&content, &layout, b), b == 0 ? 2 : 1);
        sd_layout_free(&layout);
    }
    memmove(in.spans.packed + 300, in.spans.packed + 301, 1000 * sizeof *in.spans.packed);
    content.items = in.spans.packed;
    content.count = 1000;
    compare_blocks(&in, &content);
    assert_true(sd_lay_out(&layout, &content));
    assert_int_equal(count_pieces(&content, &layout, 0), 3);
    sd_layout_free(&layout);
    free_input(&in);
}

/* Every second record of an input of equal ones, so that each is a separate piece: the maximum
 * number of pieces in one block, and one more. */
static void as_many_pieces_as_may_be(void **state)
{
    (void)state;
    static const struct {
        size_t length, pieces;
    } cases[] = {{SD_BLOCK / SD_PIECES + 1, SD_PIECES}, {3072, 0}, {40000, 14}, {SD_BLOCK, 1}};
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        struct input in;
        make_wide_input(&in, cases[c].length);
        struct sd_content content = content_of(&in, &sd_form_rows, NULL);
        struct sd_layout layout;
        content.prologue_length = 0;
        compare_blocks(&in, &content);
        assert_true(sd_lay_out(&layout, &content));
        assert_int_equal(count_pieces(&content, &layout, 0), cases[c].pieces);
        sd_layout_free(&layout);
        in.shuffled[0] = in.spans.packed[2 * in.spans.count - 1];
        compare_blocks(&in, &content);
        free_input(&in);
    }
}

/* A line terminator is added among the last pieces that fit, and after them. */
static void a_line_end_behind_the_last_piece(void **state)
{
    (void)state;
    struct input in;
    make_wide_input(&in, 20);
    uint64_t last = in.spans.packed[2 * in.spans.count - 1];
    for (size_t position = SD_PIECES - 3; position < SD_PIECES + 3; position++) {
        struct sd_content content = content_of(&in, &sd_form_rows, NULL);
        uint64_t kept = in.shuffled[position];
        in.shuffled[position] = last;
        content.count = SD_PIECES + 4;
        compare_blocks(&in, &content);
        content.count = position + 2;
        compare_blocks(&in, &content);
        in.shuffled[position] = kept;
    }
    free_input(&in);
}

/* A prologue longer than a block, and one that fills it exactly; no items at all. */
static void long_prologues(void **state)
{
    (void)state;
    static char header[2 * SD_BLOCK + 3];
    static const size_t lengths[] = {0, 1, SD_BLOCK - 1, SD_BLOCK, SD_BLOCK + 1, 2 * SD_BLOCK + 3};
    struct input in;
    memset(header, 'h', sizeof header);
    make_input(&in, 40, false);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct sd_content content = content_of(&in, &sd_form_rows, NULL);
        content.prologue = header;
        content.prologue_length = lengths[i];
        compare_blocks(&in, &content);
        content.count = 0;
        compare_blocks(&in, &content);
    }
    free_input(&in);
}

/* --- writing -------------------------------------------------------------------------------------
 */

static struct bytes read_file(const char *path)
{
    struct bytes out = {0};
    static uint8_t piece[65536];
    gzFile file = gzopen(path, "rb"); /* passes plain files through */
    assert_non_null(file);
    int got;
    while ((got = gzread(file, piece, sizeof piece)) > 0)
        append(&out, piece, (size_t)got);
    assert_int_equal(got, 0);
    gzclose(file);
    return out;
}

static struct bytes raw_file(const char *path)
{
    struct bytes out = {0};
    static uint8_t piece[65536];
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    ssize_t got;
    while ((got = read(fd, piece, sizeof piece)) > 0)
        append(&out, piece, (size_t)got);
    close(fd);
    return out;
}

/* Writes three contents with `threads` threads at level `level` of a library (NULL: the usual
 * ones), publishes and reads them. */
static void write_and_read(const struct input *in, const struct sd_content *contents,
                           unsigned threads, int level, const char *library, bool named,
                           struct bytes raw[3])
{
    char directory[] = "/tmp/splitdata-unit-XXXXXX";
    assert_non_null(mkdtemp(directory));
    int dir = open(directory, O_RDONLY | O_DIRECTORY);
    struct sd_output outputs[3] = {0}, *order[3];
    struct sd_output_job jobs[3];
    struct sd_layout layouts[3] = {{0}};
    struct splitdata_error error = {0};
    static const char *const names[] = {"rows", "indices", "column"};
    for (size_t i = 0; i < 3; i++) {
        outputs[i] = (struct sd_output){.path = names[i],
                                        .name = names[i],
                                        .directory_fd = dir,
                                        .mode = 0644,
                                        .gzip_level = level,
                                        .gzip_library = library,
                                        .keep_closed = named};
        assert_int_equal(sd_output_open(&outputs[i], -1, &error), SPLITDATA_OK);
        assert_true(sd_lay_out(&layouts[i], &contents[i]));
        jobs[i] = (struct sd_output_job){&outputs[i], contents[i], &layouts[i]};
        order[i] = &outputs[i];
    }
    const struct sd_writing writing = {.threads = threads, .cancel_fd = -1, .sets = 1};
    if (sd_write(jobs, 3, &writing, &error) != SPLITDATA_OK)
        fail_msg("%s", error.message);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(sd_output_complete(&outputs[i], false, &error), SPLITDATA_OK);
    assert_int_equal(sd_publish(order, 3, false, &error), SPLITDATA_OK);
    for (size_t i = 0; i < 3; i++) {
        char path[64];
        snprintf(path, sizeof path, "%s/%s", directory, names[i]);
        struct bytes got = read_file(path), expected = by_hand(in, &contents[i]);
        assert_int_equal(outputs[i].size, expected.length);
        assert_int_equal(got.length, expected.length);
        if (got.length != 0 && memcmp(got.at, expected.at, got.length) != 0)
            fail_msg("%s with %u threads at level %d", names[i], threads, level);
        raw[i] = raw_file(path);
        free(got.at);
        free(expected.at);
        sd_output_close(&outputs[i]);
        sd_layout_free(&layouts[i]);
        unlink(path);
    }
    close(dir);
    assert_int_equal(rmdir(directory), 0); /* empty: no temporary file is left */
}

static void the_same_bytes_with_any_threads(void **state)
{
    (void)state;
    static const unsigned threads[] = {1, 2, 3, 5, 16};
    static const int levels[] = {0, 1, 6, 9};
    struct input in;
    make_input(&in, 30000, true);
    const struct sd_suffixes suffixes[] = {{in.labels, texts, text_begin},
                                           {in.labels, texts, text_begin}};
    struct sd_content contents[3];
    for (size_t f = 0; f < 3; f++)
        contents[f] = content_of(&in, forms[f], suffixes);
    for (size_t l = 0; l < 4; l++) {
        struct bytes first[3];
        for (size_t t = 0; t < 5; t++) {
            struct bytes raw[3];
            /* Not ISA-L's bytes, which depend on an address. */
            write_and_read(&in, contents, threads[t], levels[l], "zlib", t % 2 == 1, raw);
            for (size_t f = 0; f < 3; f++) {
                if (t == 0) {
                    first[f] = raw[f];
                    continue;
                }
                assert_int_equal(raw[f].length, first[f].length);
                assert_memory_equal(raw[f].at, first[f].at, raw[f].length);
                free(raw[f].at);
            }
        }
        struct bytes usual[3];
        write_and_read(&in, contents, 3, levels[l], NULL, false, usual);
        for (size_t f = 0; f < 3; f++)
            free(usual[f].at);
        for (size_t f = 0; f < 3; f++) {
            /* One member: magic, deflate, no flags, no time. */
            if (levels[l] != 0)
                assert_memory_equal(first[f].at, "\x1f\x8b\x08\0\0\0\0\0", 8);
            free(first[f].at);
        }
    }
    free_input(&in);
}

/* An empty output is a complete gzip stream, too. */
static void empty_contents(void **state)
{
    (void)state;
    struct input in;
    make_input(&in, 3, false);
    const struct sd_suffixes suffixes[] = {{in.labels, texts, text_begin},
                                           {in.labels, texts, text_begin}};
    struct sd_content contents[3];
    for (size_t f = 0; f < 3; f++) {
        contents[f] = content_of(&in, forms[f], suffixes);
        contents[f].count = contents[f].prologue_length = 0;
    }
    for (unsigned threads = 1; threads <= 3; threads++) {
        struct bytes raw[3];
        write_and_read(&in, contents, threads, 0, NULL, false, raw);
        for (size_t f = 0; f < 3; f++)
            free(raw[f].at);
    }
    free_input(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_of_every_form),
        cmocka_unit_test(the_record_without_a_line_end),
        cmocka_unit_test(records_in_input_order),
        cmocka_unit_test(as_many_pieces_as_may_be),
        cmocka_unit_test(a_line_end_behind_the_last_piece),
        cmocka_unit_test(long_prologues),
        cmocka_unit_test(the_same_bytes_with_any_threads),
        cmocka_unit_test(empty_contents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
