/* SPDX-License-Identifier: MIT */
/* Where strategies take their permutations from: a seeded generator, used as a framework does. */
#ifndef SD_ALGORITHM_DRAW_H
#define SD_ALGORITHM_DRAW_H

#include "base/memory.h"
#include "recipe/recipe.h"

/* Both are borrowed. Successive calls go on in the generator's stream, as the frameworks' repeated
 * splits do. */
struct sd_draw {
    const struct sd_recipe *recipe;
    struct splitdata_random *random;
    struct sd_memory *memory; /* for arrays of whoever draws */
};

static inline int sd_draw_permute(const struct sd_draw *draw, void *items, uint64_t count,
                                  size_t item_size, struct splitdata_error *error)
{
    return draw->recipe->permute(draw->random, items, count, item_size, NULL, error);
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
