/* SPDX-License-Identifier: MIT */
/* --emit rows: the records themselves. */
#include "out/form.h"

static inline uint64_t length_of(const struct sd_content *content, uint64_t k)
{
    sd_ask_for_items(content->items + k);
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

/* Records come from all over the input, so the processor must have many of them in flight at once:
 * the loop has few instructions per record and no call. It works on local copies, since the bytes
 * that it writes might otherwise alias the structs. */
static inline uint64_t run(const struct sd_content *content, uint64_t k, uint8_t *out, size_t size,
                           size_t *used)
{
    const unsigned bits = content->spans->length_bits;
    const uint64_t limit = ((uint64_t)1 << bits) - 1;
    const uint64_t *items = content->items + k;
    const uint64_t count = content->count - k;
    const uint8_t *data = content->data;
    const uint64_t end = content->line_end_length != 0 ? content->size : UINT64_MAX;
    uint64_t done = 0;
    size_t at = *used;
    for (; done < count; done++) {
        uint64_t start = items[done] >> bits, length = items[done] & limit;
        if (length == limit || length > size - at || start + length == end)
            break;
        uint64_t coming = items[done + SD_RECORDS_AHEAD < count ? done + SD_RECORDS_AHEAD : done];
        sd_ask_for_record(data + (coming >> bits), coming & limit);
        sd_ask_for_items(items + done);
        sd_copy(out + at, data + start, (size_t)length);
        at += (size_t)length;
    }
    *used = at;
    return done;
}

static uint64_t measure(const struct sd_content *content, uint64_t from, uint64_t to)
{
    return sd_measure(content, from, to, length_of);
}

static size_t fill(const struct sd_content *content, const struct sd_layout *layout, size_t block,
                   uint8_t *out)
{
    return sd_fill(content, layout, block, out, piece_of, run);
}

struct finding {
    struct iovec *pieces;
    size_t count;  /* more than SD_PIECES: the last piece did not fit */
    uint64_t skip; /* bytes before the block */
    size_t left;   /* bytes of the block still to be found */
};

/* Bytes that directly follow the last piece extend it. */
static void add(struct finding *finding, const void *bytes, uint64_t length)
{
    if (finding->count > SD_PIECES || finding->left == 0)
        return;
    if (length <= finding->skip) {
        finding->skip -= length;
        return;
    }
    const uint8_t *begin = (const uint8_t *)bytes + finding->skip;
    length -= finding->skip;
    size_t taken = length < finding->left ? (size_t)length : finding->left;
    struct iovec *last = finding->count != 0 ? &finding->pieces[finding->count - 1] : NULL;
    finding->skip = 0;
    finding->left -= taken;
    if (last != NULL && (const uint8_t *)last->iov_base + last->iov_len == begin)
        last->iov_len += taken;
    else if (finding->count++ < SD_PIECES)
        finding->pieces[finding->count - 1] = (struct iovec){(void *)(uintptr_t)begin, taken};
}

static size_t find(const struct sd_content *content, const struct sd_layout *layout, size_t block,
                   struct iovec *pieces)
{
    uint64_t k = layout->starts[block].item;
    struct finding finding = {pieces, 0, layout->starts[block].skip, sd_block_size(layout, block)};
    if (k == 0)
        add(&finding, content->prologue, content->prologue_length);
    else
        k--;
    for (; finding.left != 0 && finding.count <= SD_PIECES; k++) {
        struct sd_span span = sd_spans_unpack(content->spans, content->items[k]);
        add(&finding, content->data + span.start, span.length);
        if (sd_row_needs_line_end(content, span, k))
            add(&finding, content->line_end, content->line_end_length);
    }
    return finding.count <= SD_PIECES ? finding.count : 0;
}

const struct sd_form sd_form_rows = {"rows", measure, fill, find};
