/* SPDX-License-Identifier: MIT */
/* numpy.random.Generator: integers, doubles and permutations. */
#include "splitdata/random.h"

#include "rng/bits.h"
#include "rng/distributions.h"
#include "rng/elementary.h"
#include "rng/lemire.h"
#include "rng/masked.h"
#include "rng/mt19937.h"
#include "rng/numpy_generator.h"
#include "rng/shuffle.h"
#include "rng/ziggurat.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

static uint32_t draw32(void *generator)
{
    return splitdata_numpy_generator_next32(generator);
}

static uint64_t lemire64(struct splitdata_numpy_generator *random, uint64_t n)
{
    struct splitdata_u128 product = sd_multiply(splitdata_numpy_generator_next64(random), n);
    if (product.low < n) {
        uint64_t threshold = (0U - n) % n;
        while (product.low < threshold)
            product = sd_multiply(splitdata_numpy_generator_next64(random), n);
    }
    return product.high;
}

uint64_t sd_numpy_generator_lemire(struct splitdata_numpy_generator *random, uint64_t range)
{
    if (range == 0)
        return 0;
    if (range == UINT64_MAX)
        return splitdata_numpy_generator_next64(random);
    if (range == UINT32_MAX)
        return splitdata_numpy_generator_next32(random);
    if (range < UINT32_MAX)
        return sd_lemire32(draw32, random, (uint32_t)range + 1);
    return lemire64(random, range + 1);
}

int64_t splitdata_numpy_generator_integers_endpoint(struct splitdata_numpy_generator *random,
                                                    int64_t low, int64_t high)
{
    if (low > high)
        return low;
    uint64_t range = (uint64_t)high - (uint64_t)low;
    return (int64_t)((uint64_t)low + sd_numpy_generator_lemire(random, range));
}

int64_t splitdata_numpy_generator_integers(struct splitdata_numpy_generator *random, int64_t low,
                                           int64_t high)
{
    if (low >= high)
        return low;
    return splitdata_numpy_generator_integers_endpoint(random, low, high - 1);
}

/* MT19937 computes its doubles as the legacy API does, from 27 and 26 bits of two words. */
double splitdata_numpy_generator_random(struct splitdata_numpy_generator *random)
{
    if (random->kind == SPLITDATA_MT19937)
        return sd_mt19937_double(&random->state.twister);
    return (double)(splitdata_numpy_generator_next64(random) >> 11) * (1.0 / 9007199254740992.0);
}

double splitdata_numpy_generator_uniform(struct splitdata_numpy_generator *random, double low,
                                         double high)
{
    return sd_numpy_uniform(splitdata_numpy_generator_random(random), low, high);
}

double splitdata_numpy_generator_triangular(struct splitdata_numpy_generator *random, double left,
                                            double mode, double right)
{
    return sd_numpy_triangular(splitdata_numpy_generator_random(random), left, mode, right);
}

double splitdata_numpy_generator_standard_exponential(struct splitdata_numpy_generator *random)
{
    for (;;) {
        uint64_t word = splitdata_numpy_generator_next64(random) >> 3;
        unsigned layer = (unsigned)(word & 255);
        word >>= 8;
        double x = (double)word * sd_ziggurat_we[layer];
        if (word < sd_ziggurat_ke[layer])
            return x; /* in 98.9 % of draws */
        double u = splitdata_numpy_generator_random(random);
        if (layer == 0)
            return sd_ziggurat_r - sd_log1p_minus(u);
        double height = sd_ziggurat_fe[layer - 1] - sd_ziggurat_fe[layer];
        if (height * u + sd_ziggurat_fe[layer] < sd_exp_minus(x))
            return x;
    }
}

/* The shuffle uses the masked rejection of the legacy API. */
static uint64_t interval64(struct splitdata_numpy_generator *random, uint64_t max)
{
    uint64_t mask = sd_mask64(max), value;
    do {
        value = splitdata_numpy_generator_next64(random) & mask;
    } while (value > max);
    return value;
}

void sd_numpy_generator_draw_targets(void *generator, uint64_t *targets, size_t window,
                                     uint64_t position, uint64_t count)
{
    (void)count;
    size_t done = 0;
    for (; done < window && position - done > UINT32_MAX; done++)
        targets[done] = interval64(generator, position - done);
    if (done < window)
        sd_masked_descending(sd_kernel_best(), sd_numpy_generator_fill32, generator, targets + done,
                             window - done, (uint32_t)(position - done));
}

void splitdata_numpy_generator_shuffle(struct splitdata_numpy_generator *random, void *items,
                                       uint64_t count, size_t item_size)
{
    sd_shuffle_down(sd_numpy_generator_draw_targets, random, items, count, item_size);
}

void splitdata_numpy_generator_permutation_u32(struct splitdata_numpy_generator *random,
                                               uint32_t *out, uint32_t count)
{
    sd_identity_u32(out, count);
    splitdata_numpy_generator_shuffle(random, out, count, sizeof *out);
}

void splitdata_numpy_generator_permutation_u64(struct splitdata_numpy_generator *random,
                                               uint64_t *out, uint64_t count)
{
    sd_identity_u64(out, count);
    splitdata_numpy_generator_shuffle(random, out, count, sizeof *out);
}
