/* SPDX-License-Identifier: MIT */
/* Libraries that make two parts, most of them by a call of scikit-learn. */
#ifndef SD_RECIPE_TWO_H
#define SD_RECIPE_TWO_H

#include "algorithm/draw.h"
#include "algorithm/sizes.h"
#include "recipe/recipe.h"

/* Train and test as arguments of a call. Of --parts, the rest is the one without a size, and where
 * shares are all, the second. */
struct sd_two_sizes {
    struct sd_part part[2];
    struct sd_sizes_asked asked;
};

/* SPLITDATA_USAGE for more parts than two. */
int sd_two_sizes(const struct sd_sizes_asked *asked, const char *recipe, struct sd_two_sizes *two,
                 struct splitdata_error *error);

/* Sizes of scikit-learn, of two parts. */
int sd_two_sizes_of_sklearn(const struct sd_sizes_asked *asked, const char *recipe, uint64_t *sizes,
                            struct splitdata_error *error);

/* The share of test, where it or that of train is given: a double of what the other leaves of 1.
 * SPLITDATA_USAGE for other sizes, with `call`, what the call takes. */
int sd_two_test_share(const char *recipe, const char *call, const struct sd_part *part,
                      size_t parts, double *share, struct splitdata_error *error);

/* ", train_size=0.8": the sizes as arguments, each after a comma. The code owns it. NULL and an
 * error: more parts. */
const char *sd_two_sizes_text(const struct sd_code_asked *asked, struct sd_code *code,
                              const char *recipe, const char *train, const char *test,
                              struct splitdata_error *error);

/* For order_classes: scikit-learn's order. SPLITDATA_DATA for records without a class, which the
 * libraries lose or do not take. */
int sd_two_order_classes(const char *recipe, const struct sd_recipe_class *classes, uint32_t count,
                         uint32_t *order, struct splitdata_error *error);

/* --- calls with a number as random_state ------------------------------------------------------ */

/* The seed as a number from 0 to 2**32 - 1, the state of recipe/calls.h. */
int sd_two_seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error);

/* RandomState(seed) of one call, and a draw by it. */
struct sd_two_call {
    uint32_t seed;
    struct splitdata_random random;
    struct sd_draw draw;
};

/* Takes the seed of this call. SPLITDATA_USAGE: a repeat whose seed has more than 32 bits. */
int sd_two_call(struct sd_two_call *call, const struct sd_draw *draw,
                struct splitdata_error *error);

/* The permutation of one call. */
int sd_two_permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error);

#endif
