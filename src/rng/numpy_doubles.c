/* SPDX-License-Identifier: MIT */
/* numpy.random.RandomState: the doubles. */
#include "splitdata/random.h"

#include "rng/distributions.h"
#include "rng/elementary.h"
#include "rng/mt19937.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

double splitdata_numpy_random_sample(struct splitdata_numpy *random)
{
    return sd_mt19937_double(&random->twister);
}

double splitdata_numpy_uniform(struct splitdata_numpy *random, double low, double high)
{
    return sd_numpy_uniform(splitdata_numpy_random_sample(random), low, high);
}

double splitdata_numpy_standard_exponential(struct splitdata_numpy *random)
{
    return -sd_log(1.0 - splitdata_numpy_random_sample(random));
}

double splitdata_numpy_exponential(struct splitdata_numpy *random, double scale)
{
    return scale * splitdata_numpy_standard_exponential(random);
}

double splitdata_numpy_triangular(struct splitdata_numpy *random, double left, double mode,
                                  double right)
{
    return sd_numpy_triangular(splitdata_numpy_random_sample(random), left, mode, right);
}

/* Marsaglia's polar method: a point in the unit disc gives two values. */
double splitdata_numpy_standard_normal(struct splitdata_numpy *random)
{
    if (random->has_gauss) {
        double gauss = random->gauss;
        random->gauss = 0.0;
        random->has_gauss = 0;
        return gauss;
    }
    double x, y, square;
    do {
        x = 2.0 * splitdata_numpy_random_sample(random) - 1.0;
        y = 2.0 * splitdata_numpy_random_sample(random) - 1.0;
        square = x * x + y * y;
    } while (square >= 1.0 || square == 0.0);
    double factor = sqrt(-2.0 * sd_log(square) / square);
    random->gauss = factor * x;
    random->has_gauss = 1;
    return factor * y;
}

double splitdata_numpy_normal(struct splitdata_numpy *random, double loc, double scale)
{
    return loc + scale * splitdata_numpy_standard_normal(random);
}
