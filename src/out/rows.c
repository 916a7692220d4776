/* SPDX-License-Identifier: MIT */
/* --emit rows: the records themselves. */
#include "out/form.h"

/* How many items ahead memory is asked for: far enough to hide a cache miss of about 100 ns behind
 * the copying of records. */
enum { AHEAD = 32 };

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

/* Asks for item k's memory, if there is such an item. */
static inline void prefetch(const struct sd_content *content, uint64_t k)
{
    if (k >= content->count)
        return;
    const uint8_t *record = content->data + (content->items[k] >> content->spans->length_bits);
    __builtin_prefetch(record);
    __builtin_prefetch(record + 64);
    __builtin_prefetch(record + 128);
}

/* The records come from all over the input, so what counts is that the processor has many of them
 * on their way at once: there are few instructions to one, and no call. */
static inline uint64_t run(const struct sd_content *content, uint64_t k, uint8_t *out, size_t size,
                           size_t *used)
{
    const unsigned bits = content->spans->length_bits;
    const uint64_t limit = ((uint64_t)1 << bits) - 1;
    const uint64_t readable = content->size < SD_STEP ? 0 : content->size - SD_STEP;
    uint64_t done = 0;
    size_t at = *used;
    for (; k + done < content->count; done++) {
        uint64_t start = content->items[k + done] >> bits;
        uint64_t length = content->items[k + done] & limit;
        if (length == limit || length > size - at || start + length > readable)
            break;
        prefetch(content, k + done + AHEAD);
        sd_copy(out + at, content->data + start, (size_t)length, true);
        at += (size_t)length;
    }
    *used = at;
    return done;
}

static bool lay_out(const struct sd_content *content, struct sd_layout *layout)
{
    return sd_lay_out(content, layout, length_of);
}

static size_t fill(const struct sd_content *content, const struct sd_layout *layout, size_t block,
                   uint8_t *out)
{
    return sd_fill(content, layout, block, out, piece_of, run);
}

const struct sd_form sd_form_rows = {"rows", lay_out, fill};
