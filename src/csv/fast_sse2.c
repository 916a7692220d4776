/* SPDX-License-Identifier: MIT */
/* The fast scanner for every x86-64 processor. */
#include "csv/fast.h"

typedef int sd_fast_sse2_is_for_x86; /* elsewhere this file is empty but for this */

#if defined(SD_FAST_X86)
#include <emmintrin.h>

#define SD_FAST_NAME   sd_fast_sse2
#define SD_FAST_FIELDS sd_fields_sse2
#define SD_FAST_TARGET
#include "csv/fast.inc"

static inline uint64_t equal(const __m128i bytes[4], uint8_t needle)
{
    const __m128i wanted = _mm_set1_epi8((char)needle);
    uint64_t mask = 0;
    for (unsigned i = 0; i < 4; i++)
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes[i], wanted)) << 16 * i;
    return mask;
}

static inline void sd_classify(const uint8_t *bytes, const struct sd_needles *needles,
                               struct sd_masks *masks)
{
    __m128i block[4];
    for (unsigned i = 0; i < 4; i++)
        block[i] = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * i));
    masks->quote = equal(block, needles->quote) & needles->quote_mask;
    masks->delimiter = equal(block, needles->delimiter);
    masks->lf = equal(block, '\n');
    masks->cr = equal(block, '\r');
}
#endif
