/* SPDX-License-Identifier: MIT */
/* The part of the recipe `tensorflow` that is tf.data's: functions of recipe/recipe.h. */
#ifndef SD_RECIPE_TENSORFLOW_DATA_H
#define SD_RECIPE_TENSORFLOW_DATA_H

#include "recipe/recipe.h"

/* The parameters after the first one, the buckets of --hash. */
#define SD_TENSORFLOW_BUFFER                                                                       \
    {                                                                                              \
        .name = "buffer", .summary = "rows of the shuffle's buffer; all rows unless given",        \
        .kind = SD_PARAMETER_COUNT, .least = 1, .most = INT64_MAX                                  \
    }
#define SD_TENSORFLOW_GLOBAL                                                                       \
    {                                                                                              \
        .name = "global",                                                                          \
        .summary = "the seed of tf.random.set_seed, where that was called before",                 \
        .kind = SD_PARAMETER_COUNT, .most = INT64_MAX                                              \
    }

int sd_tensorflow_seed(struct splitdata_random *random, const char *text,
                       const struct sd_recipe_options *options, struct splitdata_error *error);
int sd_tensorflow_sizes(const struct sd_sizes_asked *asked, uint64_t *sizes,
                        struct splitdata_error *error);
int sd_tensorflow_permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                          const struct sd_shuffle_progress *progress,
                          struct splitdata_error *error);
int sd_tensorflow_data_code(const struct sd_code_asked *asked, struct sd_code *code,
                            struct splitdata_error *error);

#endif
