/* SPDX-License-Identifier: MIT */
/* The values of one column in the samples of train and of a part, sorted; and their histograms. */
#ifndef SD_CHECK_VALUES_H
#define SD_CHECK_VALUES_H

#include "check/picture.h"

struct sd_sample_value {
    double value; /* of a number; else 0 */
    const char *text;
    size_t length;
    bool part; /* else it is train's */
};

struct sd_values {
    struct sd_sample_value *item;
    size_t count;
    bool numbers; /* sorted as such; else by their bytes */
    double train, part;
};

/* The order in which they are sorted. */
int sd_sample_value_compare(const void *left, const void *right);

/* Fills bins, shares and bounds of a column. False: no memory. */
bool sd_values_draw(const struct sd_values *values, struct sd_picture_column *column);

#endif
