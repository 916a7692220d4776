/* SPDX-License-Identifier: MIT */
/* The fast scanner for 64-bit ARM. */
#include "csv/fast.h"

typedef int sd_fast_neon_is_for_arm; /* elsewhere this file is empty but for this */

#if defined(SD_FAST_NEON)
#include <arm_neon.h>

#define SD_FAST_NAME   sd_fast_neon
#define SD_FAST_FIELDS sd_fields_neon
#define SD_FAST_TARGET
#include "csv/fast.inc"

/* One bit for each of 64 bytes: every flag keeps the bit of its position among eight, then
 * neighbours are added until eight flags share a byte. */
static inline uint64_t gather(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d)
{
    static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t bit = vld1q_u8(bits);
    uint8x16_t left = vpaddq_u8(vandq_u8(a, bit), vandq_u8(b, bit));
    uint8x16_t right = vpaddq_u8(vandq_u8(c, bit), vandq_u8(d, bit));
    uint8x16_t both = vpaddq_u8(left, right);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(both, both)), 0);
}

static inline uint64_t equal(const uint8x16_t block[4], uint8_t needle)
{
    const uint8x16_t wanted = vdupq_n_u8(needle);
    return gather(vceqq_u8(block[0], wanted), vceqq_u8(block[1], wanted),
                  vceqq_u8(block[2], wanted), vceqq_u8(block[3], wanted));
}

static inline void sd_classify(const uint8_t *bytes, const struct sd_needles *needles,
                               struct sd_masks *masks)
{
    uint8x16_t block[4];
    for (unsigned i = 0; i < 4; i++)
        block[i] = vld1q_u8(bytes + 16 * i);
    masks->quote = equal(block, needles->quote) & needles->quote_mask;
    masks->delimiter = equal(block, needles->delimiter);
    masks->lf = equal(block, '\n');
    masks->cr = equal(block, '\r');
}
#endif
