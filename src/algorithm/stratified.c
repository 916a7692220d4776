/* SPDX-License-Identifier: MIT */
#include "algorithm/stratified.h"

#include "algorithm/mode.h"
#include "algorithm/strata.h"

#include <inttypes.h>
#include <string.h>

/* The state of one split besides the plan. */
struct stratified {
    const struct sd_codes *strata;
    uint64_t *sorted; /* the items by class, those set aside last */
    uint64_t *left;   /* rows of each class not assigned yet */
    uint64_t *taken;  /* taken[p * classes + c]: rows of class c in part p */
    uint64_t *next;   /* the position of the next item of each class, later of each part */
    uint64_t aside;   /* rows set aside for the first part */
};

static int check_sizes(const struct sd_plan *plan, const struct sd_codes *strata,
                       const uint64_t *sizes, uint64_t aside, struct splitdata_error *error)
{
    uint32_t rare = sd_strata_rarest(strata, 2);
    if (rare < strata->count)
        return sd_fail(error, SPLITDATA_DATA,
                       "class %" PRIu32
                       " has 1 record, and one cannot be in every part (--rare merge "
                       "or train)",
                       rare);
    if (aside > 0 && sizes[0] <= aside)
        return sd_fail(error, SPLITDATA_DATA,
                       "the first part's %" PRIu64 " records cannot hold the %" PRIu64
                       " of rare classes (choose other sizes)",
                       sizes[0], aside);
    for (size_t p = 0; p < plan->parts; p++) {
        uint64_t size = sizes[p] - (p == 0 ? aside : 0);
        if (size < strata->count)
            return sd_fail(error, SPLITDATA_DATA,
                           "part %zu of %zu has %" PRIu64 " record%s for %" PRIu32
                           " classes, fewer than one of each (choose other sizes)",
                           p + 1, plan->parts, size, size == 1 ? "" : "s", strata->count);
    }
    return SPLITDATA_OK;
}

/* The parts in the order in which they take rows of a class. */
static size_t nth_to_take(const struct sd_plan *plan, size_t n)
{
    return plan->parts == 2 ? n : plan->parts - 1 - n;
}

static int take(struct stratified *s, const struct sd_plan *plan, const uint64_t *sizes,
                const struct sd_draw *draw, struct splitdata_error *error)
{
    uint32_t classes = s->strata->count;
    for (uint32_t c = 0; c < classes; c++)
        s->left[c] = s->strata->sizes[c];
    for (size_t n = 0; n < plan->parts; n++) {
        size_t p = nth_to_take(plan, n);
        uint64_t *taken = s->taken + p * classes;
        int status = sd_approximate_mode(s->left, classes, sizes[p] - (p == 0 ? s->aside : 0),
                                         taken, draw, error);
        if (status != SPLITDATA_OK)
            return status;
        for (uint32_t c = 0; c < classes; c++) {
            if (taken[c] > s->left[c]) /* rounding cannot cause this; never read past a class */
                taken[c] = s->left[c];
            s->left[c] -= taken[c];
        }
    }
    return SPLITDATA_OK;
}

static int permute_classes(struct stratified *s, const struct sd_plan *plan,
                           const struct sd_draw *draw, struct splitdata_error *error)
{
    uint32_t classes = s->strata->count;
    uint64_t begin = 0;
    for (uint32_t c = 0; c < classes; c++) {
        s->next[c] = begin;
        begin += s->strata->sizes[c];
    }
    s->next[classes] = begin;
    for (uint64_t row = 0; row < plan->count; row++)
        s->sorted[s->next[s->strata->code[row]]++] = plan->items[row];
    begin = 0;
    for (uint32_t c = 0; c < classes; c++) {
        uint64_t size = s->strata->sizes[c];
        int status = sd_draw_permute(draw, s->sorted + begin, size, sizeof *s->sorted, error);
        if (status != SPLITDATA_OK)
            return status;
        begin += size;
    }
    return SPLITDATA_OK;
}

static void set_cuts(struct stratified *s, struct sd_plan *plan)
{
    uint32_t classes = s->strata->count;
    uint64_t begin = 0;
    for (size_t p = 0; p < plan->parts; p++) {
        uint64_t size = p == 0 ? s->aside : 0;
        for (uint32_t c = 0; c < classes; c++)
            size += s->taken[p * classes + c];
        plan->cuts[p] = (struct sd_cut){begin, begin + size};
        s->next[p] = begin;
        begin += size;
    }
    s->next[plan->parts] = begin;
}

static void append(struct stratified *s, struct sd_plan *plan, size_t part, uint64_t from,
                   uint64_t count)
{
    memcpy(plan->items + s->next[part], s->sorted + from, (size_t)count * sizeof *plan->items);
    s->next[part] += count;
}

static int fill_parts(struct stratified *s, struct sd_plan *plan, const struct sd_draw *draw,
                      struct splitdata_error *error)
{
    uint32_t classes = s->strata->count;
    uint64_t at = 0;
    set_cuts(s, plan);
    for (uint32_t c = 0; c < classes; c++) {
        for (size_t n = 0; n < plan->parts; n++) {
            size_t p = nth_to_take(plan, n);
            append(s, plan, p, at, s->taken[p * classes + c]);
            at += s->taken[p * classes + c];
        }
        append(s, plan, plan->parts, at, s->left[c]);
        at += s->left[c];
    }
    append(s, plan, 0, at, s->aside);
    for (size_t p = 0; p < plan->parts; p++) {
        struct sd_cut cut = plan->cuts[p];
        int status = sd_draw_permute(draw, plan->items + cut.begin, cut.end - cut.begin,
                                     sizeof *plan->items, error);
        if (status != SPLITDATA_OK)
            return status;
    }
    return SPLITDATA_OK;
}

static int run(struct stratified *s, struct sd_plan *plan, const uint64_t *sizes,
               const struct sd_draw *draw, struct splitdata_error *error)
{
    size_t classes = s->strata->count;
    if (classes >= SIZE_MAX / sizeof *s->taken / plan->parts - 1)
        return sd_fail_memory(error, "the classes");
    s->sorted = sd_memory_take(plan->memory, plan->count + 1, sizeof *s->sorted);
    s->left = sd_memory_take(plan->memory, classes + 1, sizeof *s->left);
    s->taken = sd_memory_take(plan->memory, classes * plan->parts + 1, sizeof *s->taken);
    s->next = sd_memory_take(plan->memory, classes + plan->parts + 1, sizeof *s->next);
    if (s->sorted == NULL || s->left == NULL || s->taken == NULL || s->next == NULL)
        return sd_fail_memory(error, "the order of the records");
    int status = take(s, plan, sizes, draw, error);
    if (status == SPLITDATA_OK)
        status = permute_classes(s, plan, draw, error);
    if (status == SPLITDATA_OK)
        status = fill_parts(s, plan, draw, error);
    return status;
}

int sd_stratified(struct sd_plan *plan, const struct sd_codes *strata, const uint64_t *sizes,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    struct stratified s = {.strata = strata, .aside = plan->count};
    for (uint32_t c = 0; c < strata->count; c++)
        s.aside -= strata->sizes[c];
    int status = check_sizes(plan, strata, sizes, s.aside, error);
    if (status == SPLITDATA_OK)
        status = run(&s, plan, sizes, draw, error);
    sd_memory_free(s.sorted);
    sd_memory_free(s.left);
    sd_memory_free(s.taken);
    sd_memory_free(s.next);
    return status;
}
