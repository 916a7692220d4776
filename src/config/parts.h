/* SPDX-License-Identifier: MIT */
/* The parts of a holdout split: their names, the sizes asked for, and what these are in records. */
#ifndef SD_CONFIG_PARTS_H
#define SD_CONFIG_PARTS_H

#include "base/error.h"
#include "base/size.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sd_part {
    char *name;
    struct sd_size size;
};

struct sd_parts {
    struct sd_part *part;
    size_t count;
};

/* Reads "train=0.7,val=0.15,test=0.15". */
int sd_parts_parse(struct sd_parts *parts, const char *text, struct splitdata_error *error);

/* Adds a part of no size; `option` names where its name comes from. */
int sd_parts_add(struct sd_parts *parts, const char *name, size_t length, const char *option,
                 struct splitdata_error *error);

/* The two parts train and test. */
int sd_parts_train_test(struct sd_parts *parts, const struct sd_size *train,
                        const struct sd_size *test, struct splitdata_error *error);

/* Sizes sizes[0..count-1] of `n` units ("record" or "group", for messages), by the rules of
 * --parts: shares are cut at floor(c * n), c the exact sum of the shares so far as a double; with
 * counts or a rest, shares are floor(share * n). With `exact` the products are exact, too: what a
 * person expects, to be told of the difference. */
int sd_parts_sizes(const struct sd_parts *parts, uint64_t n, const char *unit, bool exact,
                   uint64_t *sizes, struct splitdata_error *error);

void sd_parts_free(struct sd_parts *parts);

#endif
