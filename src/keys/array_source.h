/* SPDX-License-Identifier: MIT */
/* Fields of key columns from arrays in memory. */
#ifndef SD_KEYS_ARRAY_SOURCE_H
#define SD_KEYS_ARRAY_SOURCE_H

#include "keys/key_set.h"
#include "splitdata/plan.h"

/* The columns, and their names for sd_columns_find. */
struct sd_key_arrays {
    const struct splitdata_column *column; /* borrowed */
    struct sd_columns names;               /* whose strings are borrowed */
};

/* Checks the columns' types and widths. Life: zeroed, sd_key_arrays_begin, sd_key_arrays_end. */
int sd_key_arrays_begin(struct sd_key_arrays *arrays, const struct splitdata_column *columns,
                        size_t count, struct splitdata_error *error);
void sd_key_arrays_end(struct sd_key_arrays *arrays);

/* Fills *source but for the rows that take part; all stays where it is while it is used. */
void sd_array_source_begin(struct sd_key_source *source, const struct sd_key_arrays *arrays,
                           const struct splitdata_options *options, unsigned threads,
                           struct sd_memory *memory);

#endif
