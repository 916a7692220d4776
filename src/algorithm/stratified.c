/* SPDX-License-Identifier: MIT */
#include "algorithm/stratified.h"

#include "algorithm/strata.h"

#include <inttypes.h>
#include <string.h>

/* The state of one split besides the plan. */
struct stratified {
    const struct sd_codes *strata;
    const struct sd_mode_rule *rule;
    uint64_t *sorted; /* the items by class, those set aside last */
    uint64_t *left;   /* rows of each class not assigned yet */
    uint64_t *taken;  /* taken[p * classes + c]: rows of class c in part p */
    uint64_t *next;   /* the position of the next item of each class, later of each part */
    uint64_t aside;   /* rows set aside for the first part */
    /* With `each`, if it applies. */
    uint64_t ones;     /* rows that each part got first: the number of classes; else 0 */
    uint64_t *given;   /* given[p * classes + c]: the item of class c that part p got first */
    uint32_t *part_of; /* by row: the part that got it first, plus one; 0: none */
};

static int check_sizes(const struct sd_plan *plan, const struct sd_codes *strata, bool each,
                       const uint64_t *sizes, uint64_t aside, struct splitdata_error *error)
{
    uint32_t rare = sd_strata_rarest(strata, each ? plan->parts : 2);
    if (rare < strata->count && each)
        return sd_fail(error, SPLITDATA_DATA,
                       "class %" PRIu32 " has %" PRIu64 " records, fewer than the %zu parts", rare,
                       strata->sizes[rare], plan->parts);
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

/* Rows of the class that are to be taken by numbers: all but those that parts got first. */
static uint64_t rows_to_take(const struct stratified *s, const struct sd_plan *plan, uint32_t class)
{
    return s->strata->sizes[class] - (s->ones != 0 ? plan->parts : 0);
}

static int take(struct stratified *s, const struct sd_plan *plan, const uint64_t *sizes,
                const struct sd_draw *draw, struct splitdata_error *error)
{
    uint32_t classes = s->strata->count;
    for (uint32_t c = 0; c < classes; c++)
        s->left[c] = rows_to_take(s, plan, c);
    for (size_t n = 0; n < plan->parts; n++) {
        size_t p = nth_to_take(plan, n);
        uint64_t *taken = s->taken + p * classes;
        uint64_t size = sizes[p] - s->ones - (p == 0 ? s->aside : 0);
        memset(taken, 0, classes * sizeof *taken);
        if (size == 0)
            continue;
        int status = sd_approximate_mode(s->left, classes, size, s->rule, taken, draw, error);
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
        begin += rows_to_take(s, plan, c);
    }
    s->next[classes] = begin;
    for (uint64_t row = 0; row < plan->count; row++) {
        if (s->ones == 0 || s->part_of[row] == 0)
            s->sorted[s->next[s->strata->code[row]]++] = plan->items[row];
    }
    begin = 0;
    for (uint32_t c = 0; c < classes; c++) {
        uint64_t size = rows_to_take(s, plan, c);
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
        uint64_t size = s->ones + (p == 0 ? s->aside : 0);
        for (uint32_t c = 0; c < classes; c++)
            size += s->taken[p * classes + c];
        plan->cuts[p] = (struct sd_cut){begin, begin + size};
        s->next[p] = begin;
        begin += size;
    }
    s->next[plan->parts] = begin;
}

static void append(struct stratified *s, struct sd_plan *plan, size_t part, const uint64_t *from,
                   uint64_t count)
{
    memcpy(plan->items + s->next[part], from, (size_t)count * sizeof *plan->items);
    s->next[part] += count;
}

static int fill_parts(struct stratified *s, struct sd_plan *plan, const struct sd_draw *draw,
                      struct splitdata_error *error)
{
    uint32_t classes = s->strata->count;
    uint64_t at = 0;
    set_cuts(s, plan);
    for (size_t p = 0; p < plan->parts && s->ones != 0; p++)
        append(s, plan, p, s->given + p * s->ones, s->ones);
    for (uint32_t c = 0; c < classes; c++) {
        for (size_t n = 0; n < plan->parts; n++) {
            size_t p = nth_to_take(plan, n);
            append(s, plan, p, s->sorted + at, s->taken[p * classes + c]);
            at += s->taken[p * classes + c];
        }
        append(s, plan, plan->parts, s->sorted + at, s->left[c]);
        at += s->left[c];
    }
    append(s, plan, 0, s->sorted + at, s->aside);
    for (size_t p = 0; p < plan->parts; p++) {
        struct sd_cut cut = plan->cuts[p];
        int status = sd_draw_permute(draw, plan->items + cut.begin, cut.end - cut.begin,
                                     sizeof *plan->items, error);
        if (status != SPLITDATA_OK)
            return status;
    }
    return SPLITDATA_OK;
}

/* --- one of each class first ------------------------------------------------------------------ */

/* Whether some part would have no row of some class. */
static bool some_lack(const struct stratified *s, const struct sd_plan *plan)
{
    const size_t cells = plan->parts * s->strata->count;
    for (size_t i = 0; i < cells; i++) {
        if (s->taken[i] == 0)
            return true;
    }
    return false;
}

/* Gives each part one row of each class, in the order of a permutation of all rows. */
static int give(struct stratified *s, const struct sd_plan *plan, const struct sd_draw *draw,
                struct splitdata_error *error)
{
    const uint32_t classes = s->strata->count;
    s->part_of = sd_memory_take(plan->memory, plan->count, sizeof *s->part_of);
    s->given = sd_memory_take(plan->memory, (uint64_t)classes * plan->parts, sizeof *s->given);
    if (s->part_of == NULL || s->given == NULL)
        return sd_fail_memory(error, "the order of the records");
    uint64_t *order = s->sorted; /* which is unused until later */
    for (uint64_t row = 0; row < plan->count; row++)
        order[row] = row;
    int status = sd_draw_permute(draw, order, plan->count, sizeof *order, error);
    memset(s->next, 0, classes * sizeof *s->next);
    for (uint64_t i = 0; i < plan->count && status == SPLITDATA_OK; i++) {
        const uint32_t class = s->strata->code[order[i]];
        if (s->next[class] == plan->parts)
            continue;
        size_t part = plan->parts - 1 - (size_t)s->next[class]++;
        s->part_of[order[i]] = (uint32_t)part + 1;
        s->given[part * classes + class] = plan->items[order[i]];
    }
    s->ones = classes;
    return status;
}

static int take_with_each(struct stratified *s, const struct sd_plan *plan, const uint64_t *sizes,
                          const struct sd_draw *draw, struct splitdata_error *error)
{
    const struct splitdata_random before = *draw->random;
    int status = take(s, plan, sizes, draw, error);
    if (status != SPLITDATA_OK || !some_lack(s, plan))
        return status;
    *draw->random = before;
    status = give(s, plan, draw, error);
    return status == SPLITDATA_OK ? take(s, plan, sizes, draw, error) : status;
}

/* --- all of it ------------------------------------------------------------------------------- */

static void tell_rows(const struct stratified *s, const struct sd_plan *plan, uint64_t *rows)
{
    const size_t cells = plan->parts * s->strata->count;
    for (size_t i = 0; i < cells; i++)
        rows[i] = s->taken[i] + (s->ones != 0);
}

static int run(struct stratified *s, struct sd_plan *plan, struct sd_stratified *stratified,
               const uint64_t *sizes, const struct sd_draw *draw, struct splitdata_error *error)
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
    int status = (stratified->each ? take_with_each : take)(s, plan, sizes, draw, error);
    if (status == SPLITDATA_OK)
        status = permute_classes(s, plan, draw, error);
    if (status == SPLITDATA_OK)
        status = fill_parts(s, plan, draw, error);
    stratified->gave = s->ones != 0;
    if (status == SPLITDATA_OK && stratified->rows != NULL)
        tell_rows(s, plan, stratified->rows);
    return status;
}

int sd_stratified(struct sd_plan *plan, struct sd_stratified *stratified, const uint64_t *sizes,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    const struct sd_codes *strata = stratified->strata;
    struct stratified s = {.strata = strata, .rule = stratified->rule, .aside = plan->count};
    for (uint32_t c = 0; c < strata->count; c++)
        s.aside -= strata->sizes[c];
    int status = check_sizes(plan, strata, stratified->each, sizes, s.aside, error);
    if (status == SPLITDATA_OK)
        status = run(&s, plan, stratified, sizes, draw, error);
    sd_memory_free(s.sorted);
    sd_memory_free(s.left);
    sd_memory_free(s.taken);
    sd_memory_free(s.next);
    sd_memory_free(s.given);
    sd_memory_free(s.part_of);
    return status;
}
