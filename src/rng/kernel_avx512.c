/* SPDX-License-Identifier: MIT */
#include "rng/kernel.h"

#if defined(SD_KERNEL_X86)

#include <immintrin.h>

#define KERNEL sd_kernel_avx512
#define NAME   "avx512"
#define LANES  16
#define TARGET __attribute__((target("avx512f,bmi,popcnt")))
#define ACCEPT_VECTOR
typedef uint32_t vector __attribute__((vector_size(4 * LANES)));

TARGET static inline size_t accept_vector(uint64_t *out, const uint32_t *words, struct sd_bits bits,
                                          uint32_t bound)
{
    __m128i shift = _mm_cvtsi32_si128((int)bits.shift);
    __m512i values = _mm512_srl_epi32(_mm512_loadu_si512(words), shift);
    values = _mm512_and_si512(values, _mm512_set1_epi32((int)bits.mask));
    __mmask16 below = _mm512_cmple_epu32_mask(values, _mm512_set1_epi32((int)bound));
    __m512i limit = _mm512_set1_epi32((int)(bound - LANES));
    if (_mm512_mask_cmpgt_epu32_mask(below, values, limit) != 0)
        return LANES + 1;
    __m512i packed = _mm512_maskz_compress_epi32(below, values);
    _mm512_storeu_si512(out, _mm512_cvtepu32_epi64(_mm512_castsi512_si256(packed)));
    _mm512_storeu_si512(out + 8, _mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64(packed, 1)));
    return (size_t)_mm_popcnt_u32(below);
}

TARGET static inline uint32_t at_most(vector a, vector b)
{
    return _mm512_cmple_epu32_mask((__m512i)a, (__m512i)b);
}

TARGET static inline __m512i high_products(__m256i words, __m512i bounds)
{
    return _mm512_srli_epi64(_mm512_mul_epu32(_mm512_cvtepu32_epi64(words), bounds), 32);
}

TARGET static inline void put_products(uint64_t *out, const uint32_t *words, uint32_t bound,
                                       unsigned accepted)
{
    __m512i kept = _mm512_maskz_compress_epi32((__mmask16)accepted, _mm512_loadu_si512(words));
    __m512i bounds =
        _mm512_sub_epi64(_mm512_set1_epi64(bound), _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7));
    _mm512_storeu_si512(out, high_products(_mm512_castsi512_si256(kept), bounds));
    bounds = _mm512_sub_epi64(bounds, _mm512_set1_epi64(8));
    _mm512_storeu_si512(out + 8, high_products(_mm512_extracti64x4_epi64(kept, 1), bounds));
}

static int supported(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("popcnt");
}

#include "rng/kernel_template.inc"

#endif
