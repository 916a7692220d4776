/* SPDX-License-Identifier: MIT */
/* From sizes as a person asks for them to numbers of rows or groups: what recipes have in common.
 */
#ifndef SD_ALGORITHM_SIZES_H
#define SD_ALGORITHM_SIZES_H

#include "base/error.h"
#include "base/size.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sd_recipe_options; /* recipe/parameters.h */

struct sd_sizes_asked {
    const struct sd_part *part;
    size_t parts; /* at least 2 */
    /* part[0] is train and part[1] is test, and one of the two may have no size (SD_SIZE_NONE): the
     * rule is the framework's. false: --parts, where every part has a size. */
    bool train_test;
    uint64_t n;       /* units to be shared out */
    const char *unit; /* "record" or "group", for messages */
    /* Multiply exactly, where the framework multiplies doubles, and refuse nothing: the sizes that
     * a person expects, to be told of the difference. */
    bool exact;
    const struct sd_recipe_options *options; /* what follows the recipe's name; NULL: defaults */
};

/* floor(share * n) of part number p, whose size is a share. */
uint64_t sd_share_floor(const struct sd_sizes_asked *asked, size_t p);

/* The rule of --parts: shares are cut at floor(c * n), c the exact sum of the shares so far as a
 * double; with counts or a rest, shares are floor(share * n). SPLITDATA_DATA when the parts take
 * more or less than all, or one would be empty (also with `exact`). */
int sd_sizes_of_parts(const struct sd_sizes_asked *asked, uint64_t *sizes,
                      struct splitdata_error *error);

/* SPLITDATA_DATA when a part has no unit. */
int sd_sizes_check_filled(const struct sd_sizes_asked *asked, const uint64_t *sizes,
                          struct splitdata_error *error);

/* For train and test, before sizes are computed: SPLITDATA_DATA when one asks for a number of units
 * that leaves none to the other. */
int sd_sizes_check_counts(const struct sd_sizes_asked *asked, struct splitdata_error *error);

/* For train and test, afterwards: SPLITDATA_DATA when both together have more than all units, or
 * one has none. */
int sd_sizes_check(const struct sd_sizes_asked *asked, const uint64_t sizes[2],
                   struct splitdata_error *error);

#endif
