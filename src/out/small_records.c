/* SPDX-License-Identifier: MIT */
/* --emit rows with items that hold short records (base/small_record.h). */
#include "base/small_record.h"
#include "out/form.h"

static const uint64_t *item_of(const struct sd_content *content, uint64_t k)
{
    return content->items + SD_SMALL_RECORD_WORDS * k;
}

static inline bool piece_of(const struct sd_content *content, uint64_t k, size_t p,
                            struct sd_piece *piece)
{
    const uint64_t *item = item_of(content, k);
    struct sd_span span = sd_small_record_span(item);
    unsigned bytes = sd_small_record_bytes(item);
    if (p == 0 && bytes != SD_SMALL_RECORD_NONE)
        sd_small_record_put(piece->scratch, item, bytes);
    if (p == 0) {
        piece->bytes = bytes != SD_SMALL_RECORD_NONE ? piece->scratch : content->data + span.start;
        piece->length = (size_t)span.length;
        return true;
    }
    piece->bytes = (const uint8_t *)content->line_end;
    piece->length = content->line_end_length;
    return p == 1 && sd_row_needs_line_end(content, span, k);
}

static inline uint64_t length_of(const struct sd_content *content, uint64_t k)
{
    sd_ask_for_items(item_of(content, k));
    struct sd_span span = sd_small_record_span(item_of(content, k));
    return span.length + (sd_row_needs_line_end(content, span, k) ? content->line_end_length : 0);
}

/* Items are read from front to back; few of them need a record from the input. */
static inline uint64_t run(const struct sd_content *content, uint64_t k, uint8_t *out, size_t size,
                           size_t *used)
{
    const uint64_t *item = item_of(content, k);
    const uint64_t count = content->count - k;
    const uint8_t *data = content->data;
    const uint64_t end = content->line_end_length != 0 ? content->size : UINT64_MAX;
    uint64_t done = 0;
    size_t at = *used;
    for (; done < count && size - at >= SD_SMALL_RECORD_ROOM;
         done++, item += SD_SMALL_RECORD_WORDS) {
        const uint64_t *coming = done + SD_RECORDS_AHEAD < count
                                     ? item + SD_SMALL_RECORD_WORDS * SD_RECORDS_AHEAD
                                     : item;
        unsigned bytes = sd_small_record_bytes(item);
        sd_ask_for_items(item);
        if (sd_small_record_bytes(coming) == SD_SMALL_RECORD_NONE)
            sd_ask_for_record(data + sd_small_record_span(coming).start, coming[0]);
        if (bytes != SD_SMALL_RECORD_NONE) {
            sd_small_record_put(out + at, item, bytes);
            at += bytes + 1;
            continue;
        }
        struct sd_span span = sd_small_record_span(item);
        if (span.length > size - at || span.start + span.length == end)
            break;
        sd_copy(out + at, data + span.start, (size_t)span.length);
        at += (size_t)span.length;
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

const struct sd_form sd_form_small_records = {"inlined", measure, fill, NULL};
