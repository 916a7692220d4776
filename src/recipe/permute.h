/* SPDX-License-Identifier: MIT */
/* Permutations that several recipes share. */
#ifndef SD_RECIPE_PERMUTE_H
#define SD_RECIPE_PERMUTE_H

#include "algorithm/draw.h"

/* NumPy's legacy generator, which reports its progress. */
int sd_permute_numpy(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                     const struct sd_shuffle_progress *progress, struct splitdata_error *error);

/* Those of its newer API. */
int sd_permute_numpy_generator(const struct sd_draw *draw, void *items, uint64_t count,
                               size_t item_size, const struct sd_shuffle_progress *progress,
                               struct splitdata_error *error);

/* The shuffle of the generator's own table (src/rng/table.c), which reports no progress.
 * SPLITDATA_DATA for more items than the framework can shuffle. */
int sd_permute_own(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error);

#endif
