/* SPDX-License-Identifier: MIT */
#include "algorithm/heaviest.h"

#include "algorithm/introsort.h"
#include "base/sort.h"

#include <stdlib.h>

struct sd_pile {
    uint64_t rows;
    uint32_t number;
};

static bool lighter(const struct sd_pile *a, const struct sd_pile *b)
{
    return a->rows != b->rows ? a->rows < b->rows : a->number < b->number;
}

static int heaviest_first(const void *left, const void *right)
{
    return lighter(left, right) ? 1 : -1;
}

static void reverse(uint32_t *order, uint32_t count)
{
    for (uint32_t i = 0; i < count / 2; i++) {
        uint32_t other = order[count - 1 - i];
        order[count - 1 - i] = order[i];
        order[i] = other;
    }
}

int sd_heaviest_first(uint32_t *order, const struct sd_codes *groups, bool introsort,
                      struct splitdata_error *error)
{
    if (introsort) {
        sd_introsort(order, groups->sizes, groups->count);
        reverse(order, groups->count);
        return SPLITDATA_OK;
    }
    struct sd_pile *piles = sd_memory_take(groups->memory, groups->count + 1, sizeof *piles);
    if (piles == NULL)
        return sd_fail_memory(error, "the groups");
    for (uint32_t g = 0; g < groups->count; g++)
        piles[g] = (struct sd_pile){groups->sizes[g], g};
    bool sorted = sd_sort(piles, groups->count, sizeof *piles, heaviest_first, groups->memory);
    for (uint32_t i = 0; sorted && i < groups->count; i++)
        order[i] = piles[i].number;
    sd_memory_free(piles);
    return sorted ? SPLITDATA_OK : sd_fail_memory(error, "the groups");
}

int sd_lightest_begin(struct sd_lightest *piles, uint32_t count, struct splitdata_error *error)
{
    piles->heap = calloc((size_t)count + 1, sizeof *piles->heap);
    if (piles->heap == NULL)
        return sd_fail_memory(error, "the folds");
    piles->count = count;
    for (uint32_t i = 0; i < count; i++)
        piles->heap[i].number = i; /* equal and in order: a heap */
    return SPLITDATA_OK;
}

uint32_t sd_lightest_add(struct sd_lightest *piles, uint64_t rows)
{
    struct sd_pile *heap = piles->heap, pile = heap[0];
    pile.rows += rows;
    uint32_t at = 0;
    for (uint64_t child; (child = 2 * (uint64_t)at + 1) < piles->count; at = (uint32_t)child) {
        if (child + 1 < piles->count && lighter(&heap[child + 1], &heap[child]))
            child++;
        if (!lighter(&heap[child], &pile))
            break;
        heap[at] = heap[child];
    }
    heap[at] = pile;
    return pile.number;
}

void sd_lightest_free(struct sd_lightest *piles)
{
    free(piles->heap);
    *piles = (struct sd_lightest){0};
}
