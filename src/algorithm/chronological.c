/* SPDX-License-Identifier: MIT */
#include "algorithm/chronological.h"

#include "algorithm/distribute.h"

#include <inttypes.h>

/* The first position whose key is not below `key`. */
static uint64_t position_of(const struct sd_chronology *c, uint64_t key)
{
    uint64_t low = 0, high = c->rows;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (c->keys[c->order[middle]] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint64_t key_at(const struct sd_chronology *c, uint64_t position)
{
    return c->keys[c->order[position]];
}

/* Finds the positions where parts begin, and the end of the last one. */
static void find_cuts(const struct sd_chronology *c, struct sd_cut *cuts, size_t parts)
{
    uint64_t sum = 0, begin = 0;
    for (size_t p = 0; p < parts; p++) {
        uint64_t end = c->rows;
        if (c->sizes != NULL) {
            sum += c->sizes[p];
            end = p + 1 < parts && sum < c->rows ? position_of(c, key_at(c, sum)) : sum;
        } else if (p + 1 < parts) {
            end = position_of(c, c->cutoffs[p]);
        }
        cuts[p] = (struct sd_cut){begin, end};
        begin = end;
    }
}

/* The end of part p minus the gap before the next part. */
static uint64_t end_before_gap(const struct sd_chronology *c, const struct sd_cut *cuts, size_t p)
{
    uint64_t begin = cuts[p].begin, end = cuts[p].end;
    if (c->gap.kind == SD_GAP_ROWS)
        return end - begin > c->gap.amount ? end - c->gap.amount : begin;
    if (c->gap.kind == SD_GAP_NONE || c->gap.amount == 0 || cuts[p + 1].begin == cuts[p + 1].end)
        return end;
    uint64_t next = c->sizes == NULL ? c->cutoffs[p] : key_at(c, cuts[p + 1].begin);
    if (next < c->gap.amount)
        return begin;
    uint64_t last = next - c->gap.amount, cut = position_of(c, last + 1);
    return cut < begin ? begin : cut < end ? cut : end;
}

static int check_cuts(const struct sd_chronology *c, const struct sd_cut *cuts, size_t parts,
                      struct splitdata_error *error)
{
    for (size_t p = 0; p < parts; p++) {
        if (cuts[p].begin < cuts[p].end)
            continue;
        const char *why = "equal stamps stay together (choose other sizes, or --cutoff)";
        if (c->sizes == NULL)
            why = "no stamp lies between its cutoffs (--cutoff)";
        if (c->gap.kind != SD_GAP_NONE)
            why = c->sizes != NULL
                      ? "the gap or the cut leaves none (a smaller --gap, or other sizes)"
                      : "the gap or the cut leaves none (a smaller --gap, or another --cutoff)";
        return sd_fail(error, SPLITDATA_DATA,
                       "part %zu of %zu would get none of the %" PRIu64 " record%s: %s", p + 1,
                       parts, c->rows, c->rows == 1 ? "" : "s", why);
    }
    return SPLITDATA_OK;
}

/* The earliest and the latest part of each group. */
struct range {
    uint32_t first;
    uint32_t last;
};

static void find_ranges(const struct sd_chronology *c, const uint32_t *part, struct range *ranges)
{
    for (uint32_t g = 0; g < c->groups->count; g++)
        ranges[g] = (struct range){SD_NO_PART, 0};
    for (uint64_t row = 0; row < c->rows; row++) {
        struct range *range = &ranges[c->groups->code[row]];
        if (part[row] == SD_NO_PART)
            continue;
        range->first = part[row] < range->first ? part[row] : range->first;
        range->last = part[row] > range->last ? part[row] : range->last;
    }
}

static uint32_t part_of_straddler(struct range range, enum sd_straddle rule)
{
    if (rule == SD_STRADDLE_DROP)
        return SD_NO_PART;
    return rule == SD_STRADDLE_TRAIN ? range.first : range.last;
}

static void keep_groups_whole(struct sd_chronology *c, uint32_t *part, const struct range *ranges)
{
    for (uint32_t g = c->groups->count; g-- > 0;) {
        if (ranges[g].first != SD_NO_PART && ranges[g].first < ranges[g].last) {
            c->straddling++;
            c->straddler = g;
        }
    }
    for (uint64_t row = 0; row < c->rows; row++) {
        struct range range = ranges[c->groups->code[row]];
        if (part[row] == SD_NO_PART || range.first == range.last)
            continue;
        uint32_t to = part_of_straddler(range, c->straddle);
        c->straddled_rows += to != part[row];
        part[row] = to;
    }
}

static int settle_groups(struct sd_chronology *c, uint32_t *part, struct splitdata_error *error)
{
    struct range *ranges = sd_memory_take(c->memory, c->groups->count + 1, sizeof *ranges);
    if (ranges == NULL)
        return sd_fail_memory(error, "the groups");
    find_ranges(c, part, ranges);
    keep_groups_whole(c, part, ranges);
    sd_memory_free(ranges);
    if (c->straddle != SD_STRADDLE_ERROR || c->straddling == 0)
        return SPLITDATA_OK;
    return sd_fail(error, SPLITDATA_DATA,
                   "%" PRIu32 " group%s on both sides of a cut (--straddle drop, train or test)",
                   c->straddling, c->straddling == 1 ? " is" : "s are");
}

static void set_parts(struct sd_chronology *c, const struct sd_cut *cuts, size_t parts,
                      uint32_t *part)
{
    for (uint64_t row = 0; row < c->rows; row++)
        part[row] = SD_NO_PART;
    for (size_t p = 0; p < parts; p++) {
        for (uint64_t position = cuts[p].begin; position < cuts[p].end; position++)
            part[c->order[position]] = (uint32_t)p;
    }
}

int sd_chronological(struct sd_plan *plan, struct sd_chronology *c, struct splitdata_error *error)
{
    c->gap_rows = c->straddled_rows = 0;
    c->idle_gap = 0;
    c->straddling = c->straddler = 0;
    find_cuts(c, plan->cuts, plan->parts);
    for (size_t p = 0; p + 1 < plan->parts; p++) {
        uint64_t end = end_before_gap(c, plan->cuts, p);
        c->gap_rows += plan->cuts[p].end - end;
        if (c->gap.kind == SD_GAP_TICKS && c->gap.amount != 0 && plan->cuts[p].end == end &&
            c->idle_gap == 0)
            c->idle_gap = p + 1;
        plan->cuts[p].end = end;
    }
    int status = check_cuts(c, plan->cuts, plan->parts, error);
    if (status != SPLITDATA_OK)
        return status;
    uint32_t *part = sd_memory_take(c->memory, c->rows + 1, sizeof *part);
    if (part == NULL)
        return sd_fail_memory(error, "the parts in time");
    set_parts(c, plan->cuts, plan->parts, part);
    if (c->groups != NULL)
        status = settle_groups(c, part, error);
    if (status == SPLITDATA_OK)
        status = sd_distribute(plan, part, error);
    sd_memory_free(part);
    return status;
}
