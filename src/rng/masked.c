/* SPDX-License-Identifier: MIT */
#include "rng/masked.h"

#include "rng/bits.h"

enum { BATCH = 2048 }; /* words: 8 KiB stay in the L1 cache */

void sd_masked_descending(const struct sd_kernel *kernel, sd_fill32 *fill, void *generator,
                          uint64_t *out, size_t count, uint32_t top)
{
    uint32_t words[BATCH];
    while (count > 0) {
        uint32_t mask = sd_mask32(top);
        size_t batch = top - (mask >> 1); /* bounds that share the mask: at least 1 */
        if (batch > count)
            batch = count;
        if (batch > BATCH)
            batch = BATCH;
        fill(generator, words, batch);
        size_t accepted = kernel->accept(out, words, batch, (struct sd_bits){0, mask}, top);
        out += accepted;
        count -= accepted;
        top -= (uint32_t)accepted;
    }
}

void sd_shifted_descending(const struct sd_kernel *kernel, sd_fill32 *fill, void *generator,
                           uint64_t *out, size_t count, uint32_t top)
{
    uint32_t words[BATCH];
    while (count > 0) {
        unsigned bits = sd_bit_length((uint64_t)top + 1);
        size_t batch = top + 2 - ((uint32_t)1 << (bits - 1)); /* bounds that share the bits */
        if (batch > count)
            batch = count;
        if (batch > BATCH)
            batch = BATCH;
        fill(generator, words, batch);
        struct sd_bits highest = {32 - bits, UINT32_MAX};
        size_t accepted = kernel->accept(out, words, batch, highest, top);
        out += accepted;
        count -= accepted;
        top -= (uint32_t)accepted;
    }
}
