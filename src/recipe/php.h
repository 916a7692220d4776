/* SPDX-License-Identifier: MIT */
/* PHP's shuffle, which random-js has, too. */
#ifndef SD_RECIPE_PHP_H
#define SD_RECIPE_PHP_H

#include "recipe/recipe.h"

/* MT19937 seeded by an integer of 32 bits. */
int sd_php_seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error);

/* SPLITDATA_DATA for more than 2^31 - 1 items. */
int sd_php_permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error);

#endif
