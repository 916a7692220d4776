/* SPDX-License-Identifier: MIT */
/*
 * All uses of libcsv, by Robert Gamble: the only file that includes its header.
 *
 * libcsv reports no byte offsets, but its row callback can only fire on a CR or an LF. So the
 * scanner feeds it pieces that end just after such a byte, and asks after each whether a row has
 * ended.
 */
#include "base/text.h"
#include "csv/cells.h"
#include "csv/fields.h"
#include "csv/machine.h"

#include <csv.h>
#include <stdlib.h>

/* libcsv grows a field by this many bytes at a time; its default of 128 is quadratic for long ones.
 */
enum { FIELD_GROWTH = 1 << 20, KEY_GROWTH = 1 << 12 };

/* libcsv needs a quote even with --quote none: LF, which cannot occur within a record then. */
static unsigned char quote_of(const struct sd_dialect *dialect)
{
    return dialect->quote == SD_NO_QUOTE ? '\n' : (unsigned char)dialect->quote;
}

static bool open_parser(struct csv_parser *parser, const struct sd_dialect *dialect)
{
    if (csv_init(parser, 0) != 0)
        return false;
    csv_set_delim(parser, dialect->delimiter);
    csv_set_quote(parser, quote_of(dialect));
    csv_set_blk_size(parser, FIELD_GROWTH);
    return true;
}

/* --- the fields of a record ------------------------------------------------------------------ */

struct field_taker {
    sd_take_field *take;
    void *context;
    size_t index;
    bool failed;
};

static void on_field(void *bytes, size_t length, void *taker_of_field)
{
    struct field_taker *taker = taker_of_field;
    if (!taker->failed && !taker->take(taker->context, taker->index, bytes, length))
        taker->failed = true;
    taker->index++;
}

int sd_read_fields(const struct sd_dialect *dialect, const uint8_t *record, size_t length,
                   sd_take_field *take, void *context, struct splitdata_error *error)
{
    if (dialect->lines) {
        length -= length != 0 && record[length - 1] == '\n';
        return take(context, 0, (const char *)record, length) ? SPLITDATA_OK
                                                              : sd_fail_memory(error, "a field");
    }
    length -= sd_line_end_length(record, length);
    struct csv_parser parser;
    if (!open_parser(&parser, dialect))
        return sd_fail_memory(error, "libcsv");
    struct field_taker taker = {take, context, 0, false};
    bool parsed = csv_parse(&parser, record, length, on_field, NULL, &taker) == length &&
                  csv_fini(&parser, on_field, NULL, &taker) == 0;
    csv_free(&parser);
    return parsed && !taker.failed ? SPLITDATA_OK : sd_fail_memory(error, "a field");
}

/* --- single fields --------------------------------------------------------------------------- */

struct sd_field_parser {
    struct csv_parser parser;
    struct sd_text value;
    bool failed;
};

/* pandas does not trim blanks, so libcsv is told that no byte is one. */
static int never_blank(unsigned char byte)
{
    (void)byte;
    return 0;
}

static void on_value(void *bytes, size_t length, void *field_parser)
{
    struct sd_field_parser *parser = field_parser;
    parser->value.length = 0;
    parser->failed = !sd_text_append(&parser->value, bytes, length);
}

struct sd_field_parser *sd_field_parser_open(const struct sd_dialect *dialect)
{
    struct sd_field_parser *parser = calloc(1, sizeof *parser);
    if (parser == NULL || !open_parser(&parser->parser, dialect)) {
        free(parser);
        return NULL;
    }
    csv_set_space_func(&parser->parser, never_blank);
    csv_set_blk_size(&parser->parser, KEY_GROWTH);
    return parser;
}

int sd_field_parse(struct sd_field_parser *parser, const uint8_t *field, size_t length,
                   struct sd_field_value *cell, struct splitdata_error *error)
{
    bool parsed = csv_parse(&parser->parser, field, length, on_value, NULL, parser) == length &&
                  csv_fini(&parser->parser, on_value, NULL, parser) == 0;
    if (!parsed || parser->failed)
        return sd_fail_memory(error, "a field");
    cell->bytes = parser->value.bytes;
    cell->length = parser->value.length;
    return SPLITDATA_OK;
}

