/* SPDX-License-Identifier: MIT */
/* The fast scanner for x86-64 processors with AVX-512BW: a mask is one comparison. */
#include "csv/fast.h"

typedef int sd_fast_avx512_is_for_x86; /* elsewhere this file is empty but for this */

#if defined(SD_FAST_X86)
#include <immintrin.h>

#define SD_FAST_NAME   sd_fast_avx512
#define SD_FAST_TARGET __attribute__((target("avx512f,avx512bw,bmi,bmi2,popcnt")))
#include "csv/fast.inc"

SD_FAST_TARGET static inline void sd_classify(const uint8_t *bytes,
                                              const struct sd_needles *needles,
                                              struct sd_masks *masks)
{
    __m512i block = _mm512_loadu_si512(bytes);
    masks->quote =
        _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8((char)needles->quote)) & needles->quote_mask;
    masks->delimiter = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8((char)needles->delimiter));
    masks->lf = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\n'));
    masks->cr = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\r'));
}
#endif
