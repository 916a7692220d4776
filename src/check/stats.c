/* SPDX-License-Identifier: MIT */
#include "check/stats.h"

#include <math.h>

enum { TERMS = 10000, SMALL = 256 };

static const double precision = 1e-15;

/* ln of the gamma function, x > 0: Stirling's series, after a shift to where it converges. */
static double log_gamma(double x)
{
    static const double half_log_two_pi = 0.91893853320467274178;
    double shift = 0;
    while (x < 16) {
        shift -= log(x);
        x += 1;
    }
    const double r = 1 / (x * x);
    const double series =
        (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188))))) / x;
    return shift + (x - 0.5) * log(x) - x + half_log_two_pi + series;
}

double sd_log_factorial(uint64_t n)
{
    return n < 2 ? 0 : log_gamma((double)n + 1);
}

double sd_log_choose(uint64_t n, uint64_t k)
{
    return sd_log_factorial(n) - sd_log_factorial(k) - sd_log_factorial(n - k);
}

double sd_none_drawn(uint64_t all, uint64_t marked, uint64_t drawn)
{
    if (marked > all || drawn > all - marked)
        return 0;
    if (drawn >= SMALL && marked >= SMALL)
        return exp(sd_log_choose(all - marked, drawn) - sd_log_choose(all, drawn));
    /* A product is exact where the difference of two large logarithms is not. */
    const uint64_t few = drawn < marked ? drawn : marked, many = drawn < marked ? marked : drawn;
    double p = 1;
    for (uint64_t i = 0; i < few; i++)
        p *= (double)(all - many - i) / (double)(all - i);
    return p;
}

double sd_many_drawn(uint64_t all, uint64_t marked, uint64_t drawn, uint64_t least)
{
    const uint64_t most = marked < drawn ? marked : drawn;
    const uint64_t fewest = drawn > all - marked ? drawn - (all - marked) : 0;
    double p = 0;
    if (least <= fewest)
        return 1;
    for (uint64_t x = least; x <= most; x++) {
        const double term = exp(sd_log_choose(marked, x) + sd_log_choose(all - marked, drawn - x) -
                                sd_log_choose(all, drawn));
        p += term;
        if (term < p * precision && (double)x > (double)marked * (double)drawn / (double)all)
            break;
    }
    return fmin(p, 1);
}

double sd_normal_p(double z)
{
    return erfc(fabs(z) / sqrt(2));
}

/* The upper regularized incomplete gamma function: by its series, or by Lentz's way to evaluate the
 * continued fraction. */
static double upper_gamma(double a, double x)
{
    if (x <= 0)
        return 1;
    const double scale = exp(a * log(x) - x - log_gamma(a));
    if (x < a + 1) {
        double term = 1 / a, sum = term;
        for (int i = 1; i < TERMS && term > sum * precision; i++) {
            term *= x / (a + i);
            sum += term;
        }
        return 1 - sum * scale;
    }
    const double tiny = 1e-300;
    double b = x + 1 - a, c = 1 / tiny, d = 1 / b, h = d;
    for (int i = 1; i < TERMS; i++) {
        const double n = -i * (i - a);
        b += 2;
        d = n * d + b;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        c = b + n / c;
        c = fabs(c) < tiny ? tiny : c;
        h *= d * c;
        if (fabs(d * c - 1) < precision)
            break;
    }
    return scale * h;
}

double sd_chi_squared_p(double x, double degrees)
{
    return degrees > 0 ? upper_gamma(degrees / 2, x / 2) : 1;
}

double sd_kolmogorov_p(double d, double n, double m)
{
    const double lambda = d * sqrt(n * m / (n + m));
    double sum = 0;
    if (lambda < 0.2) /* the series converges slowly; the sum is 1 to 13 digits */
        return 1;
    for (int k = 1; k < TERMS; k++) {
        const double term = exp(-2 * k * k * lambda * lambda);
        sum += k % 2 != 0 ? term : -term;
        if (term < precision)
            break;
    }
    return sum > 0.5 ? 1 : 2 * sum;
}
