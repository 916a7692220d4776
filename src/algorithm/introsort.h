/* SPDX-License-Identifier: MIT */
/* NumPy's sort before it was specialised by processor: its order of equal keys. */
#ifndef SD_ALGORITHM_INTROSORT_H
#define SD_ALGORITHM_INTROSORT_H

#include <stdint.h>

/* order[0..count-1] = numpy.argsort(keys) of 64-bit integers as in NumPy up to 1.24, and in later
 * releases on processors without AVX2 (numpy/core/src/npysort/quicksort.cpp): quicksort with the
 * median of three, insertion sort up to 16 items, heapsort beyond a recursion limit. */
void sd_introsort(uint32_t *order, const uint64_t *keys, uint32_t count);

#endif
