/* SPDX-License-Identifier: MIT */
/* NumPy's sort before it had one for each processor: the order in which it leaves equal keys. */
#ifndef SD_ALGORITHM_INTROSORT_H
#define SD_ALGORITHM_INTROSORT_H

#include <stdint.h>

/* order[0..count-1] = numpy.argsort(keys) of 64-bit integers as NumPy up to 1.24 gives it, and
 * later ones do on processors without AVX2 (numpy/core/src/npysort/quicksort.cpp): quicksort with
 * the median of three, insertion sort for up to 16, heapsort where it goes too deep. */
void sd_introsort(uint32_t *order, const uint64_t *keys, uint32_t count);

#endif
