/* SPDX-License-Identifier: MIT */
/*
 * Items of 16 bytes that hold short records inline. They are shuffled in place of spans (spans.h)
 * if records are so short that fetching them one by one from all over the input would take longer
 * than carrying them along.
 *
 * An item is two numbers. For a record of at most 11 bytes and an LF, the first number holds bytes
 * 0 to 7, the first byte lowest; the second holds bytes 8 to 10 in bits 0 to 23, the number of
 * bytes without the LF in bits 24 to 27, and the record's offset from bit 28 on. Unused bytes are
 * not defined. Any other record is not held: the first number is its length, line terminator
 * included, and the number of bytes in the second is 15.
 */
#ifndef SD_BASE_SMALL_RECORD_H
#define SD_BASE_SMALL_RECORD_H

#include "base/spans.h"

/* Numbers in an item; the most bytes that it holds, without the LF; the mark of a record that it
 * does not hold; and the bit of the second number where the offset begins: inputs may have 2^36
 * bytes. */
enum {
    SD_SMALL_RECORD_WORDS = 2,
    SD_SMALL_RECORD_MOST = 11,
    SD_SMALL_RECORD_NONE = 15,
    SD_SMALL_RECORD_START = 28
};

/* Makes items[2 * i] and items[2 * i + 1] of record i of `spans`, which lie in data[0..size-1]. */
void sd_small_records_fill(uint64_t *items, const struct sd_spans *spans, const uint8_t *data,
                           uint64_t size);

/* The number of bytes that the item holds, or SD_SMALL_RECORD_NONE. */
static inline unsigned sd_small_record_bytes(const uint64_t *item)
{
    return (unsigned)(item[1] >> (SD_SMALL_RECORD_START - 4)) & 15;
}

static inline struct sd_span sd_small_record_span(const uint64_t *item)
{
    unsigned bytes = sd_small_record_bytes(item);
    return (struct sd_span){item[1] >> SD_SMALL_RECORD_START,
                            bytes != SD_SMALL_RECORD_NONE ? bytes + 1 : item[0]};
}

/* Eight bytes as a little-endian number, and back: one instruction on most machines. */
static inline uint64_t sd_load_le64(const uint8_t *at)
{
    return (uint64_t)at[7] << 56 | (uint64_t)at[6] << 48 | (uint64_t)at[5] << 40 |
           (uint64_t)at[4] << 32 | (uint64_t)at[3] << 24 | (uint64_t)at[2] << 16 |
           (uint64_t)at[1] << 8 | at[0];
}

static inline void sd_store_le64(uint8_t *at, uint64_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
    at[2] = (uint8_t)(value >> 16);
    at[3] = (uint8_t)(value >> 24);
    at[4] = (uint8_t)(value >> 32);
    at[5] = (uint8_t)(value >> 40);
    at[6] = (uint8_t)(value >> 48);
    at[7] = (uint8_t)(value >> 56);
}

/* Writes the `bytes` bytes that an item holds, and the LF. May overwrite SD_SMALL_RECORD_ROOM bytes
 * at `out`. */
enum { SD_SMALL_RECORD_ROOM = 16 };

SD_ALWAYS_INLINE void sd_small_record_put(uint8_t *out, const uint64_t *item, unsigned bytes)
{
    sd_store_le64(out, item[0]);
    sd_store_le64(out + 8, item[1]);
    out[bytes] = '\n';
}

#endif
