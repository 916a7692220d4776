/* SPDX-License-Identifier: MIT */
/* --emit rows: the records themselves. */
#include "out/form.h"

/* How many items ahead memory is asked for: far enough to hide a cache miss of about 100 ns behind
 * the copying of records. */
enum { AHEAD = 16 };

static inline uint64_t length_of(const struct sd_content *content, uint64_t k)
{
    struct sd_span span = sd_spans_unpack(content->spans, content->items[k]);
    return span.length + (sd_row_needs_line_end(content, span, k) ? content->line_end_length : 0);
}

static inline bool piece_of(const struct sd_content *content, uint64_t k, size_t p,
                            struct sd_piece *piece)
{
    struct sd_span span = sd_spans_unpack(content->spans, content->items[k]);
    if (p == 0) {
        piece->bytes = content->data + span.start;
        piece->length = (size_t)span.length;
        return true;
    }
    piece->bytes = (const uint8_t *)content->line_end;
    piece->length = content->line_end_length;
    return p == 1 && sd_row_needs_line_end(content, span, k);
}

static inline void prefetch(const struct sd_content *content, uint64_t k)
{
    if (k + AHEAD < content->count) {
        uint64_t start = content->items[k + AHEAD] >> content->spans->length_bits;
        __builtin_prefetch(content->data + start);
        __builtin_prefetch(content->data + start + 64);
    }
}

static bool lay_out(const struct sd_content *content, struct sd_layout *layout)
{
    return sd_lay_out(content, layout, length_of);
}

static size_t fill(const struct sd_content *content, const struct sd_layout *layout, size_t block,
                   uint8_t *out)
{
    return sd_fill(content, layout, block, out, piece_of, prefetch);
}

const struct sd_form sd_form_rows = {"rows", lay_out, fill};
