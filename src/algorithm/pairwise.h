/* SPDX-License-Identifier: MIT */
/* NumPy's sum of doubles: in pairs of halves, whose order of additions decides the last bits. */
#ifndef SD_ALGORITHM_PAIRWISE_H
#define SD_ALGORITHM_PAIRWISE_H

#include <stddef.h>

/* numpy.add.reduce over a contiguous axis (pairwise_sum of numpy/_core/src/umath/loops_utils.h.src,
 * NumPy 1.9 to 2.4). */
double sd_pairwise_sum(const double *values, size_t count);

/* numpy.std(values) with ddof 0; `room` holds `count` doubles and must not be `values`. */
double sd_pairwise_std(const double *values, size_t count, double *room);

#endif
