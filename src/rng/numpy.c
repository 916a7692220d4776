/* SPDX-License-Identifier: MIT */
/* numpy.random.RandomState: words, integers and permutations. The doubles are in
 * numpy_doubles.c. */
#include "splitdata/random.h"

#include "rng/bits.h"
#include "rng/masked.h"
#include "rng/mt19937.h"
#include "rng/numpy_generator.h"
#include "rng/shuffle.h"

static void forget_gauss(struct splitdata_numpy *random)
{
    random->gauss = 0.0;
    random->has_gauss = 0;
}

void splitdata_numpy_seed(struct splitdata_numpy *random, uint32_t seed)
{
    sd_mt19937_init(&random->twister, seed);
    forget_gauss(random);
}

void splitdata_numpy_seed_array(struct splitdata_numpy *random, const uint32_t *words, size_t count)
{
    sd_mt19937_init_array(&random->twister, words, count);
    forget_gauss(random);
}

uint32_t splitdata_numpy_next32(struct splitdata_numpy *random)
{
    return sd_mt19937_next32(&random->twister);
}

void splitdata_numpy_fill32(struct splitdata_numpy *random, uint32_t *out, size_t count)
{
    sd_mt19937_fill(&random->twister, out, count);
}

uint64_t splitdata_numpy_next64(struct splitdata_numpy *random)
{
    return sd_mt19937_next64(&random->twister);
}

uint64_t splitdata_numpy_interval(struct splitdata_numpy *random, uint64_t max)
{
    if (max == 0)
        return 0;
    uint64_t mask = sd_mask64(max);
    uint64_t value;
    do {
        value = max <= UINT32_MAX ? sd_mt19937_next32(&random->twister)
                                  : sd_mt19937_next64(&random->twister);
        value &= mask;
    } while (value > max);
    return value;
}

int64_t splitdata_numpy_random_integers(struct splitdata_numpy *random, int64_t low, int64_t high)
{
    if (low > high)
        return low;
    uint64_t range = (uint64_t)high - (uint64_t)low;
    return (int64_t)((uint64_t)low + splitdata_numpy_interval(random, range));
}

int64_t splitdata_numpy_randint(struct splitdata_numpy *random, int64_t low, int64_t high)
{
    if (low >= high)
        return low;
    return splitdata_numpy_random_integers(random, low, high - 1);
}

void sd_numpy_draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                           uint64_t count)
{
    (void)count;
    struct splitdata_numpy *random = generator;
    size_t done = 0;
    for (; done < window && position - done > UINT32_MAX; done++)
        targets[done] = splitdata_numpy_interval(random, position - done);
    if (done < window)
        sd_masked_descending(sd_kernel_best(), sd_mt19937_fill, &random->twister, targets + done,
                             window - done, (uint32_t)(position - done));
}

int sd_numpy_permute(struct splitdata_random *random, void *items, uint64_t count, size_t item_size,
                     const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    (void)error;
    sd_shuffle_down_followed(sd_numpy_draw_targets, &random->state.numpy, items, count, item_size,
                             progress);
    return SPLITDATA_OK;
}

void splitdata_numpy_shuffle(struct splitdata_numpy *random, void *items, uint64_t count,
                             size_t item_size)
{
    sd_shuffle_down_followed(sd_numpy_draw_targets, random, items, count, item_size, NULL);
}

void splitdata_numpy_permutation_u32(struct splitdata_numpy *random, uint32_t *out, uint32_t count)
{
    sd_identity_u32(out, count);
    splitdata_numpy_shuffle(random, out, count, sizeof *out);
}

void splitdata_numpy_permutation_u64(struct splitdata_numpy *random, uint64_t *out, uint64_t count)
{
    sd_identity_u64(out, count);
    splitdata_numpy_shuffle(random, out, count, sizeof *out);
}
