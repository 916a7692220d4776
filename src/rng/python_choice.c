/* SPDX-License-Identifier: MIT */
/* Python's random.sample and random.choices. */
#include "splitdata/random.h"

#include "base/error.h"
#include "rng/choice.h"
#include "rng/python_sample.h"

#include <math.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* The set has 21 slots, and for more than 5 values as many more as the smallest power of 4 that is
 * at least three times their number. */
bool sd_python_sample_copies(uint64_t population, uint64_t size)
{
    uint64_t set = 21;
    if (size > 5) {
        uint64_t table = 1;
        while (table < 3 * size && table < (uint64_t)1 << 62)
            table *= 4;
        set += table;
    }
    return population <= set;
}

static bool copies_population(const struct splitdata_choice *choice)
{
    return sd_python_sample_copies(choice->population, choice->size);
}

size_t splitdata_python_choice_work(const struct splitdata_choice *choice)
{
    if (choice->replace)
        return choice->weights != NULL ? sd_bytes(choice->population, sizeof(double)) : 0;
    if (copies_population(choice))
        return sd_bytes(choice->population, sizeof(uint64_t));
    return sd_chosen_bytes(choice->size);
}

static void sample(struct splitdata_python *random, const struct splitdata_choice *choice,
                   uint64_t *out)
{
    uint64_t n = choice->population;
    if (copies_population(choice)) {
        uint64_t *pool = choice->work;
        for (uint64_t i = 0; i < n; i++)
            pool[i] = i;
        for (uint64_t i = 0; i < choice->size; i++) {
            uint64_t j = splitdata_python_randbelow(random, n - i);
            out[i] = pool[j];
            pool[j] = pool[n - i - 1];
        }
        return;
    }
    struct sd_chosen chosen;
    sd_chosen_init(&chosen, choice->work, choice->size);
    for (uint64_t i = 0; i < choice->size; i++) {
        do {
            out[i] = splitdata_python_randbelow(random, n);
        } while (!sd_chosen_add(&chosen, out[i]));
    }
}

static int choose_weighted(struct splitdata_python *random, const struct splitdata_choice *choice,
                           uint64_t *out, struct splitdata_error *error)
{
    size_t count = (size_t)choice->population;
    double *sums = choice->work;
    for (size_t i = 0; i < count; i++)
        sums[i] = i == 0 ? choice->weights[0] : sums[i - 1] + choice->weights[i];
    double total = sums[count - 1];
    if (total <= 0.0)
        return sd_fail(error, SPLITDATA_USAGE, "Total of weights must be greater than zero");
    if (!isfinite(total))
        return sd_fail(error, SPLITDATA_USAGE, "Total of weights must be finite");
    for (uint64_t i = 0; i < choice->size; i++)
        out[i] = sd_first_above(sums, count - 1, splitdata_python_random(random) * total);
    return SPLITDATA_OK;
}

int splitdata_python_choice(struct splitdata_python *random, const struct splitdata_choice *choice,
                            uint64_t *out, struct splitdata_error *error)
{
    if (!choice->replace) {
        if (choice->weights != NULL)
            return sd_fail(error, SPLITDATA_USAGE, "sample takes no weights, choices does");
        if (choice->size > choice->population)
            return sd_fail(error, SPLITDATA_USAGE, "Sample larger than population or is negative");
        sample(random, choice, out);
        return SPLITDATA_OK;
    }
    if (choice->population == 0 && choice->size > 0)
        return sd_fail(error, SPLITDATA_USAGE, "Cannot choose from an empty population");
    if (choice->weights != NULL && choice->population > 0)
        return choose_weighted(random, choice, out, error);
    for (uint64_t i = 0; i < choice->size; i++)
        out[i] = (uint64_t)floor(splitdata_python_random(random) * (double)choice->population);
    return SPLITDATA_OK;
}
