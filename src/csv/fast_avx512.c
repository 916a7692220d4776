/* SPDX-License-Identifier: MIT */
/*
 * The fast scanner for x86-64 processors with AVX-512 as of 2019 (VBMI2): a mask takes one
 * comparison, and short records are taken eight at a time.
 */
#include "csv/fast.h"

typedef int sd_fast_avx512_is_for_x86; /* elsewhere this file is empty but for this */

#if defined(SD_FAST_X86)
#include <immintrin.h>

#define SD_FAST_NAME   sd_fast_avx512
#define SD_FAST_FIELDS sd_fields_avx512
#define SD_FAST_TARGET                                                                             \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vbmi2,bmi,bmi2,"                        \
                          "popcnt,pclmul")))
#define SD_FAST_CLMUL
#define SD_FAST_PLAIN
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

SD_FAST_TARGET static inline bool sd_mark_plain(const uint8_t *bytes, size_t count,
                                                const struct sd_needles *needles,
                                                struct sd_carry *carry, struct sd_marks *marks)
{
    const bool quotes = needles->quote_mask != 0;
    const __m512i delimiter = _mm512_set1_epi8((char)needles->delimiter);
    const __m512i lf = _mm512_set1_epi8('\n'), cr = _mm512_set1_epi8('\r');
    const __m512i quote = _mm512_set1_epi8(quotes ? (char)needles->quote : '\r');
    __m512i least = _mm512_set1_epi8(-1); /* 0: a byte was a quote or CR */
    for (size_t b = 0; b < count; b++) {
        const __m512i block = _mm512_loadu_si512(bytes + b * 64);
        __builtin_prefetch(bytes + b * 64 + AHEAD);
        marks->ends[b] = _mm512_cmpeq_epi8_mask(block, lf);
        marks->delimiters[b] = _mm512_cmpeq_epi8_mask(block, delimiter);
        least = _mm512_min_epu8(least, _mm512_xor_si512(block, quote));
        least = _mm512_min_epu8(least, _mm512_xor_si512(block, cr));
    }
    if (_mm512_testn_epi8_mask(least, least) != 0)
        return false;
    carry->boundary = (marks->ends[count - 1] | marks->delimiters[count - 1]) >> 63;
    return true;
}

/* 64-bit numbers in a vector. */
enum { LANES = 8 };

__extension__ typedef unsigned __int128 wide;

/* Which field boundaries (delimiters and line terminators) are line terminators if no record is
 * ragged: bit i is boundary i from the start of a record on. */
struct rhythm {
    uint64_t ends, more; /* the first 64 boundaries, and the next 64 */
    uint64_t fields;     /* of a record, which has as many boundaries: 1 to 64 */
};

/* Where records end in a group. */
struct ends {
    uint16_t at[GROUP * 64 + 32];
    size_t count;
    uint64_t boundaries; /* of the unfinished record: before, then after the blocks */
    bool odd;            /* a record is ragged, or a line may be blank */
};

SD_FAST_TARGET static inline __m512i all_lanes(uint64_t number)
{
    return _mm512_set1_epi64((long long)number);
}

static inline struct rhythm rhythm_of(uint64_t fields)
{
    struct rhythm rhythm = {.fields = fields};
    wide ends = (wide)1 << (fields - 1);
    for (uint64_t known = fields; known < 128; known *= 2)
        ends |= ends << known;
    rhythm.ends = (uint64_t)ends;
    rhythm.more = (uint64_t)(ends >> 64);
    return rhythm;
}

/* Which of the next 64 boundaries are line terminators, after so many boundaries of a record. */
static inline uint64_t ends_due(const struct rhythm *rhythm, uint64_t boundaries)
{
    return rhythm->ends >> (boundaries & 63) | rhythm->more << 1 << (~boundaries & 63);
}

/* The indices of the bits that are set, one per byte. */
SD_FAST_TARGET static inline __m512i numbers_of(uint64_t bits)
{
    static const uint8_t all[64] __attribute__((aligned(64))) = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    return _mm512_maskz_compress_epi8(bits, _mm512_load_si512(all));
}

SD_FAST_TARGET static inline void store_sums(uint16_t *at, __m256i first, __m128i numbers)
{
    _mm256_storeu_si256((__m256i *)at, _mm256_add_epi16(first, _mm256_cvtepu8_epi16(numbers)));
}

