/* SPDX-License-Identifier: MIT */
/* The fast scanner for x86-64 processors with AVX2. */
#include "csv/fast.h"

typedef int sd_fast_avx2_is_for_x86; /* elsewhere this file is empty but for this */

#if defined(SD_FAST_X86)
#include <immintrin.h>

#define SD_FAST_NAME   sd_fast_avx2
#define SD_FAST_FIELDS sd_fields_avx2
#define SD_FAST_TARGET __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul")))
#define SD_FAST_CLMUL
#include "csv/fast.inc"

SD_FAST_TARGET static inline uint64_t equal(__m256i low, __m256i high, uint8_t needle)
{
    const __m256i wanted = _mm256_set1_epi8((char)needle);
    uint32_t low_mask = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
    uint32_t high_mask = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
    return low_mask | (uint64_t)high_mask << 32;
}

SD_FAST_TARGET static inline void sd_classify(const uint8_t *bytes,
                                              const struct sd_needles *needles,
                                              struct sd_masks *masks)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32));
    masks->quote = equal(low, high, needles->quote) & needles->quote_mask;
    masks->delimiter = equal(low, high, needles->delimiter);
    masks->lf = equal(low, high, '\n');
    masks->cr = equal(low, high, '\r');
}
#endif
