/* SPDX-License-Identifier: MIT */
/* Formulas shared by NumPy's two APIs. `u` is uniform on [0, 1). */
#ifndef SD_RNG_DISTRIBUTIONS_H
#define SD_RNG_DISTRIBUTIONS_H

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

#include <math.h>

static inline double sd_numpy_uniform(double u, double low, double high)
{
    double range = high - low;
    return low + range * u;
}

static inline double sd_numpy_triangular(double u, double left, double mode, double right)
{
    double base = right - left;
    double left_base = mode - left;
    double ratio = left_base / base;
    if (u <= ratio)
        return left + sqrt(u * (left_base * base));
    return right - sqrt((1.0 - u) * ((right - mode) * base));
}

#endif
