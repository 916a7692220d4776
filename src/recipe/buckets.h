/* SPDX-License-Identifier: MIT */
/* Recipes by key that take the remainder of a hash: the first buckets are the first part's. */
#ifndef SD_RECIPE_BUCKETS_H
#define SD_RECIPE_BUCKETS_H

#include "recipe/recipe.h"

/* The first parameter of such a recipe. */
#define SD_BUCKETS_PARAMETER                                                                       \
    {                                                                                              \
        .name = "buckets", .usual = "100",                                                         \
        .summary = "how many; the first part has the first ratio x buckets, which must be whole",  \
        .kind = SD_PARAMETER_COUNT, .least = 2, .most = UINT64_C(1) << 53                          \
    }

static inline uint64_t sd_buckets(const struct sd_recipe_options *options)
{
    return options->value[0].number;
}

/* Remainders of digests, numbers whose most significant word comes first. */
enum { SD_MOST_DIGEST_WORDS = 8 };
struct sd_digest_buckets {
    uint64_t buckets;
    size_t words;                          /* of a digest */
    uint64_t weight[SD_MOST_DIGEST_WORDS]; /* of each word: its place value's remainder */
};

void sd_digest_buckets_begin(struct sd_digest_buckets *digests,
                             const struct sd_recipe_options *options, size_t words);
uint64_t sd_digest_bucket(const struct sd_digest_buckets *digests, const uint32_t *words);

/* The ranges of buckets, as key_ranges of recipe/recipe.h: part after part, from 0. SPLITDATA_USAGE
 * when a size is no share, when the shares do not sum to 1, or when a part's buckets are not whole
 * (with the number of buckets that makes them so). */
int sd_bucket_ranges(const struct sd_sizes_asked *asked, struct sd_cut *ranges,
                     struct splitdata_error *error);

#endif
