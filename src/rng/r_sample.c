/* SPDX-License-Identifier: MIT */
/* R's sample. */
#include "splitdata/random.h"

#include "base/error.h"
#include "rng/choice.h"
#include "rng/r_sample.h"
#include "rng/shuffle.h"

#include <math.h>
#include <string.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

enum { MOST_LABELS = 200 };

size_t splitdata_r_sample_work(const struct splitdata_choice *choice)
{
    if (choice->weights != NULL)
        return sd_bytes(choice->population, sizeof(double) + sizeof(uint64_t));
    if (choice->replace || choice->size < 2)
        return 0;
    if (sd_r_draws_again(choice->population, choice->size))
        return sd_chosen_bytes(choice->size);
    return sd_bytes(choice->population, sizeof(uint64_t));
}

static void sample(struct splitdata_r *random, const struct splitdata_choice *choice, uint64_t *out)
{
    const uint64_t n = choice->population;
    if (choice->replace || choice->size < 2) {
        for (uint64_t i = 0; i < choice->size; i++)
            out[i] = splitdata_r_index(random, n);
        return;
    }
    if (sd_r_draws_again(n, choice->size)) {
        struct sd_chosen chosen;
        sd_chosen_init(&chosen, choice->work, choice->size);
        for (uint64_t i = 0; i < choice->size; i++) {
            do {
                out[i] = splitdata_r_index(random, n);
            } while (!sd_chosen_add(&chosen, out[i]));
        }
        return;
    }
    sd_identity_u64(choice->work, n);
    sd_r_sample_to_front(random, choice->work, n, sizeof *out, choice->size);
    memcpy(out, choice->work, (size_t)choice->size * sizeof *out);
}

struct heap {
    double *keys; /* [1] ... [count] */
    uint64_t *labels;
};

static void sift(const struct heap *heap, size_t hole, size_t last, double key, uint64_t label)
{
    size_t child = 2 * hole;
    while (child <= last) {
        if (child < last && heap->keys[child] > heap->keys[child + 1])
            child++;
        if (!(key > heap->keys[child]))
            break;
        heap->keys[hole] = heap->keys[child];
        heap->labels[hole] = heap->labels[child];
        hole = child;
        child = 2 * hole;
    }
    heap->keys[hole] = key;
    heap->labels[hole] = label;
}

/* Heapsort, highest first; the order of equal keys is part of R's stream. */
static void sort_down(const struct heap *heap, size_t count)
{
    for (size_t i = count / 2; i >= 1; i--)
        sift(heap, i, count, heap->keys[i], heap->labels[i]);
    for (size_t last = count; last > 1; last--) {
        double key = heap->keys[last];
        uint64_t label = heap->labels[last];
        heap->keys[last] = heap->keys[1];
        heap->labels[last] = heap->labels[1];
        sift(heap, 1, last - 1, key, label);
    }
}

static int check_weights(const struct splitdata_choice *choice, double *sum,
                         struct splitdata_error *error)
{
    *sum = 0.0;
    for (size_t i = 0; i < choice->population; i++) {
        double weight = choice->weights[i];
        if (!isfinite(weight))
            return sd_fail(error, SPLITDATA_USAGE, "NA in probability vector");
        if (weight < 0.0)
            return sd_fail(error, SPLITDATA_USAGE, "negative probability");
        *sum += weight;
    }
    if (*sum <= 0.0)
        return sd_fail(error, SPLITDATA_USAGE, "too few positive probabilities");
    return SPLITDATA_OK;
}

static int sample_weighted(struct splitdata_r *random, const struct splitdata_choice *choice,
                           uint64_t *out, struct splitdata_error *error)
{
    if (!choice->replace || choice->population > MOST_LABELS)
        return sd_fail(error, SPLITDATA_USAGE,
                       "sample takes prob only with replacement and for at most 200 labels");
    double sum;
    int status = check_weights(choice, &sum, error);
    if (status != SPLITDATA_OK)
        return status;
    size_t count = (size_t)choice->population;
    double *sums = choice->work;
    uint64_t *labels = (uint64_t *)(void *)(sums + count);
    for (size_t i = 0; i < count; i++) {
        sums[i] = choice->weights[i] / sum;
        labels[i] = i;
    }
    sort_down(&(struct heap){sums - 1, labels - 1}, count);
    for (size_t i = 1; i < count; i++)
        sums[i] += sums[i - 1];
    for (uint64_t i = 0; i < choice->size; i++) {
        double u = splitdata_r_runif(random);
        size_t j = 0;
        while (j < count - 1 && u > sums[j])
            j++;
        out[i] = labels[j];
    }
    return SPLITDATA_OK;
}

int splitdata_r_sample(struct splitdata_r *random, const struct splitdata_choice *choice,
                       uint64_t *out, struct splitdata_error *error)
{
    if (choice->population > (uint64_t)1 << 52 || (choice->population == 0 && choice->size > 0))
        return sd_fail(error, SPLITDATA_USAGE, "invalid first argument");
    if (!choice->replace && choice->size > choice->population)
        return sd_fail(error, SPLITDATA_USAGE,
                       "cannot take a sample larger than the population when 'replace = FALSE'");
    if (choice->weights != NULL && choice->population > 0)
        return sample_weighted(random, choice, out, error);
    sample(random, choice, out);
    return SPLITDATA_OK;
}
