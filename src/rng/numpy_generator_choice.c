/* SPDX-License-Identifier: MIT */
/* numpy.random.Generator.choice. */
#include "splitdata/random.h"

#include "rng/choice.h"
#include "rng/numpy_generator.h"

#include <string.h>

/* Without replacement: shuffle the tail of the population if it is large and the sample is not
 * relatively small, else use R. Floyd's method (CACM 30, 1987), which needs no population. */
static int shuffles_tail(const struct splitdata_choice *choice)
{
    uint64_t cutoff = choice->keep_order ? 20 : 50;
    return choice->population > 10000 && choice->size > choice->population / cutoff;
}

size_t splitdata_numpy_generator_choice_work(const struct splitdata_choice *choice)
{
    if (choice->weights != NULL)
        return sd_bytes(choice->population, 2 * sizeof(double));
    if (choice->replace)
        return 0;
    if (shuffles_tail(choice))
        return sd_bytes(choice->population, sizeof(uint64_t));
    return sd_chosen_bytes(choice->size);
}

static double draw_double(void *generator)
{
    return splitdata_numpy_generator_random(generator);
}

static void swap(uint64_t *items, uint64_t i, uint64_t j)
{
    uint64_t kept = items[i];
    items[i] = items[j];
    items[j] = kept;
}

static void choose_tail(struct splitdata_numpy_generator *random,
                        const struct splitdata_choice *choice, uint64_t *out)
{
    uint64_t *order = choice->work;
    uint64_t n = choice->population, first = n - choice->size;
    for (uint64_t i = 0; i < n; i++)
        order[i] = i;
    for (uint64_t i = n - 1; i >= (first > 0 ? first : 1); i--)
        swap(order, i, sd_numpy_generator_lemire(random, i));
    memcpy(out, order + first, (size_t)choice->size * sizeof *out);
}

static void choose_floyd(struct splitdata_numpy_generator *random,
                         const struct splitdata_choice *choice, uint64_t *out)
{
    struct sd_chosen chosen;
    sd_chosen_init(&chosen, choice->work, choice->size);
    uint64_t first = choice->population - choice->size;
    for (uint64_t i = 0; i < choice->size; i++) {
        out[i] = sd_numpy_generator_lemire(random, first + i);
        if (!sd_chosen_add(&chosen, out[i])) {
            out[i] = first + i;
            sd_chosen_add(&chosen, out[i]);
        }
    }
    for (uint64_t i = choice->size; !choice->keep_order && i-- > 1;)
        swap(out, i, sd_numpy_generator_lemire(random, i));
}

int splitdata_numpy_generator_choice(struct splitdata_numpy_generator *random,
                                     const struct splitdata_choice *choice, uint64_t *out,
                                     struct splitdata_error *error)
{
    int status = sd_check_numpy_choice(
        choice, "Cannot take a larger sample than population when replace is False", error);
    if (status != SPLITDATA_OK || choice->population == 0)
        return status;
    if (choice->weights != NULL) {
        sd_choose_weighted(draw_double, random, choice, out);
    } else if (choice->replace) {
        for (uint64_t i = 0; i < choice->size; i++)
            out[i] = sd_numpy_generator_lemire(random, choice->population - 1);
    } else if (shuffles_tail(choice)) {
        choose_tail(random, choice, out);
    } else {
        choose_floyd(random, choice, out);
    }
    return SPLITDATA_OK;
}
