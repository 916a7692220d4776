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
                          "popcnt")))
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

/* The records of a group so far. */
struct plain {
    uint64_t *packed;    /* where the next place is put */
    uint64_t begin;      /* of the next record, in the input */
    uint64_t delimiters; /* in it so far */
    uint64_t ended;      /* 1 if the last byte ended a record */
    uint64_t odd;        /* not 0 if there is more to say of a record than where it is */
};

/* What is alike for all records of a group. */
struct alike {
    uint64_t delimiters;   /* in each */
    __m512i delimiters_to; /* the end of record 0, 1 and so on, but for those of one */
    __m512i in_lanes;      /* in LANES records */
    __m128i length_bits;
};

SD_FAST_TARGET static inline __m512i all_lanes(uint64_t number)
{
    return _mm512_set1_epi64((long long)number);
}

SD_FAST_TARGET static inline struct alike alike_of(const struct sd_taking *taking)
{
    const uint64_t each = taking->expected - 1;
    return (struct alike){
        .delimiters = each,
        .delimiters_to =
            _mm512_mullo_epi64(all_lanes(each), _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7)),
        .in_lanes = all_lanes(LANES * each),
        .length_bits = _mm_cvtsi32_si128((int)taking->spans.length_bits),
    };
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

/* Takes the records that end in the block at byte `at` of the input; there is at least one. Fills
 * up to 64 places, those behind theirs with anything. What becomes of one record does not wait for
 * the one before: up to the end of record i there must be i times as many delimiters as in one. */
SD_FAST_TARGET static inline void take_block(struct plain *plain, const struct alike *alike,
                                             __m512i behind_at, uint64_t at, uint64_t ends,
                                             const uint64_t *delimiters)
{
    const unsigned count = (unsigned)__builtin_popcountll(ends);
    __m512i numbers = numbers_of(ends), end_before = all_lanes(plain->begin);
    __m512i wanted =
        _mm512_add_epi64(all_lanes(alike->delimiters - plain->delimiters), alike->delimiters_to);
    for (unsigned i = 0;;) {
        __m512i number = _mm512_cvtepu8_epi64(_mm512_castsi512_si128(numbers));
        __m512i end = _mm512_add_epi64(number, behind_at);
        __m512i begin = _mm512_alignr_epi64(end, end_before, LANES - 1);
        __m512i place = _mm512_or_si512(_mm512_sll_epi64(begin, alike->length_bits),
                                        _mm512_sub_epi64(end, begin));
        __m512i up_to_end =
            _mm512_sllv_epi64(all_lanes(*delimiters), _mm512_sub_epi64(all_lanes(63), number));
        _mm512_storeu_si512(plain->packed + i, place);
        plain->odd |= _mm512_cmpneq_epi64_mask(_mm512_popcnt_epi64(up_to_end), wanted) &
                      _bzhi_u32(0xff, count - i);
        i += LANES;
        if (i >= count)
            break;
        end_before = end;
        wanted = _mm512_add_epi64(wanted, alike->in_lanes);
        numbers = _mm512_alignr_epi64(numbers, numbers, 1); /* the next eight */
    }
    unsigned last = 63 - (unsigned)__builtin_clzll(ends);
    plain->packed += count;
    plain->begin = at + last + 1;
    plain->delimiters = (uint64_t)__builtin_popcountll(*delimiters >> last >> 1);
}

SD_FAST_TARGET SD_NEVER_INLINE bool sd_take_plain(const struct sd_scan *scan, const uint8_t *bytes,
                                                  const struct sd_marks *marks, size_t count,
                                                  size_t block, struct sd_taking *taking)
{
    struct sd_spans *spans = &taking->spans;
    const uint64_t *behind = spans->packed + spans->capacity;
    const uint64_t limit = ((uint64_t)1 << spans->length_bits) - 1;
    struct plain plain = {
        .packed = spans->packed + spans->count,
        .begin = scan->at + taking->record,
        .delimiters = taking->fields - 1,
        /* The first one is looked at here; none of the others can be longer. */
        .odd = bytes[taking->record] <= ' ' || block + count * 64 - taking->record >= limit,
    };
    const struct alike alike = alike_of(taking);
    uint64_t at = scan->at + block;
    __m512i behind_at = all_lanes(at + 1);
    for (size_t b = 0; b < count && plain.odd == 0; b++, at += 64) {
        const uint64_t ends = marks->ends[b];
        const __m512i blank = _mm512_set1_epi8(' ');
        if ((size_t)(behind - plain.packed) < 64)
            return false;
        plain.odd |= _mm512_cmple_epu8_mask(_mm512_loadu_si512(bytes + block + b * 64), blank) &
                     (ends << 1 | plain.ended);
        plain.ended = ends >> 63;
        if (ends != 0)
            take_block(&plain, &alike, behind_at, at, ends, &marks->delimiters[b]);
        else
            plain.delimiters += (uint64_t)__builtin_popcountll(marks->delimiters[b]);
        behind_at = _mm512_add_epi64(behind_at, all_lanes(64));
    }
    if (plain.odd != 0)
        return false;
    spans->count = (size_t)(plain.packed - spans->packed);
    taking->record = (size_t)(plain.begin - scan->at);
    taking->fields = 1 + plain.delimiters;
    return true;
}
#endif
