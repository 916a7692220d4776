/* SPDX-License-Identifier: MIT */
#include "recipe/permute.h"

#include "rng/numpy_generator.h"

int sd_permute_numpy(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                     const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    return sd_numpy_permute(draw->random, items, count, item_size, progress, error);
}

int sd_permute_own(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    (void)progress;
    return splitdata_random_shuffle(draw->random, items, count, item_size, error);
}
