/* SPDX-License-Identifier: MIT */
#include "base/spans.h"

/* 40 bits of offset and 24 of length serve up to 1 TiB; beyond that, offsets take the bits that
 * they need. */
enum { USUAL_START_BITS = 40 };

unsigned sd_length_bits(uint64_t size)
{
    unsigned start_bits = USUAL_START_BITS;
    while (start_bits < 60 && size >> start_bits != 0)
        start_bits++;
    return 64 - start_bits;
}

void sd_spans_begin(struct sd_spans *spans, uint64_t size)
{
    *spans = (struct sd_spans){.length_bits = sd_length_bits(size)};
}

bool sd_spans_reserve(struct sd_spans *spans, size_t capacity)
{
    if (capacity <= spans->capacity)
        return true;
    uint64_t *packed = sd_memory_resize(spans->memory, spans->packed, capacity, sizeof *packed);
    if (packed == NULL)
        return false;
    spans->packed = packed;
    spans->capacity = capacity;
    return true;
}

bool sd_spans_grow(struct sd_spans *spans)
{
    return sd_spans_reserve(spans,
                            spans->capacity < 512 ? 1024 : spans->capacity + spans->capacity / 2);
}

void sd_spans_trim(struct sd_spans *spans)
{
    uint64_t *packed = spans->packed;
    if (packed != NULL)
        packed = sd_memory_resize(spans->memory, packed, spans->count, sizeof *packed);
    if (packed == NULL)
        return;
    spans->packed = packed;
    spans->capacity = spans->count;
}

bool sd_spans_push_long(struct sd_spans *spans, uint64_t start, uint64_t length)
{
    if (spans->long_count == spans->long_capacity) {
        size_t capacity = spans->long_capacity * 2 + 8;
        struct sd_span *longs =
            sd_memory_resize(spans->memory, spans->longs, capacity, sizeof *longs);
        if (longs == NULL)
            return false;
        spans->longs = longs;
        spans->long_capacity = capacity;
    }
    spans->longs[spans->long_count++] = (struct sd_span){start, length};
    return true;
}

bool sd_spans_append_longs(struct sd_spans *spans, const struct sd_spans *more)
{
    for (size_t i = 0; i < more->long_count; i++) {
        if (!sd_spans_push_long(spans, more->longs[i].start, more->longs[i].length))
            return false;
    }
    return true;
}

uint64_t sd_spans_long_length(const struct sd_spans *spans, uint64_t start)
{
    size_t low = 0, high = spans->long_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (spans->longs[middle].start <= start)
            low = middle;
        else
            high = middle;
    }
    return spans->longs[low].length;
}

void sd_spans_free(struct sd_spans *spans)
{
    sd_memory_free(spans->packed);
    sd_memory_free(spans->longs);
    *spans = (struct sd_spans){0};
}

size_t sd_line_end_length(const uint8_t *bytes, uint64_t length)
{
    if (length == 0 || (bytes[length - 1] != '\n' && bytes[length - 1] != '\r'))
        return 0;
    size_t end = 1;
    while (bytes[length - 1] == '\n' && end < length && bytes[length - 1 - end] == '\r')
        end++;
    return end;
}

size_t sd_record_end_length(const uint8_t *bytes, uint64_t length, uint8_t escape)
{
    size_t end = sd_line_end_length(bytes, length), escapes = 0;
    while (escape != 0 && end + escapes < length && bytes[length - 1 - end - escapes] == escape)
        escapes++;
    return end - (end != 0 && escapes % 2 != 0);
}
