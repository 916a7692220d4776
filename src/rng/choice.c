/* SPDX-License-Identifier: MIT */
#include "rng/choice.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

size_t sd_bytes(uint64_t count, size_t item_size)
{
    return count <= (SIZE_MAX - 1) / item_size ? (size_t)count * item_size : SIZE_MAX;
}

static uint64_t slots_for(uint64_t size)
{
    uint64_t slots = 8;
    while (slots < 2 * size)
        slots *= 2;
    return slots;
}

size_t sd_chosen_bytes(uint64_t size)
{
    return size < (uint64_t)1 << 60 ? sd_bytes(slots_for(size), sizeof(uint64_t)) : SIZE_MAX;
}

void sd_chosen_init(struct sd_chosen *chosen, void *memory, uint64_t size)
{
    chosen->slots = memory;
    chosen->mask = slots_for(size) - 1;
    memset(memory, 0, sd_chosen_bytes(size));
}

int sd_chosen_add(struct sd_chosen *chosen, uint64_t value)
{
    uint64_t spread = value * 0x9e3779b97f4a7c15U; /* 2^64 / golden ratio: Fibonacci hashing */
    uint64_t at = (spread >> 32) & chosen->mask;
    while (chosen->slots[at] != 0) {
        if (chosen->slots[at] == value + 1)
            return 0;
        at = (at + 1) & chosen->mask;
    }
    chosen->slots[at] = value + 1;
    return 1;
}

size_t sd_first_above(const double *sums, size_t count, double u)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sums[middle] > u)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Cumulative sums divided by the last one. */
static void distribution(double *sums, const double *weights, size_t count)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum = i == 0 ? weights[0] : sum + weights[i];
        sums[i] = sum;
    }
    for (size_t i = 0; i < count; i++)
        sums[i] /= sum;
}

/* Each round draws as many doubles as values are missing, drops repeated values, and gives the
 * values found probability 0 in the next round. `left` holds the remaining probabilities. */
static void choose_without_replacement(sd_draw_double *draw, void *generator,
                                       const struct splitdata_choice *choice, uint64_t *out)
{
    size_t count = (size_t)choice->population;
    double *sums = choice->work;
    double *left = sums + count;
    memcpy(left, choice->weights, count * sizeof *left);
    for (uint64_t found = 0; found < choice->size;) {
        distribution(sums, left, count);
        for (uint64_t missing = choice->size - found; missing > 0; missing--) {
            size_t index = sd_first_above(sums, count, draw(generator));
            if (index < count && left[index] > 0.0) {
                left[index] = 0.0;
                out[found++] = index;
            }
        }
    }
}

void sd_choose_weighted(sd_draw_double *draw, void *generator,
                        const struct splitdata_choice *choice, uint64_t *out)
{
    if (!choice->replace) {
        choose_without_replacement(draw, generator, choice, out);
        return;
    }
    size_t count = (size_t)choice->population;
    double *sums = choice->work;
    distribution(sums, choice->weights, count);
    for (uint64_t i = 0; i < choice->size; i++)
        out[i] = sd_first_above(sums, count, draw(generator));
}

/* Kahan summation, which NumPy uses for its check. */
static double careful_sum(const double *weights, size_t count)
{
    double sum = weights[0], lost = 0.0;
    for (size_t i = 1; i < count; i++) {
        double y = weights[i] - lost;
        double t = sum + y;
        lost = (t - sum) - y;
        sum = t;
    }
    return sum;
}

static int check_probabilities(const struct splitdata_choice *choice, uint64_t *positive,
                               struct splitdata_error *error)
{
    size_t count = (size_t)choice->population;
    double sum = careful_sum(choice->weights, count);
    if (isnan(sum))
        return sd_fail(error, SPLITDATA_USAGE, "probabilities contain NaN");
    *positive = 0;
    for (size_t i = 0; i < count; i++) {
        if (choice->weights[i] < 0.0)
            return sd_fail(error, SPLITDATA_USAGE, "probabilities are not non-negative");
        *positive += choice->weights[i] > 0.0;
    }
    if (fabs(sum - 1.0) > 1.4901161193847656e-08) /* the square root of 2^-52, NumPy's tolerance */
        return sd_fail(error, SPLITDATA_USAGE, "probabilities do not sum to 1");
    return SPLITDATA_OK;
}

int sd_check_numpy_choice(const struct splitdata_choice *choice, const char *larger,
                          struct splitdata_error *error)
{
    uint64_t positive = choice->population;
    if (choice->population > INT64_MAX)
        return sd_fail(error, SPLITDATA_USAGE, "a must be at most 2**63 - 1");
    if (choice->population == 0) {
        if (choice->size == 0)
            return SPLITDATA_OK;
        return sd_fail(error, SPLITDATA_USAGE,
                       "a must be greater than 0 unless no samples are taken");
    }
    if (choice->weights != NULL) {
        int status = check_probabilities(choice, &positive, error);
        if (status != SPLITDATA_OK)
            return status;
    }
    if (!choice->replace && choice->size > choice->population)
        return sd_fail(error, SPLITDATA_USAGE, "%s", larger);
    if (!choice->replace && choice->size > positive)
        return sd_fail(error, SPLITDATA_USAGE, "Fewer non-zero entries in p than size");
    return SPLITDATA_OK;
}
