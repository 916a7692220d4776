/* SPDX-License-Identifier: MIT */
/*
 * The three inner loops that decide the speed of a shuffle, in one variant for each instruction
 * set. All variants give the same results; tests run every one against the portable one.
 */
#ifndef SD_RNG_KERNEL_H
#define SD_RNG_KERNEL_H

#include <stddef.h>
#include <stdint.h>

struct sd_kernel {
    const char *name;
    int (*supported)(void); /* by this processor and system */

    /* The next 624 words of MT19937 in place. */
    void (*twist)(uint32_t key[624]);

    /* out[i] = tempered key[i]. */
    void (*temper)(uint32_t *out, const uint32_t *key, size_t count);

    /* Masked rejection against a bound that falls by one with each accepted value: goes through
     * the words in order, appends word & mask to out when it is at most the bound, and then lowers
     * the bound. Returns how many were accepted. bound >= count, and out has room for count values
     * and SD_KERNEL_SLACK more, which may be overwritten. */
    size_t (*accept)(uint64_t *out, const uint32_t *words, size_t count, uint32_t mask,
                     uint32_t bound);
};

enum { SD_KERNEL_SLACK = 16 };

/* The variants from best to portable, and the best that this processor supports. */
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
