/* SPDX-License-Identifier: MIT */
#include "base/small_record.h"

#include <string.h>

static const uint64_t rest = ((uint64_t)1 << (SD_SMALL_RECORD_START - 4)) - 1; /* bytes 8 to 10 */

static uint64_t second(uint64_t start, uint64_t bytes, uint64_t last)
{
    return (start << 4 | bytes) << (SD_SMALL_RECORD_START - 4) | (last & rest);
}

static bool fits(const uint8_t *data, uint64_t start, uint64_t length)
{
    return length - 1 <= SD_SMALL_RECORD_MOST && data[start + length - 1] == '\n';
}

/* A record that does not fit into an item, or that ends so near the end of the data that the bytes
 * after it must not be read. */
static void put_one(uint64_t *item, const uint8_t *data, struct sd_span span)
{
    uint8_t bytes[16] = {0};
    if (!fits(data, span.start, span.length)) {
        item[0] = span.length;
        item[1] = second(span.start, SD_SMALL_RECORD_NONE, 0);
        return;
    }
    memcpy(bytes, data + span.start, (size_t)span.length - 1);
    item[0] = sd_load_le64(bytes);
    item[1] = second(span.start, span.length - 1, sd_load_le64(bytes + 8));
}

void sd_small_records_fill(uint64_t *items, const struct sd_spans *spans, const uint8_t *data,
                           uint64_t size)
{
    const unsigned bits = spans->length_bits;
    const uint64_t limit = ((uint64_t)1 << bits) - 1;
    for (size_t i = 0; i < spans->count; i++, items += SD_SMALL_RECORD_WORDS) {
        uint64_t start = spans->packed[i] >> bits, length = spans->packed[i] & limit;
        if (size - start < 16 || !fits(data, start, length)) {
            put_one(items, data, sd_spans_unpack(spans, spans->packed[i]));
            continue;
        }
        items[0] = sd_load_le64(data + start);
        items[1] = second(start, length - 1, sd_load_le64(data + start + 8));
    }
}
