/* SPDX-License-Identifier: MIT */
#include "algorithm/mode.h"

#include "base/sort.h"

#include <math.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

struct remainder {
    double value;
    uint32_t class;
};

/* Largest first; equal ones in class order. */
static int by_remainder(const void *left, const void *right)
{
    const struct remainder *a = left, *b = right;
    if (a->value != b->value)
        return a->value < b->value ? 1 : -1;
    return a->class < b->class ? -1 : a->class > b->class;
}

static int add_remainders(struct remainder *remainders, uint32_t classes, uint64_t need,
                          const struct sd_mode_rule *rule, uint64_t *taken,
                          const struct sd_draw *draw, struct splitdata_error *error)
{
    if (!sd_sort(remainders, classes, sizeof *remainders, by_remainder, draw->memory))
        return sd_fail_memory(error, "the classes");
    uint32_t begin = 0;
    while (need > 0 && begin < classes) {
        uint32_t end = begin + 1;
        while (end < classes && remainders[end].value == remainders[begin].value)
            end++;
        const uint64_t wanted = end - begin < need ? end - begin : need;
        int status =
            rule != NULL && rule->choose != NULL
                ? rule->choose(draw, remainders + begin, end - begin, sizeof *remainders, wanted,
                               error)
                : sd_draw_permute(draw, remainders + begin, end - begin, sizeof *remainders, error);
        if (status != SPLITDATA_OK)
            return status;
        for (; begin < end && need > 0; begin++, need--)
            taken[remainders[begin].class]++;
        begin = end;
    }
    return SPLITDATA_OK;
}

int sd_approximate_mode(const uint64_t *counts, uint32_t classes, uint64_t drawn,
                        const struct sd_mode_rule *rule, uint64_t *taken,
                        const struct sd_draw *draw, struct splitdata_error *error)
{
    const bool product_first = rule != NULL && rule->product_first;
    struct remainder *remainders =
        sd_memory_take(draw->memory, (uint64_t)classes + 1, sizeof *remainders);
    if (remainders == NULL)
        return sd_fail_memory(error, "the classes");
    uint64_t total = 0, given = 0;
    for (uint32_t c = 0; c < classes; c++)
        total += counts[c];
    for (uint32_t c = 0; c < classes; c++) {
        double share = (double)counts[c] / (double)total;
        double expected =
            product_first ? (double)(drawn * counts[c]) / (double)total : share * (double)drawn;
        taken[c] = (uint64_t)floor(expected);
        given += taken[c];
        remainders[c] = (struct remainder){expected - floor(expected), c};
    }
    int status = SPLITDATA_OK;
    if (drawn > given)
        status = add_remainders(remainders, classes, drawn - given, rule, taken, draw, error);
    sd_memory_free(remainders);
    return status;
}