/* For each block 16 or 32 numbers are written, and only as many are kept as there are ends: a
 * branch on their number could not be predicted. If more than 32 lines end in a block, some are
 * blank, and the list is odd. */
SD_FAST_TARGET SD_ALWAYS_INLINE void list_ends(const uint8_t *bytes, const struct sd_marks *marks,
                                               size_t count, const struct rhythm *rhythm,
                                               bool look_for_blanks, struct ends *list)
{
    const __m512i space = _mm512_set1_epi8(' ');
    __m256i first = _mm256_setzero_si256();
    uint64_t boundaries = list->boundaries, blank = 0, ended = 0, ragged = 0;
    size_t listed = 0;
    for (size_t b = 0; b < count; b++) {
        const uint64_t ends = marks->ends[b], both = ends | marks->delimiters[b];
        const uint64_t due = ends_due(rhythm, boundaries);
        const unsigned here = (unsigned)__builtin_popcountll(both);
        const unsigned ends_here = (unsigned)__builtin_popcountll(ends);
        const __m512i numbers = numbers_of(ends);
        store_sums(list->at + listed, first, _mm512_castsi512_si128(numbers));
        if (ends_here > 16)
            store_sums(list->at + listed + 16, first, _mm512_extracti32x4_epi32(numbers, 1));
        ragged |= _bzhi_u64(due, here) ^ _pext_u64(ends, both);
        if (look_for_blanks) {
            const __m512i block = _mm512_loadu_si512(bytes + b * 64);
            blank |= _mm512_cmple_epu8_mask(block, space) & (ends << 1 | ended);
            ended = ends >> 63;
        }
        boundaries += here - ends_here * rhythm->fields; /* correct while none is ragged */
        listed += ends_here;
        first = _mm256_add_epi16(first, _mm256_set1_epi16(64));
    }
    _mm_storeu_si128((__m128i *)(list->at + listed), _mm_setzero_si128());
    list->count = listed;
    list->boundaries = boundaries;
    list->odd = (ragged | blank) != 0;
}

SD_FAST_TARGET SD_NEVER_INLINE bool sd_take_plain(const struct sd_scan *scan, const uint8_t *bytes,
                                                  const struct sd_marks *marks, size_t count,
                                                  size_t block, struct sd_taking *taking)
{
    enum { MOST_FIELDS = 64 };
    struct sd_spans *spans = &taking->spans;
    const uint64_t limit = ((uint64_t)1 << spans->length_bits) - 1;
    /* The first record is checked here; none of the others can be longer. It has at least one field
     * so far, so a record is expected to have at least one. */
    if (taking->expected > MOST_FIELDS || taking->fields > taking->expected ||
        bytes[taking->record] <= ' ' || block + count * 64 - taking->record >= limit)
        return false;
    const struct rhythm rhythm = rhythm_of(taking->expected);
    struct ends list;
    list.boundaries = taking->fields - 1;
    /* A blank line has one boundary, unless spaces are delimiters: it is ragged among others. */
    if (taking->expected == 1 || scan->dialect->delimiter == ' ')
        list_ends(bytes + block, marks, count, &rhythm, true, &list);
    else
        list_ends(bytes + block, marks, count, &rhythm, false, &list);
    if (list.odd || spans->capacity - spans->count < list.count + LANES)
        return false;
    const __m512i length_bits = all_lanes(spans->length_bits);
    const __m512i after_block = all_lanes(scan->at + block + 1);
    uint64_t *packed = spans->packed + spans->count;
    __m512i ends_before = all_lanes(scan->at + taking->record);
    for (size_t i = 0; i < list.count; i += LANES) {
        const __m512i at = _mm512_cvtepu16_epi64(_mm_loadu_si128((const __m128i *)(list.at + i)));
        const __m512i ends = _mm512_add_epi64(at, after_block);
        const __m512i begins = _mm512_alignr_epi64(ends, ends_before, LANES - 1);
        _mm512_storeu_si512(packed + i, _mm512_or_si512(_mm512_sllv_epi64(begins, length_bits),
                                                        _mm512_sub_epi64(ends, begins)));
        ends_before = ends;
    }
    if (list.count != 0)
        taking->record = block + list.at[list.count - 1] + 1;
    taking->fields = list.boundaries + 1;
    spans->count += list.count;
    return true;
}
#endif
