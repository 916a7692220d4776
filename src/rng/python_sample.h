/* SPDX-License-Identifier: MIT */
/* Python's random.sample of many values, in the array that is sampled. */
#ifndef SD_RNG_PYTHON_SAMPLE_H
#define SD_RNG_PYTHON_SAMPLE_H

#include "splitdata/random.h"

#include <stdbool.h>

/* Whether random.sample copies the population, and draws from the copy, because that is smaller
 * than the set which it would otherwise need. */
bool sd_python_sample_copies(uint64_t population, uint64_t size);

/* Such a sample of items[0..count-1]: its values become the last `size` items, the first of them
 * last; the others come before them. */
void sd_python_sample_in_place(struct splitdata_python *random, void *items, uint64_t count,
                               size_t item_size, uint64_t size);

#endif
