/* SPDX-License-Identifier: MIT */
#ifndef SD_RECIPE_SKLEARN_CODE_H
#define SD_RECIPE_SKLEARN_CODE_H

#include "recipe/code.h"

/* The calls of scikit-learn's model_selection. They leave train and test or, of several splits,
 * `folds` or `repeats`, a list of pairs; each part is rows of df. */
int sd_sklearn_code(const struct sd_code_asked *asked, struct sd_code *code,
                    struct splitdata_error *error);

#endif
