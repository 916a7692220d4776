/* SPDX-License-Identifier: MIT */
/* --emit column: the records with new last fields, inserted before each record's line
 * terminator. */
#include "out/form.h"

static inline const char *suffix(const struct sd_content *content, size_t set, uint64_t k,
                                 size_t *length)
{
    const struct sd_suffixes *suffixes = &content->suffixes[set];
    return sd_suffix(suffixes, suffixes->labels[k], length);
}

static inline uint64_t length_of(const struct sd_content *content, uint64_t k)
{
    uint64_t length = sd_spans_unpack(content->spans, content->items[k]).length;
    for (size_t set = 0; set < content->suffix_sets; set++) {
        size_t more;
        suffix(content, set, k, &more);
        length += more;
    }
    if (content->ending == NULL)
        return length;
    struct sd_span span = sd_spans_unpack(content->spans, content->items[k]);
    size_t end = sd_record_end_length(content->data + span.start, span.length, content->escape);
    return length - end + (end != 0 ? content->ending_length : 0);
}

static inline bool piece_of(const struct sd_content *content, uint64_t k, size_t p,
                            struct sd_piece *piece)
{
    struct sd_span span = sd_spans_unpack(content->spans, content->items[k]);
    size_t end = sd_record_end_length(content->data + span.start, span.length, content->escape);
    if (p == 0) {
        piece->bytes = content->data + span.start;
        piece->length = (size_t)span.length - end;
    } else if (p <= content->suffix_sets) {
        piece->bytes = (const uint8_t *)suffix(content, p - 1, k, &piece->length);
    } else {
        bool own = content->ending == NULL || end == 0;
        piece->bytes =
            own ? content->data + span.start + span.length - end : (const uint8_t *)content->ending;
        piece->length = own ? end : content->ending_length;
    }
    return p <= content->suffix_sets + 1;
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

const struct sd_form sd_form_column = {"column", measure, fill, NULL};
