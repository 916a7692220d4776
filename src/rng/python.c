/* SPDX-License-Identifier: MIT */
/* Python's random, except for seeds and samples. */
#include "splitdata/random.h"

#include "rng/bits.h"
#include "rng/elementary.h"
#include "rng/masked.h"
#include "rng/mt19937.h"
#include "rng/python_sample.h"
#include "rng/shuffle.h"

#include <math.h>
#include <string.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

uint32_t splitdata_python_next32(struct splitdata_python *random)
{
    return sd_mt19937_next32(&random->twister);
}

double splitdata_python_random(struct splitdata_python *random)
{
    return sd_mt19937_double(&random->twister);
}

uint64_t splitdata_python_getrandbits(struct splitdata_python *random, unsigned bits)
{
    if (bits == 0)
        return 0;
    if (bits <= 32)
        return sd_mt19937_next32(&random->twister) >> (32 - bits);
    uint64_t low = sd_mt19937_next32(&random->twister);
    uint64_t high = sd_mt19937_next32(&random->twister) >> (64 - bits);
    return high << 32 | low;
}

void splitdata_python_getrandbits_words(struct splitdata_python *random, uint32_t *words,
                                        size_t bits)
{
    for (; bits > 0; words++) {
        unsigned here = bits < 32 ? (unsigned)bits : 32;
        *words = (uint32_t)splitdata_python_getrandbits(random, here);
        bits -= here;
    }
}

uint64_t splitdata_python_randbelow(struct splitdata_python *random, uint64_t n)
{
    unsigned bits = sd_bit_length(n);
    uint64_t value;
    do {
        value = splitdata_python_getrandbits(random, bits);
    } while (value >= n);
    return value;
}

static int less(const uint32_t *a, const uint32_t *b, size_t count)
{
    while (count-- > 0) {
        if (a[count] != b[count])
            return a[count] < b[count];
    }
    return 0;
}

void splitdata_python_randbelow_words(struct splitdata_python *random, const uint32_t *n,
                                      size_t count, uint32_t *out)
{
    memset(out, 0, count * sizeof *out);
    while (count > 1 && n[count - 1] == 0)
        count--;
    size_t bits = (count - 1) * 32 + sd_bit_length(n[count - 1]);
    do {
        splitdata_python_getrandbits_words(random, out, bits);
    } while (!less(out, n, count));
}

int64_t splitdata_python_randint(struct splitdata_python *random, int64_t low, int64_t high)
{
    uint64_t range = (uint64_t)high - (uint64_t)low;
    if (range < UINT64_MAX)
        return (int64_t)((uint64_t)low + splitdata_python_randbelow(random, range + 1));
    /* 2^64 values: draws 65 bits, again while the highest is set. */
    uint32_t words[3];
    do {
        splitdata_python_getrandbits_words(random, words, 65);
    } while (words[2] != 0);
    return (int64_t)((uint64_t)low + (words[0] | (uint64_t)words[1] << 32));
}

double splitdata_python_uniform(struct splitdata_python *random, double a, double b)
{
    return a + (b - a) * splitdata_python_random(random);
}

double splitdata_python_triangular(struct splitdata_python *random, double low, double high,
                                   double mode)
{
    double u = splitdata_python_random(random);
    if (high == low)
        return low;
    double c = isnan(mode) ? 0.5 : (mode - low) / (high - low);
    if (u > c) {
        u = 1.0 - u;
        c = 1.0 - c;
        double kept = low;
        low = high;
        high = kept;
    }
    return low + (high - low) * sqrt(u * c);
}

double splitdata_python_expovariate(struct splitdata_python *random, double lambd)
{
    return -sd_log(1.0 - splitdata_python_random(random)) / lambd;
}

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    (void)count;
    struct splitdata_python *random = generator;
    size_t done = 0;
    for (; done < window && position - done >= UINT32_MAX; done++)
        targets[done] = splitdata_python_randbelow(random, position - done + 1);
    if (done < window)
        sd_shifted_descending(sd_kernel_best(), sd_mt19937_fill, &random->twister, targets + done,
                              window - done, (uint32_t)(position - done));
}

void splitdata_python_shuffle(struct splitdata_python *random, void *items, uint64_t count,
                              size_t item_size)
{
    sd_shuffle_down(draw_targets, random, items, count, item_size);
}

/* What random.sample moves from the end of its copy into the gap is never drawn again there, so
 * that a swap will do. Where all items are drawn, so is a number below 1. */
void sd_python_sample_in_place(struct splitdata_python *random, void *items, uint64_t count,
                               size_t item_size, uint64_t size)
{
    const struct sd_shuffle_progress progress = {.enough = count - size};
    if (size > 0)
        sd_shuffle_down_followed(draw_targets, random, items, count, item_size, &progress);
    if (size > 0 && size == count)
        splitdata_python_randbelow(random, 1);
}
