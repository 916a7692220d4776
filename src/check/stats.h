/* SPDX-License-Identifier: MIT */
/* Tails of the distributions that the checks use. */
#ifndef SD_CHECK_STATS_H
#define SD_CHECK_STATS_H

#include <stddef.h>
#include <stdint.h>

/* ln(n!). */
double sd_log_factorial(uint64_t n);

/* ln of the number of ways to choose k of n; k <= n. */
double sd_log_choose(uint64_t n, uint64_t k);

/* The probability that a sample of `drawn` of `all` has none of `marked`: hypergeometric. */
double sd_none_drawn(uint64_t all, uint64_t marked, uint64_t drawn);

/* The probability that it has `least` of `marked` or more. */
double sd_many_drawn(uint64_t all, uint64_t marked, uint64_t drawn, uint64_t least);

/* The probability that a standard normal variable is at least |z| away from 0. */
double sd_normal_p(double z);

/* The probability of more than `x` of a chi-squared variable. */
double sd_chi_squared_p(double x, double degrees);

/* The probability of a Kolmogorov-Smirnov distance of at least `d` between samples of n and m of
 * one continuous distribution, in the limit. */
double sd_kolmogorov_p(double d, double n, double m);

#endif
