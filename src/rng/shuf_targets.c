/* SPDX-License-Identifier: MIT */
#include "rng/shuf_targets.h"

#include "rng/aes256.h"
#include "rng/bits.h"

#include <string.h>

#if defined(__GNUC__)
#define SD_INLINE static inline __attribute__((always_inline))
#else
#define SD_INLINE static inline
#endif

/* Let count = max + 1; a draw divides it by n, rounding down. Bytes are read until count >= n, so
 * count < 256 n, and both num / n and the count after the draw are below 256. Numbers below 256 n
 * are divided exactly by taking the high half of their product with 2^64 / n, rounded up: the
 * result is too large by less than 256 n / 2^64, which is at most 1 / n for n <= 2^28. Where 256^b
 * < n <= 256^(b + 1), a draw reads b or b + 1 bytes, as the count is in 1 ... 255, unless the draw
 * before was rejected. */
enum { QUICK_LEAST = 257, QUICK_MOST = 1 << 28, READ = 8 };

/* Makes READ bytes available; unread bytes are kept. */
static const uint8_t *at_least_read(struct splitdata_shuf *random, const uint8_t *at)
{
    enum { BLOCK = 16 };
    uint8_t *bytes = random->bytes;
    size_t left = (size_t)(bytes + sizeof random->bytes - at);
    if (left >= READ)
        return at;
    memmove(bytes + BLOCK - left, at, left);
    sd_aes256_counter(random->round_keys, random->counter, bytes + BLOCK,
                      sizeof random->bytes / BLOCK - 1);
    return bytes + BLOCK - left;
}

/* Draws for n ... n - draws + 1 and stores each, plus its position, in targets. Each draw reads
 * bits / 8 bytes or one more; compiled once for each constant `bits`. */
SD_INLINE void choose_quickly(const struct sd_shuf_drawing *drawing, uint64_t *targets,
                              size_t draws, uint64_t position, uint64_t n, const unsigned bits)
{
    struct splitdata_shuf *random = drawing->random;
    const uint8_t *at = random->bytes + random->used;
    uint64_t num = random->num, count = random->max + 1;
    const uint64_t all = position + n, least = n - draws + 1;
    for (; n >= least; n--) {
        const uint64_t reciprocal = UINT64_MAX / n + 1;
        at = at_least_read(random, at);
        uint64_t word = sd_load_be64(at);
        unsigned lacks = count < ((n - 1) >> bits) + 1;
        num = lacks ? num << (bits + 8) | word >> (56 - bits) : num << bits | word >> (64 - bits);
        count = lacks ? count << (bits + 8) : count << bits;
        at += bits / 8 + lacks;
        uint64_t counts = sd_multiply(count, reciprocal).high;
        uint64_t quotient = sd_multiply(num, reciprocal).high;
        while (quotient == counts) { /* rejected: its remainder is drawn again */
            num -= counts * n;
            count -= counts * n;
            at = at_least_read(random, at);
            do {
                num = num << 8 | *at++;
                count <<= 8;
            } while (count < n);
            counts = sd_multiply(count, reciprocal).high;
            quotient = sd_multiply(num, reciprocal).high;
        }
        *targets = all - n + num - quotient * n;
        sd_fetch(&drawing->fetching, *targets++);
        num = quotient;
        count = counts;
    }
    random->used = (unsigned)(at - random->bytes);
    random->num = num;
    random->max = count - 1;
}

void sd_shuf_targets(void *drawing, uint64_t *targets, size_t window, uint64_t position,
                     uint64_t count)
{
    struct splitdata_shuf *random = ((const struct sd_shuf_drawing *)drawing)->random;
    for (size_t k = 0; k < window;) {
        uint64_t n = count - position - k;
        if (n < QUICK_LEAST || n > QUICK_MOST || random->max >= 255) {
            targets[k] = position + k + splitdata_shuf_choose(random, n);
            k++;
            continue;
        }
        unsigned bits = (sd_bit_length(n - 1) - 1) / 8 * 8;
        uint64_t beyond = (uint64_t)1 << bits;
        size_t draws = window - k < n - beyond ? window - k : (size_t)(n - beyond);
        if (bits == 8)
            choose_quickly(drawing, targets + k, draws, position + k, n, 8);
        else if (bits == 16)
            choose_quickly(drawing, targets + k, draws, position + k, n, 16);
        else
            choose_quickly(drawing, targets + k, draws, position + k, n, 24);
        k += draws;
    }
}
