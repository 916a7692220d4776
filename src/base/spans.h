/* SPDX-License-Identifier: MIT */
/*
 * The places of many records in one input: the record index.
 *
 * A place (first byte, length with line end) is packed into 64 bits, so that an index costs 8 bytes
 * a record and can be shuffled itself: the start in the high bits, the length in the low
 * `length_bits`. A length that does not fit is stored as all ones, and the true one stands in
 * `longs`, a list in order of starts. For inputs below 1 TiB the limit is 16 MiB, so the list is
 * short by nature.
 *
 * Life: zeroed, sd_spans_begin, any number of sd_spans_push in ascending order of starts,
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
    struct sd_memory *memory; /* where both arrays live; to be set after sd_spans_begin */
};

/* How many bits of a packed place are its length, where starts are at most `size`. */
unsigned sd_length_bits(uint64_t size);

/* For an input of `size` bytes. */
void sd_spans_begin(struct sd_spans *spans, uint64_t size);

/* Makes room for `capacity` in all; false: no memory. */
bool sd_spans_reserve(struct sd_spans *spans, size_t capacity);

/* Gives back the room that is not used. */
void sd_spans_trim(struct sd_spans *spans);

/* Makes room for at least one more; false: no memory. */
bool sd_spans_grow(struct sd_spans *spans);

/* Notes the true length of a span too long to be packed; false: no memory. */
bool sd_spans_push_long(struct sd_spans *spans, uint64_t start, uint64_t length);

/* Notes the true lengths that `more` notes, whose spans lie behind those of `spans`; false: no
 * memory. */
bool sd_spans_append_longs(struct sd_spans *spans, const struct sd_spans *more);

/* The true length of the long span at `start`. */
uint64_t sd_spans_long_length(const struct sd_spans *spans, uint64_t start);

void sd_spans_free(struct sd_spans *spans);

/* The length of the line end of the CSV record bytes[0..length-1]: CRs and an LF, or a lone CR; 0
 * when it lacks one, as the last record of an input may. */
size_t sd_line_end_length(const uint8_t *bytes, uint64_t length);

/* Asks for packed places that will be read soon, where many are read one after another: after a
 * shuffle they are in another processor's cache, or in none, and not every machine fetches ahead by
 * itself. May point behind the end of an array. */
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
