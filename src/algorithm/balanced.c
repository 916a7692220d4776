/* SPDX-License-Identifier: MIT */
#include "algorithm/balanced.h"

#include "algorithm/contingency.h"
#include "algorithm/distribute.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* The maximum of improvement rounds (they usually end earlier, when nothing improves); the minimal
 * gain of a step, so that rounding cannot cause an endless loop; and the maximum of groups for
 * which exchanges are tried, as a round tries all pairs. */
enum { ROUNDS = 32, PAIRED_GROUPS = 1024 };
static const double GAIN = 1e-9;

struct balance {
    struct sd_contingency table;
    const struct sd_codes *strata;
    const struct sd_codes *groups;
    uint32_t parts;   /* one more than the plan's if rows are left out */
    uint32_t *order;  /* of the groups */
    uint32_t *part;   /* of each group */
    double *have;     /* have[p * (classes + 1) + c], the rows of the part at c = classes */
    double *wanted;   /* the same */
    uint32_t *number; /* of groups in each part */
};

static size_t width(const struct balance *b)
{
    return (size_t)b->strata->count + 1;
}

/* The change of a cell's cost if it gains `rows` (or loses them, if negative). */
static double change(const struct balance *b, size_t cell, double rows)
{
    return rows * (rows + 2.0 * (b->have[cell] - b->wanted[cell])) / b->wanted[cell];
}

/* The change of the cost if the group joins part p (sign 1) or leaves it (sign -1). */
static double cost_of(const struct balance *b, uint32_t group, uint32_t p, double sign)
{
    size_t row = p * width(b);
    double cost = change(b, row + b->strata->count, sign * (double)b->groups->sizes[group]);
    for (uint64_t i = b->table.begin[group]; i < b->table.begin[group + 1]; i++)
        cost += change(b, row + b->table.class[i], sign * (double)b -> table.rows[i]);
    return cost;
}

static void add(struct balance *b, uint32_t group, uint32_t p, double sign)
{
    size_t row = p * width(b);
    b->have[row + b->strata->count] += sign * (double)b->groups->sizes[group];
    for (uint64_t i = b->table.begin[group]; i < b->table.begin[group + 1]; i++)
        b->have[row + b->table.class[i]] += sign * (double)b->table.rows[i];
}

static void move(struct balance *b, uint32_t group, uint32_t to)
{
    uint32_t from = b->part[group];
    add(b, group, from, -1.0);
    add(b, group, to, 1.0);
    b->number[from]--;
    b->number[to]++;
    b->part[group] = to;
}

static void put_all(struct balance *b)
{
    uint32_t left = b->groups->count, empty = b->parts;
    for (uint32_t i = 0; i < b->groups->count; i++, left--) {
        uint32_t group = b->order[i], best = UINT32_MAX;
        double least = INFINITY;
        for (uint32_t p = 0; p < b->parts; p++) {
            double cost = cost_of(b, group, p, 1.0);
            bool open = left > empty || b->number[p] == 0;
            if (open && (cost < least || best == UINT32_MAX)) {
                least = cost;
                best = p;
            }
        }
        empty -= b->number[best] == 0;
        b->number[best]++;
        b->part[group] = best;
        add(b, group, best, 1.0);
    }
}

static bool move_singly(struct balance *b)
{
    bool moved = false;
    for (uint32_t i = 0; i < b->groups->count; i++) {
        uint32_t group = b->order[i], from = b->part[group], best = from;
        if (b->number[from] == 1)
            continue;
        double least = -GAIN, out = cost_of(b, group, from, -1.0);
        for (uint32_t p = 0; p < b->parts; p++) {
            double cost = p == from ? 0.0 : out + cost_of(b, group, p, 1.0);
            if (cost < least) {
                least = cost;
                best = p;
            }
        }
        if (best != from)
            move(b, group, best);
        moved = moved || best != from;
    }
    return moved;
}

/* Exchanges the group with the one that reduces the cost most; false if none does. */
static bool exchange(struct balance *b, uint32_t group)
{
    uint32_t from = b->part[group], best = group;
    double least = -GAIN;
    for (uint32_t p = 0; p < b->parts; p++) {
        if (p == from)
            continue;
        double there = cost_of(b, group, from, -1.0) + cost_of(b, group, p, 1.0);
        move(b, group, p);
        for (uint32_t other = 0; other < b->groups->count; other++) {
            if (b->part[other] != p || other == group)
                continue;
            double cost = there + cost_of(b, other, p, -1.0) + cost_of(b, other, from, 1.0);
            if (cost < least) {
                least = cost;
                best = other;
            }
        }
        move(b, group, from);
    }
    if (best == group)
        return false;
    uint32_t to = b->part[best];
    move(b, group, to);
    move(b, best, from);
    return true;
}

