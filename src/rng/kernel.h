/* SPDX-License-Identifier: MIT */
/*
 * The inner loops that determine the speed of a shuffle, in one variant for each instruction set.
 * All variants give the same results; tests compare each with the plain definition.
 */
#ifndef SD_RNG_KERNEL_H
#define SD_RNG_KERNEL_H

#include "rng/shuffle.h"

#include <stddef.h>
#include <stdint.h>

/* The bits of a word that are used: (word >> shift) & mask. */
struct sd_bits {
    unsigned shift; /* 0-31 */
    uint32_t mask;
};

struct sd_kernel {
    const char *name;
    int (*supported)(void); /* by this processor and operating system */

    /* Replaces the state by the next 624 words of MT19937. */
    void (*twist)(uint32_t key[624]);

    /* out[i] = tempered key[i]. */
    void (*temper)(uint32_t *out, const uint32_t *key, size_t count);

    /* Rejection sampling against a bound that falls by one with each accepted value: reads the
     * words in order, appends (word >> shift) & mask to out if it is at most the bound, and then
     * lowers the bound. Returns the number of accepted values. bound >= count, shift at most 31;
     * out has room for count + SD_KERNEL_SLACK values, all of which may be overwritten. */
    size_t (*accept)(uint64_t *out, const uint32_t *words, size_t count, struct sd_bits bits,
                     uint32_t bound);

    /* Rejection sampling by multiplication against a bound that falls by one with each accepted
     * value: reads the words in order, and if the low half of word * bound is below bound << shift,
     * appends the high half to out, prefetches the item of that number, and lowers the bound.
     * Returns the number of accepted values. bound > count, bound << shift is below 2^32; out has
     * room as for accept. */
    size_t (*accept_products)(uint64_t *out, const uint32_t *words, size_t count, uint32_t bound,
                              unsigned shift, const struct sd_fetching *fetching);

    /* ChaCha blocks number first, first + 1 ... with 12 rounds, 16 words each, consecutively: a
     * 64-bit block number in words 12 and 13, zeros in 14 and 15. D. Bernstein, "ChaCha, a variant
     * of Salsa20" (2008). */
    void (*chacha12)(uint32_t *out, const uint32_t key[8], uint64_t first, size_t blocks);
};

enum { SD_KERNEL_SLACK = 16 };

/* All variants from fastest to portable, and the fastest that this processor supports. */
extern const struct sd_kernel *const sd_kernels[];
extern const size_t sd_kernel_count;
const struct sd_kernel *sd_kernel_best(void);

extern const struct sd_kernel sd_kernel_portable;
#if (defined(__x86_64__) || defined(__i386__)) && defined(__GNUC__)
#define SD_KERNEL_X86
extern const struct sd_kernel sd_kernel_avx2;
extern const struct sd_kernel sd_kernel_avx512;
#endif

#endif
