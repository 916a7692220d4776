/* SPDX-License-Identifier: MIT */
/* The fast scanner in plain C, eight bytes to a word. */
#define SD_FAST_NAME   sd_fast_portable
#define SD_FAST_FIELDS sd_fields_portable
#define SD_FAST_TARGET
#include "csv/fast.h"
#include "csv/fast.inc"

/* Eight bytes with the first in the low bits, on any machine. */
static inline uint64_t load(const uint8_t *bytes)
{
    uint64_t word = 0;
    for (unsigned i = 0; i < 8; i++)
        word |= (uint64_t)bytes[i] << 8 * i;
    return word;
}

/* Bit i says whether byte i of `word` is 0. */
static inline uint64_t zero_bytes(uint64_t word)
{
    const uint64_t low7 = UINT64_C(0x7f7f7f7f7f7f7f7f);
    uint64_t high = ~(((word & low7) + low7) | word | low7);
    /* The eight flags, one in each byte, are gathered in the top byte: the factor's term 2^(56-7i)
     * moves flag i from bit 8i to bit 56+i, and no two sums collide. */
    return (high >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static inline uint64_t repeated(uint8_t byte)
{
    return byte * UINT64_C(0x0101010101010101);
}

static inline void sd_classify(const uint8_t *bytes, const struct sd_needles *needles,
                               struct sd_masks *masks)
{
    const uint64_t quote = repeated(needles->quote), delimiter = repeated(needles->delimiter);
    *masks = (struct sd_masks){0};
    for (unsigned i = 0; i < 64; i += 8) {
        uint64_t word = load(bytes + i);
        masks->quote |= zero_bytes(word ^ quote) << i;
        masks->delimiter |= zero_bytes(word ^ delimiter) << i;
        masks->lf |= zero_bytes(word ^ repeated('\n')) << i;
        masks->cr |= zero_bytes(word ^ repeated('\r')) << i;
    }
    masks->quote &= needles->quote_mask;
}
