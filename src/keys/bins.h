/* SPDX-License-Identifier: MIT */
/*
 * Sorts numbers into bins, for stratification: the edges and the arithmetic of pandas 3.1
 * (pandas.qcut with duplicates='drop', pandas.cut; NumPy's linear quantiles).
 *
 * q10: ten quantiles. Edge i of 10 is the quantile i/10 of all rows (if i/10 is no double, the next
 * double above), interpolated between the two nearest rows; equal edges count once. w5: five bins
 * of equal width from the smallest to the largest value, with the first edge lowered by a
 * thousandth of the whole width (if there is a single value v, the bins span v - 0.001 |v| to v +
 * 0.001 |v|; 0.001 to both sides if v is 0). A value belongs to the first bin whose upper edge is
 * not below it.
 */
#ifndef SD_KEYS_BINS_H
#define SD_KEYS_BINS_H

#include "base/error.h"
#include "base/memory.h"

#include <stddef.h>
#include <stdint.h>

enum sd_binning { SD_BINS_NONE, SD_BINS_QUANTILES, SD_BINS_WIDTHS };

struct sd_bins {
    enum sd_binning kind;
    uint32_t count; /* 1 or more */
    /* Set by sd_bins_assign. */
    uint32_t made;       /* bins: fewer than `count` if quantiles coincide */
    uint32_t used;       /* those that have a value */
    uint32_t coinciding; /* edges that are equal to another one */
};

/* A value and the number of rows that have it. */
struct sd_counted {
    double value;
    uint64_t rows;
    uint32_t code;
    uint32_t bin; /* set by sd_bins_assign */
};

/* Reads "q10" or "w5". SPLITDATA_USAGE. */
int sd_bins_parse(struct sd_bins *bins, const char *text, size_t length,
                  struct splitdata_error *error);

/* Sorts values[0..count-1] (finite, count 1 or more) and sets the bin of each, from 0, and what
 * *bins says of the result. `memory` provides space for sorting. SPLITDATA_SYSTEM: no memory. */
int sd_bins_assign(struct sd_bins *bins, struct sd_counted *values, size_t count,
                   struct sd_memory *memory, struct splitdata_error *error);

#endif
