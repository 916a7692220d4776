/* SPDX-License-Identifier: MIT */
/* The R code of rsample (--print-code), and the shares that its functions take. */
#ifndef SD_RECIPE_RSAMPLE_CODE_H
#define SD_RECIPE_RSAMPLE_CODE_H

#include "algorithm/sizes.h"
#include "recipe/code.h"

/* prop[0], and of three parts prop[1]. SPLITDATA_USAGE for others. */
int sd_rsample_shares(const struct sd_part *part, size_t parts, double prop[2],
                      struct splitdata_error *error);

int sd_rsample_code(const struct sd_code_asked *asked, struct sd_code *code,
                    struct splitdata_error *error);

#endif
