/* SPDX-License-Identifier: MIT */
/* --line-ends: the records with one line terminator for all. The input's last record may lack one;
 * it gets one if another record follows it. */
#include "out/form.h"

static inline size_t ending_of(const struct sd_content *content, struct sd_span span, size_t end,
                               uint64_t k)
{
    return end != 0 || sd_row_needs_line_end(content, span, k) ? content->ending_length : 0;
}

static inline uint64_t length_of(const struct sd_content *content, uint64_t k)
{
    struct sd_span span = sd_spans_unpack(content->spans, content->items[k]);
    size_t end = sd_record_end_length(content->data + span.start, span.length, content->escape);
    return span.length - end + ending_of(content, span, end, k);
}

static inline bool piece_of(const struct sd_content *content, uint64_t k, size_t p,
                            struct sd_piece *piece)
{
    struct sd_span span = sd_spans_unpack(content->spans, content->items[k]);
    size_t end = sd_record_end_length(content->data + span.start, span.length, content->escape);
    if (p == 0) {
        piece->bytes = content->data + span.start;
        piece->length = (size_t)span.length - end;
        return true;
    }
    piece->bytes = (const uint8_t *)content->ending;
    piece->length = ending_of(content, span, end, k);
    return p == 1 && piece->length != 0;
}

static uint64_t measure(const struct sd_content *content, uint64_t from, uint64_t to)
{
    return sd_measure(content, from, to, length_of);
}

static size_t fill(const struct sd_content *content, const struct sd_layout *layout, size_t block,
                   uint8_t *out)
{
    return sd_fill(content, layout, block, out, piece_of, NULL);
}

const struct sd_form sd_form_endings = {"endings", measure, fill, NULL};
