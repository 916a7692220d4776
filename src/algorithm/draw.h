/* SPDX-License-Identifier: MIT */
/* Where algorithms take their permutations from: a seeded generator, used as a framework does. */
#ifndef SD_ALGORITHM_DRAW_H
#define SD_ALGORITHM_DRAW_H

#include "base/error.h"
#include "base/memory.h"
#include "rng/shuffle.h"
#include "splitdata/random.h"

struct sd_draw;
struct sd_recipe_options; /* recipe/parameters.h */

/* Puts items[0..count-1] of `item_size` bytes, given in input order, into the order of the
 * framework's permutation of `count`. `progress` (NULL: none) may be called on the way, and may ask
 * for less than the whole order; then the generator is of no further use. */
typedef int sd_permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                       const struct sd_shuffle_progress *progress, struct splitdata_error *error);

/* Runs of consecutive rows that draw for themselves: a framework's partitions. */
struct sd_runs {
    uint64_t *begin; /* the first row of each, and at last the number of rows */
    uint64_t count;
};

/* All is borrowed. Successive calls go on in the generator's stream, as the frameworks' repeated
 * splits do. */
struct sd_draw {
    sd_permute *permute;
    struct splitdata_random *random;
    struct sd_memory *memory;                /* for the arrays of the algorithm that draws */
    const struct sd_recipe_options *options; /* what follows the recipe's name; NULL: defaults */
    const struct sd_runs *runs;              /* NULL: all rows are one */
};

static inline int sd_draw_permute(const struct sd_draw *draw, void *items, uint64_t count,
                                  size_t item_size, struct splitdata_error *error)
{
    return draw->permute(draw, items, count, item_size, NULL, error);
}

/* The numbers 0 ... count-1 in the order of the framework's permutation. */
static inline int sd_draw_permutation(const struct sd_draw *draw, uint32_t *out, uint32_t count,
                                      struct splitdata_error *error)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = i;
    return sd_draw_permute(draw, out, count, sizeof *out, error);
}

#endif
