/* SPDX-License-Identifier: MIT */
/*
 * The record index: the spans (offset and length) of many records in one input.
 *
 * A span is packed into 64 bits, so that an index costs 8 bytes per record and can be shuffled
 * itself: the offset of the first byte in the high bits, the length, line terminator included, in
 * the low `length_bits`. A length that does not fit is stored as all ones, and the true length is
 * kept in `longs`, a list in the order of offsets. For inputs below 1 TiB the limit is 16 MiB, so
 * the list is short.
 *
 * Life: zeroed, sd_spans_begin, any number of sd_spans_push in ascending order of offsets,
 * sd_spans_free.
 */
#ifndef SD_BASE_SPANS_H
#define SD_BASE_SPANS_H

#include "base/inline.h"
#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sd_span {
    uint64_t start;
    uint64_t length;
};

struct sd_spans {
    uint64_t *packed;
    size_t count;
    size_t capacity;
    unsigned length_bits;
    struct sd_span *longs;
    size_t long_count;
    size_t long_capacity;
    struct sd_memory *memory; /* of both arrays; set it after sd_spans_begin */
};

/* The length bits of a packed span if offsets are at most `size`. */
unsigned sd_length_bits(uint64_t size);

/* Begins an empty index of an input of `size` bytes. */
void sd_spans_begin(struct sd_spans *spans, uint64_t size);

/* Reserves room for `capacity` spans in total; false: no memory. */
bool sd_spans_reserve(struct sd_spans *spans, size_t capacity);

/* Frees the unused room. */
void sd_spans_trim(struct sd_spans *spans);

/* Reserves room for at least one more span; false: no memory. */
bool sd_spans_grow(struct sd_spans *spans);

/* Adds the true length of a span that is too long to be packed; false: no memory. */
bool sd_spans_push_long(struct sd_spans *spans, uint64_t start, uint64_t length);

/* Appends the long lengths of `more`, whose spans all lie after those of `spans`; false: no
 * memory. */
bool sd_spans_append_longs(struct sd_spans *spans, const struct sd_spans *more);

/* The true length of the long span at `start`. */
uint64_t sd_spans_long_length(const struct sd_spans *spans, uint64_t start);

void sd_spans_free(struct sd_spans *spans);

/* The length of the line terminator of the CSV record bytes[0..length-1]: CRs and an LF, or a lone
 * CR; 0 if there is none, as the last record of an input may have. */
size_t sd_line_end_length(const uint8_t *bytes, uint64_t length);

/* The same where a byte `escape` (0: none) takes the meaning from the one after it: a CR that is
 * escaped is not part of the line terminator that follows. */
size_t sd_record_end_length(const uint8_t *bytes, uint64_t length, uint8_t escape);

/* Prefetches packed spans that will be read soon, one after another: after a shuffle they are in
 * another processor's cache, or in none, and not every machine prefetches by itself. `items` may
 * point past the end of an array. */
SD_ALWAYS_INLINE void sd_ask_for_items(const uint64_t *items)
{
    enum { AHEAD = 256 };
    __builtin_prefetch(items + AHEAD, 0, 3);
}

static inline bool sd_spans_push(struct sd_spans *spans, uint64_t start, uint64_t length)
{
    uint64_t limit = ((uint64_t)1 << spans->length_bits) - 1;
    if (spans->count == spans->capacity && !sd_spans_grow(spans))
        return false;
    if (length >= limit) {
        if (!sd_spans_push_long(spans, start, length))
            return false;
        length = limit;
    }
    spans->packed[spans->count++] = start << spans->length_bits | length;
    return true;
}

static inline struct sd_span sd_spans_unpack(const struct sd_spans *spans, uint64_t packed)
{
    uint64_t limit = ((uint64_t)1 << spans->length_bits) - 1;
    struct sd_span span = {packed >> spans->length_bits, packed & limit};
    if (span.length == limit)
        span.length = sd_spans_long_length(spans, span.start);
    return span;
}

#endif
