/* SPDX-License-Identifier: MIT */
#include "algorithm/fill.h"

#include <stdbool.h>
#include <string.h>

/* Exchanges converge quickly or not at all: each shrinks the distance, most halve it. */
enum { EXCHANGES = 64 };

struct trial {
    struct sd_fill *fill;
    uint32_t taken;
    uint64_t rows; /* of the groups taken */
    uint64_t target;
};

static uint64_t distance(uint64_t a, uint64_t b)
{
    return a > b ? a - b : b - a;
}

/* Takes group number `at` of the order and closes the gap. */
static void take_at(struct trial *t, uint32_t at)
{
    struct sd_fill *fill = t->fill;
    uint32_t group = fill->order[at];
    fill->taken[t->taken++] = group;
    t->rows += fill->sizes[group];
    fill->count--;
    memmove(fill->order + at, fill->order + at + 1, (fill->count - at) * sizeof *fill->order);
}

static void take_fitting(struct trial *t, uint32_t leave)
{
    struct sd_fill *fill = t->fill;
    uint32_t kept = 0, left = fill->count;
    for (uint32_t i = 0; i < fill->count; i++) {
        uint32_t group = fill->order[i];
        if (left > leave && fill->sizes[group] <= t->target - t->rows) {
            fill->taken[t->taken++] = group;
            t->rows += fill->sizes[group];
            left--;
        } else {
            fill->order[kept++] = group;
        }
    }
    fill->count = kept;
}

/* Takes the first group that brings the rows nearest to the target; none if all increase the
 * distance. */
static void take_one_more(struct trial *t, uint32_t leave)
{
    const struct sd_fill *fill = t->fill;
    uint32_t best = fill->count;
    uint64_t nearest = t->taken == 0 ? UINT64_MAX : distance(t->rows, t->target);
    for (uint32_t i = 0; i < fill->count; i++) {
        uint64_t off = distance(t->rows + fill->sizes[fill->order[i]], t->target);
        if (off < nearest) {
            nearest = off;
            best = i;
        }
    }
    if (best < fill->count && fill->count > leave)
        take_at(t, best);
}

/* Sorts the group numbers in `order` by size, equal ones by position: a heap sort, which needs no
 * extra memory. spare[i] is an index into the order. */
static bool before(const struct sd_fill *fill, uint32_t a, uint32_t b)
{
    uint64_t x = fill->sizes[fill->order[a]], y = fill->sizes[fill->order[b]];
    return x != y ? x < y : a < b;
}

static void sift(const struct sd_fill *fill, uint32_t root, uint32_t count)
{
    uint32_t value = fill->spare[root];
    for (uint32_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && before(fill, fill->spare[child], fill->spare[child + 1]))
            child++;
        if (!before(fill, value, fill->spare[child]))
            break;
        fill->spare[root] = fill->spare[child];
    }
    fill->spare[root] = value;
}

static void sort_spare(struct sd_fill *fill)
{
    for (uint32_t i = 0; i < fill->count; i++)
        fill->spare[i] = i;
    for (uint32_t i = fill->count / 2; i-- > 0;)
        sift(fill, i, fill->count);
    for (uint32_t i = fill->count; i-- > 1;) {
        uint32_t largest = fill->spare[0];
        fill->spare[0] = fill->spare[i];
        fill->spare[i] = largest;
        sift(fill, 0, i);
    }
}

/* The position in the sorted list of the first group of at least `size` rows. */
static uint32_t first_of(const struct sd_fill *fill, uint64_t size)
{
    uint32_t low = 0, high = fill->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (fill->sizes[fill->order[fill->spare[middle]]] < size)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Exchanges a taken group for one in the order, choosing the pair that brings the rows nearest to
 * the target; false if none does. */
static bool exchange(struct trial *t)
{
    struct sd_fill *fill = t->fill;
    uint64_t nearest = distance(t->rows, t->target);
    uint32_t out = 0, in = fill->count;
    sort_spare(fill);
    for (uint32_t i = 0; i < t->taken && nearest > 0; i++) {
        uint64_t without = t->rows - fill->sizes[fill->taken[i]];
        uint64_t wanted = t->target > without ? t->target - without : 0;
        uint32_t at = first_of(fill, wanted);
        for (uint32_t j = at > 0 ? at - 1 : 0; j <= at && j < fill->count; j++) {
            uint64_t off = distance(without + fill->sizes[fill->order[fill->spare[j]]], t->target);
            if (off < nearest) {
                nearest = off;
                out = i;
                in = fill->spare[j];
            }
        }
    }
    if (in == fill->count)
        return false;
    uint32_t group = fill->taken[out];
    t->rows += fill->sizes[fill->order[in]] - fill->sizes[group];
    fill->taken[out] = fill->order[in];
    fill->order[in] = group;
    return true;
}

uint32_t sd_fill(struct sd_fill *fill, uint64_t target, uint32_t leave)
{
    struct trial trial = {.fill = fill, .target = target};
    take_fitting(&trial, leave);
    take_one_more(&trial, leave);
    for (int i = 0; i < EXCHANGES && trial.rows != target; i++) {
        if (!exchange(&trial))
            break;
    }
    return trial.taken;
}
