/* SPDX-License-Identifier: MIT */
#include "algorithm/pairwise.h"

#include <math.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* Up to BLOCK values are summed in eight interleaved sums. */
enum { BLOCK = 128, RUNS = 8 };

static double sum_block(const double *values, size_t count)
{
    double run[RUNS];
    size_t i = RUNS;
    for (size_t r = 0; r < RUNS; r++)
        run[r] = values[r];
    for (; i + RUNS <= count; i += RUNS) {
        for (size_t r = 0; r < RUNS; r++)
            run[r] += values[i + r];
    }
    double sum = ((run[0] + run[1]) + (run[2] + run[3])) + ((run[4] + run[5]) + (run[6] + run[7]));
    for (; i < count; i++)
        sum += values[i];
    return sum;
}

double sd_pairwise_sum(const double *values, size_t count)
{
    if (count > BLOCK) {
        size_t half = count / 2;
        half -= half % RUNS;
        return sd_pairwise_sum(values, half) + sd_pairwise_sum(values + half, count - half);
    }
    if (count >= RUNS)
        return sum_block(values, count);
    double sum = 0.0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

double sd_pairwise_std(const double *values, size_t count, double *room)
{
    double mean = sd_pairwise_sum(values, count) / (double)count;
    for (size_t i = 0; i < count; i++) {
        double off = values[i] - mean;
        room[i] = off * off;
    }
    return sqrt(sd_pairwise_sum(room, count) / (double)count);
}
