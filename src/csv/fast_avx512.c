/* SPDX-License-Identifier: MIT */
/*
 * The fast scanner for x86-64 processors with AVX-512 as of 2019 (VBMI2, VPOPCNTDQ): a mask is one
 * comparison, and where records are short, eight of them are taken at once.
 */
#include "csv/fast.h"

typedef int sd_fast_avx512_is_for_x86; /* elsewhere this file is empty but for this */

#if defined(SD_FAST_X86)
#include <immintrin.h>

#define SD_FAST_NAME sd_fast_avx512
#define SD_FAST_TARGET                                                                             \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vbmi2,avx512vpopcntdq,bmi,bmi2,"        \
                          "popcnt,pclmul")))
#define SD_FAST_CLMUL
#define SD_FAST_TAKES_PLAIN
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

/* So many numbers of 64 bits are worked on at once. */
enum { LANES = 8 };

/* Where records end in a group, and how many delimiters there are before each of its blocks. */
struct ends {
    uint16_t at[GROUP * 64 + 32];
    uint16_t delimiters_before[GROUP];
    size_t count;
    uint64_t delimiters; /* in all blocks */
    bool blank;          /* something like a space stands behind one */
};

SD_FAST_TARGET static inline __m512i all_lanes(uint64_t number)
{
    return _mm512_set1_epi64((long long)number);
}

static inline __mmask8 first_lanes(size_t count)
{
    return (__mmask8)(count < LANES ? (1U << count) - 1 : 0xff);
}

/* The numbers of the bits that are set, one a byte. */
SD_FAST_TARGET static inline __m512i numbers_of(uint64_t bits)
{
    static const uint8_t all[64] __attribute__((aligned(64))) = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    return _mm512_maskz_compress_epi8(bits, _mm512_load_si512(all));
}

/* For each block 32 numbers are written, and as many count as there are ends: how many that is, no
 * processor can foresee. More than 32 lines that are not blank do not end in a block. */
SD_FAST_TARGET static inline void list_ends(const uint8_t *bytes, const struct sd_marks *marks,
                                            size_t count, struct ends *list)
{
    const __m512i space = _mm512_set1_epi8(' ');
    uint64_t blank = 0, ended = 0, delimiters = 0;
    size_t listed = 0;
    memset(list->delimiters_before, 0, sizeof list->delimiters_before);
    for (size_t b = 0; b < count; b++) {
        const uint64_t ends = marks->ends[b];
        const __m512i first = _mm512_set1_epi16((short)(b * 64));
        const __m512i numbers = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(numbers_of(ends)));
        _mm512_storeu_si512(list->at + listed, _mm512_add_epi16(first, numbers));
        listed += (size_t)__builtin_popcountll(ends);
        blank |=
            _mm512_cmple_epu8_mask(_mm512_loadu_si512(bytes + b * 64), space) & (ends << 1 | ended);
        ended = ends >> 63;
        list->delimiters_before[b] = (uint16_t)delimiters;
        delimiters += (uint64_t)__builtin_popcountll(marks->delimiters[b]);
    }
    _mm_storeu_si128((__m128i *)(list->at + listed), _mm_setzero_si128());
    list->count = listed;
    list->delimiters = delimiters;
    list->blank = blank != 0;
}

SD_FAST_TARGET SD_NEVER_INLINE bool sd_take_plain(const struct sd_scan *scan, const uint8_t *bytes,
                                                  const struct sd_marks *marks, size_t count,
                                                  size_t block, struct sd_taking *taking)
{
    struct sd_spans *spans = &taking->spans;
    const uint64_t limit = ((uint64_t)1 << spans->length_bits) - 1;
    const __m128i length_bits = _mm_cvtsi32_si128((int)spans->length_bits);
    const __m512i each = all_lanes(taking->expected - 1), last_bit = all_lanes(63);
    const __m512i behind_block = all_lanes(scan->at + block + 1);
    uint64_t *packed = spans->packed + spans->count, odd = 0;
    __m512i ends_before = all_lanes(scan->at + taking->record);
    __m512i totals_before = all_lanes(1 - taking->fields);
    struct ends list;
    list_ends(bytes + block, marks, count, &list);
    const __m512i before_low = _mm512_loadu_si512(list.delimiters_before);
    const __m512i before_high = _mm512_loadu_si512(list.delimiters_before + 32);
    /* The first record is looked at here; none of the others can be longer. */
    if (list.blank || bytes[taking->record] <= ' ' ||
        block + count * 64 - taking->record >= limit ||
        spans->capacity - spans->count < list.count + LANES)
        return false;
    for (size_t i = 0; i < list.count; i += LANES) {
        const __m512i at = _mm512_cvtepu16_epi64(_mm_loadu_si128((const __m128i *)(list.at + i)));
        const __m512i b = _mm512_srli_epi64(at, 6);
        const __m512i ends = _mm512_add_epi64(at, behind_block);
        const __m512i begins = _mm512_alignr_epi64(ends, ends_before, LANES - 1);
        const __m512i delimiters = _mm512_i64gather_epi64(b, marks->delimiters, 8);
        const __m512i before =
            _mm512_maskz_permutex2var_epi16(0x11111111, before_low, b, before_high);
        const __m512i up_to_end = _mm512_sllv_epi64(delimiters, _mm512_andnot_si512(at, last_bit));
        const __m512i totals = _mm512_add_epi64(before, _mm512_popcnt_epi64(up_to_end));
        const __m512i in_each =
            _mm512_sub_epi64(totals, _mm512_alignr_epi64(totals, totals_before, LANES - 1));
        _mm512_storeu_si512(packed + i, _mm512_or_si512(_mm512_sll_epi64(begins, length_bits),
                                                        _mm512_sub_epi64(ends, begins)));
        odd |= _mm512_mask_cmpneq_epi64_mask(first_lanes(list.count - i), in_each, each);
        ends_before = ends;
        totals_before = totals;
    }
    if (odd != 0)
        return false;
    if (list.count != 0) {
        const unsigned last = list.at[list.count - 1], b = last / 64;
        const uint64_t up_to_end = marks->delimiters[b] << (63 - last % 64);
        spans->count += list.count;
        taking->record = block + last + 1;
        taking->fields = 1 - list.delimiters_before[b] - (uint64_t)__builtin_popcountll(up_to_end);
    }
    taking->fields += list.delimiters;
    return true;
}
#endif
