/* SPDX-License-Identifier: MIT */
/* Rules of scikit-learn that other frameworks have taken. */
#ifndef SD_RECIPE_SKLEARN_H
#define SD_RECIPE_SKLEARN_H

#include "algorithm/sizes.h"

/* The sizes of train_test_split (_validate_shuffle_split); of --parts, those of
 * sd_sizes_of_parts. */
int sd_sklearn_sizes(const struct sd_sizes_asked *asked, uint64_t *sizes,
                     struct splitdata_error *error);

#endif
