/* SPDX-License-Identifier: MIT */
/*
 * Whose split is reproduced: how a permutation, sizes and order follow from a seeded generator. A
 * recipe is one file ending in one constant, and one row of the table in recipes.c.
 */
#ifndef SD_RECIPE_RECIPE_H
#define SD_RECIPE_RECIPE_H

#include "base/error.h"
#include "base/size.h"
#include "rng/shuffle.h"
#include "splitdata/random.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sd_recipe {
    const char *name;
    const char *summary;   /* one line */
    const char *generator; /* a name of splitdata_random_kind_at */
    /* The sizes of train and test of `n` units ("record" or "group", for messages); what neither
     * takes is left out. At least one of the two is given. */
    int (*train_test_sizes)(const struct sd_size *train, const struct sd_size *test, uint64_t n,
                            const char *unit, uint64_t sizes[2], struct splitdata_error *error);
    /* Puts items[0..count-1] of `item_size` bytes, given in input order, into the order of the
     * framework's permutation of `count`. `progress` (NULL: none) may be called on the way, and may
     * ask for less than the whole order; then `random` is of no further use. */
    int (*permute)(struct splitdata_random *random, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error);
};

extern const struct sd_recipe sd_recipe_sklearn;

/* The recipe called `name`; SPLITDATA_USAGE with the nearest name when there is none. */
int sd_recipe_find(const char *name, const struct sd_recipe **recipe,
                   struct splitdata_error *error);

#endif
