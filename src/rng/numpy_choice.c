/* SPDX-License-Identifier: MIT */
/* numpy.random.RandomState.choice. */
#include "splitdata/random.h"

#include "rng/choice.h"

#include <string.h>

size_t splitdata_numpy_choice_work(const struct splitdata_choice *choice)
{
    if (choice->weights != NULL)
        return sd_bytes(choice->population, 2 * sizeof(double));
    return choice->replace ? 0 : sd_bytes(choice->population, sizeof(uint64_t));
}

static double draw_double(void *generator)
{
    return splitdata_numpy_random_sample(generator);
}

int splitdata_numpy_choice(struct splitdata_numpy *random, const struct splitdata_choice *choice,
                           uint64_t *out, struct splitdata_error *error)
{
    int status = sd_check_numpy_choice(
        choice, "Cannot take a larger sample than population when 'replace=False'", error);
    if (status != SPLITDATA_OK || choice->population == 0)
        return status;
    if (choice->weights != NULL) {
        sd_choose_weighted(draw_double, random, choice, out);
    } else if (choice->replace) {
        for (uint64_t i = 0; i < choice->size; i++)
            out[i] = splitdata_numpy_interval(random, choice->population - 1);
    } else {
        uint64_t *order = choice->work;
        splitdata_numpy_permutation_u64(random, order, choice->population);
        memcpy(out, order, (size_t)choice->size * sizeof *out);
    }
    return SPLITDATA_OK;
}
