/* SPDX-License-Identifier: MIT */
/*
 * Masked rejection for a shuffle from the last item down, as in both of NumPy's APIs. Value k is
 * uniform on 0 ... top - k: a 32-bit word masked to the bits of that bound, drawn again while it
 * exceeds it. Words are drawn in batches, but never more than needed, so the generator ends in the
 * same state as with one draw at a time.
 */
#ifndef SD_RNG_MASKED_H
#define SD_RNG_MASKED_H

#include "rng/kernel.h"

#include <stddef.h>
#include <stdint.h>

/* Fills out with the generator's next `count` 32-bit words. */
typedef void sd_fill32(void *generator, uint32_t *out, size_t count);

/* count <= top; out has room for count + SD_KERNEL_SLACK values. */
void sd_masked_descending(const struct sd_kernel *kernel, sd_fill32 *fill, void *generator,
                          uint64_t *out, size_t count, uint32_t top);

/* Python's method: uses the highest bits of a word, as many as top - k + 1 has. top < 2^32 - 1. */
void sd_shifted_descending(const struct sd_kernel *kernel, sd_fill32 *fill, void *generator,
                           uint64_t *out, size_t count, uint32_t top);

#endif
