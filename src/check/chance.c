/* SPDX-License-Identifier: MIT */
#include "check/chance.h"

#include "check/stats.h"

#include <math.h>
#include <stdlib.h>

void sd_chance_begin(struct sd_chance *chance, uint64_t part_rows, uint64_t train_rows)
{
    const double all = (double)part_rows + (double)train_rows;
    *chance = (struct sd_chance){.share = all > 0 ? (double)part_rows / all : 0, .exact = true};
}

/* The probability that `x` of `k` records come into the part. */
static double dealt(double share, uint64_t k, uint64_t x)
{
    if (share <= 0 || share >= 1)
        return x == (share <= 0 ? 0 : k) ? 1 : 0;
    return exp(sd_log_choose(k, x) + (double)x * log(share) + (double)(k - x) * log1p(-share));
}

/* Fills p[0..k]: how many records of a class count. From the distribution of those in the part,
 * what does not count is moved: none of the class is in train, or train has only one label l, and
 * then those of l do not count. */
static void distribute(const struct sd_chance *chance, const uint64_t *labels, size_t count,
                       bool differ, uint64_t k, double *p)
{
    const double f = chance->share;
    for (uint64_t x = 0; x <= k; x++)
        p[x] = dealt(f, k, x);
    const double none = pow(f, (double)k);
    p[k] -= none;
    p[0] += none;
    for (size_t l = 0; differ && l < count; l++) {
        const double others = pow(f, (double)(k - labels[l]));
        for (uint64_t t = 1; t < labels[l]; t++) {
            const double moved = others * dealt(f, labels[l], t);
            p[k - labels[l] + t] -= moved;
            p[k - labels[l]] += moved;
        }
    }
}

/* The mean and the variance of a large class, as if train always had a record that it differs
 * from: never less than the truth by more than k f^k. */
static void large_moments(const struct sd_chance *chance, uint64_t k, double *mean,
                          double *variance)
{
    *mean = (double)k * chance->share;
    *variance = *mean * (1 - chance->share);
}

/* Adds one class to the exact distribution. */
static bool convolve(struct sd_chance *chance, const double *p, uint64_t k)
{
    const size_t most = chance->most + (size_t)k;
    double *sum = calloc(most + 1, sizeof *sum);
    if (sum == NULL)
        return false;
    for (size_t x = 0; x <= chance->most; x++) {
        const double before = chance->sum != NULL ? chance->sum[x] : 1;
        for (uint64_t y = 0; y <= k; y++)
            sum[x + y] += before * p[y];
    }
    free(chance->sum);
    chance->sum = sum;
    chance->most = most;
    return true;
}

bool sd_chance_add(struct sd_chance *chance, const uint64_t *labels, size_t count, bool differ,
                   uint64_t weight)
{
    uint64_t k = 0;
    double p[SD_CHANCE_CLASS + 1], mean = 0, square = 0, variance;
    for (size_t l = 0; l < count; l++)
        k += labels[l];
    if (k < 2 || (differ && count < 2) || weight == 0)
        return true;
    if (k > SD_CHANCE_CLASS) {
        large_moments(chance, k, &mean, &variance);
    } else {
        distribute(chance, labels, count, differ, k, p);
        for (uint64_t x = 1; x <= k; x++) {
            mean += (double)x * p[x];
            square += (double)x * (double)x * p[x];
        }
        variance = square - mean * mean;
    }
    chance->mean += (double)weight * mean;
    chance->variance += (double)weight * variance;
    chance->largest = fmax(chance->largest, (double)k);
    chance->exact = chance->exact && k <= SD_CHANCE_CLASS && weight <= SD_CHANCE_EXACT &&
                    chance->most + weight * k <= SD_CHANCE_EXACT;
    for (uint64_t i = 0; i < weight && chance->exact; i++) {
        if (!convolve(chance, p, k))
            return false;
    }
    return true;
}

double sd_chance_p(const struct sd_chance *chance, uint64_t observed)
{
    double p = 0;
    if (observed == 0)
        return 1;
    if (chance->exact) {
        for (size_t x = chance->most; x >= observed && x > 0; x--)
            p += chance->sum[x];
        return fmin(p, 1);
    }
    const double excess = (double)observed - chance->mean;
    if (excess <= 0)
        return 1;
    return exp(-excess * excess / (2 * (chance->variance + chance->largest * excess / 3)));
}

void sd_chance_end(struct sd_chance *chance)
{
    free(chance->sum);
    chance->sum = NULL;
}
