/* SPDX-License-Identifier: MIT */
/* A cell of a record that is known by its place alone. */
#include "check/run.h"

/* The record at `offset`. False: it cannot be scanned. */
static bool scan_at(const struct sd_side *side, uint64_t offset, struct sd_span *span)
{
    const struct sd_input *input = &side->opened.input;
    struct splitdata_error ignored;
    struct sd_spans spans;
    struct sd_scan scan;
    uint64_t at = offset;
    size_t used = 0;
    int status = SPLITDATA_OK;
    sd_spans_begin(&spans, 0);
    sd_scan_begin(&scan, &side->opened.dialect, side->request->scanner, &spans, at);
    while (status == SPLITDATA_OK && spans.count == 0 && at < input->size) {
        status = sd_scan_feed_record(&scan, input->data + at, (size_t)(input->size - at), &used,
                                     &ignored);
        at += used;
    }
    if (status == SPLITDATA_OK && spans.count == 0)
        status = sd_scan_finish(&scan, &ignored);
    const bool found = status == SPLITDATA_OK && spans.count != 0;
    if (found)
        *span = sd_spans_unpack(&spans, spans.packed[0]);
    sd_spans_free(&spans);
    return found;
}

char *sd_picture_cell(struct sd_run *run, size_t side, uint64_t offset, size_t column)
{
    const struct sd_side *from = &run->sides[side];
    struct sd_field_value cell = {0};
    struct splitdata_error ignored;
    struct sd_span span;
    size_t length, field = 0;
    while (field < from->width && from->column[field] != column)
        field++;
    if (!scan_at(from, offset, &span))
        return NULL;
    const uint8_t *bytes = sd_side_record(from, span, &length);
    if (sd_cells_read(&run->readers[side].cells, bytes, length, field, &cell, &ignored) !=
        SPLITDATA_OK)
        return NULL;
    return sd_picture_text(cell.present ? cell.bytes : "", cell.present ? cell.length : 0);
}