void sd_field_parser_close(struct sd_field_parser *parser)
{
    if (parser != NULL) {
        csv_free(&parser->parser);
        sd_text_free(&parser->value);
    }
    free(parser);
}

/* --- the scanner --------------------------------------------------------------------------------
 */

/* libcsv's reports about the current row. */
struct judge {
    struct csv_parser parser;
    uint64_t fields;
    bool ended;
};

static void count_field(void *bytes, size_t length, void *judge)
{
    (void)bytes;
    (void)length;
    ((struct judge *)judge)->fields++;
}

static void end_row(int byte, void *judge)
{
    (void)byte;
    ((struct judge *)judge)->ended = true;
}

/* The row, or the blank line, ends at offset `end`. */
static int end_line(struct sd_scan *scan, struct judge *judge, uint64_t end,
                    struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    if (judge->ended)
        status = sd_scan_record(scan, scan->record_start, end - scan->record_start, judge->fields,
                                error);
    else
        scan->blank_lines++;
    judge->ended = false;
    judge->fields = 0;
    scan->record_start = end;
    scan->cr_run = 0;
    return status;
}

static int end_at_lone_cr(struct sd_scan *scan, struct judge *judge, struct splitdata_error *error)
{
    uint64_t more = scan->cr_run - 1;
    int status = end_line(scan, judge, scan->at - more, error);
    scan->blank_lines += more;
    scan->record_start = scan->at;
    return status;
}

/* Feeds a piece that ends after a CR or an LF, or with the input. */
static int feed_piece(struct sd_scan *scan, struct judge *judge, const uint8_t *bytes,
                      size_t length, struct splitdata_error *error)
{
    uint8_t last = bytes[length - 1];
    bool was_ended = judge->ended;
    if (scan->cr_run != 0 && (length > 1 || (last != '\n' && last != '\r'))) {
        int status = end_at_lone_cr(scan, judge, error);
        if (status != SPLITDATA_OK)
            return status;
        was_ended = false;
    }
    if (csv_parse(&judge->parser, bytes, length, count_field, end_row, judge) != length)
        return sd_fail_memory(error, "a field");
    scan->at += length;
    if (last != '\n' && last != '\r')
        return SPLITDATA_OK;
    /* pstate 0: no row has begun. */
    bool boundary = judge->ended || was_ended || judge->parser.pstate == 0;
    if (!boundary)
        return SPLITDATA_OK;
    if (last == '\r') {
        scan->cr_run++;
        return SPLITDATA_OK;
    }
    return end_line(scan, judge, scan->at, error);
}

int sd_libcsv_feed(struct sd_scan *scan, const uint8_t *bytes, size_t length,
                   struct splitdata_error *error)
{
    if (scan->libcsv == NULL) {
        struct judge *judge = calloc(1, sizeof *judge);
        if (judge == NULL || !open_parser(&judge->parser, scan->dialect)) {
            free(judge);
            return sd_fail_memory(error, "libcsv");
        }
        scan->libcsv = judge;
    }
    for (size_t i = 0; i < length;) {
        size_t end = i;
        while (end < length && bytes[end] != '\n' && bytes[end] != '\r')
            end++;
        end += end < length;
        int status = feed_piece(scan, scan->libcsv, bytes + i, end - i, error);
        if (status != SPLITDATA_OK)
            return status;
        i = end;
    }
    return SPLITDATA_OK;
}

int sd_libcsv_finish(struct sd_scan *scan, struct splitdata_error *error)
{
    struct judge *judge = scan->libcsv;
    if (judge == NULL)
        return SPLITDATA_OK;
    if (scan->cr_run != 0)
        return end_at_lone_cr(scan, judge, error);
    if (sd_scan_at_rest(scan))
        return SPLITDATA_OK;
    if (csv_fini(&judge->parser, count_field, end_row, judge) != 0)
        return sd_fail_memory(error, "a field");
    return end_line(scan, judge, scan->at, error);
}

void sd_libcsv_abandon(struct sd_scan *scan)
{
    struct judge *judge = scan->libcsv;
    if (judge != NULL) {
        csv_free(&judge->parser);
        free(judge);
    }
    scan->libcsv = NULL;
}