static void improve(struct balance *b)
{
    bool better = true;
    for (int round = 0; better && round < ROUNDS; round++) {
        better = move_singly(b);
        for (uint32_t i = 0; b->groups->count <= PAIRED_GROUPS && i < b->groups->count; i++)
            better = exchange(b, b->order[i]) || better;
    }
}

/* Orders the groups by descending power of two of their rows, stably: one pass for each power. */
static int set_order(struct balance *b, const struct sd_draw *draw, struct splitdata_error *error)
{
    uint32_t count = b->groups->count, at = 0;
    int status =
        sd_draw_permutation(draw, b->part, count, error); /* space that is unused until later */
    if (status != SPLITDATA_OK)
        return status;
    for (unsigned power = 64; power-- > 0 && at < count;) {
        for (uint32_t i = 0; i < count; i++) {
            if (b->groups->sizes[b->part[i]] >> power == 1)
                b->order[at++] = b->part[i];
        }
    }
    return SPLITDATA_OK;
}

static int prepare(struct balance *b, const uint64_t *sizes, uint32_t parts,
                   struct splitdata_error *error)
{
    size_t w = width(b);
    if (w >= SIZE_MAX / sizeof *b->have / b->parts)
        return sd_fail_memory(error, "the groups");
    b->order = sd_memory_take(b->groups->memory, b->groups->count, sizeof *b->order);
    b->part = sd_memory_take(b->groups->memory, b->groups->count, sizeof *b->part);
    b->have = sd_memory_take(b->groups->memory, b->parts * w, sizeof *b->have);
    b->wanted = sd_memory_take(b->groups->memory, b->parts * w, sizeof *b->wanted);
    b->number = calloc(b->parts, sizeof *b->number);
    if (b->order == NULL || b->part == NULL || b->have == NULL || b->wanted == NULL ||
        b->number == NULL)
        return sd_fail_memory(error, "the groups");
    uint64_t rest = b->groups->rows;
    for (uint32_t p = 0; p < b->parts; p++) {
        uint64_t size = p < parts ? sizes[p] : rest;
        double share = (double)size / (double)b->groups->rows;
        rest -= size;
        for (uint32_t c = 0; c < b->strata->count; c++)
            b->wanted[p * w + c] = share * (double)b->strata->sizes[c];
        b->wanted[p * w + b->strata->count] = (double)size;
    }
    return SPLITDATA_OK;
}

static double deviation(const struct balance *b, size_t parts)
{
    double worst = 0.0;
    for (size_t p = 0; p < parts; p++) {
        const double *have = b->have + p * width(b);
        for (uint32_t c = 0; c < b->strata->count; c++) {
            double share = (double)b->strata->sizes[c] / (double)b->strata->rows;
            double off = fabs(have[c] / have[b->strata->count] - share);
            worst = off > worst ? off : worst;
        }
    }
    return worst;
}

/* The sums are of whole numbers below 2^53, so they are exact. */
static void tell_rows(const struct balance *b, size_t parts, uint64_t *rows)
{
    for (size_t p = 0; p < parts && rows != NULL; p++) {
        for (uint32_t c = 0; c < b->strata->count; c++)
            rows[p * b->strata->count + c] = (uint64_t)b->have[p * width(b) + c];
    }
}

int sd_balanced(struct sd_plan *plan, struct sd_balanced *balanced, const uint64_t *sizes,
                const struct sd_draw *draw, struct splitdata_error *error)
{
    struct balance b = {.strata = balanced->strata, .groups = balanced->groups};
    uint64_t sum = 0;
    for (size_t p = 0; p < plan->parts; p++)
        sum += sizes[p];
    b.parts = (uint32_t)plan->parts + (sum < b.groups->rows);
    if (b.groups->count < b.parts)
        return sd_fail(error, SPLITDATA_DATA,
                       "%" PRIu32 " groups cannot fill %" PRIu32
                       " parts (fewer parts, or another column for --group)",
                       b.groups->count, b.parts);
    int status = sd_contingency_build(&b.table, b.groups, b.strata, error);
    if (status == SPLITDATA_OK)
        status = prepare(&b, sizes, (uint32_t)plan->parts, error);
    if (status == SPLITDATA_OK)
        status = set_order(&b, draw, error);
    if (status == SPLITDATA_OK) {
        put_all(&b);
        improve(&b);
        balanced->deviation = deviation(&b, plan->parts);
        tell_rows(&b, plan->parts, balanced->rows);
        status = sd_distribute_groups(plan, b.groups, b.part, error);
    }
    sd_contingency_free(&b.table);
    sd_memory_free(b.order);
    sd_memory_free(b.part);
    sd_memory_free(b.have);
    sd_memory_free(b.wanted);
    free(b.number);
    return status;
}
