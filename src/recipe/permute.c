/* SPDX-License-Identifier: MIT */
#include "recipe/permute.h"

#include "rng/numpy_generator.h"
#include "rng/shuffle.h"

int sd_permute_numpy(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                     const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    return sd_numpy_permute(draw->random, items, count, item_size, progress, error);
}

int sd_permute_numpy_generator(const struct sd_draw *draw, void *items, uint64_t count,
                               size_t item_size, const struct sd_shuffle_progress *progress,
                               struct splitdata_error *error)
{
    (void)error;
    sd_shuffle_down_followed(sd_numpy_generator_draw_targets, &draw->random->state.numpy_generator,
                             items, count, item_size, progress);
    return SPLITDATA_OK;
}

int sd_permute_own(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    (void)progress;
    return splitdata_random_shuffle(draw->random, items, count, item_size, error);
}
