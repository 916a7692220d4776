/* SPDX-License-Identifier: MIT */
/* The parts of a holdout split: their names and requested sizes. */
#ifndef SD_CONFIG_PARTS_H
#define SD_CONFIG_PARTS_H

#include "base/error.h"
#include "base/size.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sd_parts {
    struct sd_part *part;
    size_t count;
};

/* Reads "train=0.7,val=0.15,test=0.15"; with `names`, "train,val,test" as well. */
int sd_parts_parse(struct sd_parts *parts, const char *text, bool names,
                   struct splitdata_error *error);

/* Adds a part without a size. `option`, for messages: where the name comes from. */
int sd_parts_add(struct sd_parts *parts, const char *name, size_t length, const char *option,
                 struct splitdata_error *error);

/* Makes the two parts train and test. */
int sd_parts_train_test(struct sd_parts *parts, const struct sd_size *train,
                        const struct sd_size *test, struct splitdata_error *error);

void sd_parts_free(struct sd_parts *parts);

#endif
