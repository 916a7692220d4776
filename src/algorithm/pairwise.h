/* SPDX-License-Identifier: MIT */
/* NumPy's pairwise summation of doubles: its order of additions determines the last bits. */
#ifndef SD_ALGORITHM_PAIRWISE_H
#define SD_ALGORITHM_PAIRWISE_H

#include <stddef.h>

/* numpy.add.reduce over a contiguous axis (pairwise_sum of numpy/_core/src/umath/loops_utils.h.src,
 * NumPy 1.9 to 2.4). */
double sd_pairwise_sum(const double *values, size_t count);

/* numpy.std(values) with ddof 0; `room` has space for `count` doubles and must differ from
 * `values`. */
double sd_pairwise_std(const double *values, size_t count, double *room);

#endif
