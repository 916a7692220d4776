/* SPDX-License-Identifier: MIT */
#include "algorithm/contingency.h"

#include <stdbool.h>

/* Visits the rows by ascending class; `by_class` is the rows' groups in that order. So the cells of
 * a group are created in ascending order of classes. */
static void sort_groups_by_class(uint32_t *by_class, uint64_t *next, const struct sd_codes *groups,
                                 const struct sd_codes *strata)
{
    uint64_t begin = 0;
    for (uint32_t c = 0; c < strata->count; c++) {
        next[c] = begin;
        begin += strata->sizes[c];
    }
    for (uint64_t row = 0; row < groups->rows; row++)
        by_class[next[strata->code[row]]++] = groups->code[row];
}

/* Counts the cells of each group, then creates them. latest[g] is the class of group g's newest
 * cell, plus one. */
static uint64_t count_cells(const struct sd_contingency *table, const uint32_t *by_class,
                            uint32_t *latest, const struct sd_codes *strata)
{
    uint64_t at = 0, cells = 0;
    for (uint32_t c = 0; c < strata->count; c++) {
        for (uint64_t end = at + strata->sizes[c]; at < end; at++) {
            uint32_t group = by_class[at];
            if (latest[group] != c + 1) {
                latest[group] = c + 1;
                table->begin[group + 1]++;
                cells++;
            }
        }
    }
    for (uint32_t g = 0; g < table->groups; g++) {
        table->begin[g + 1] += table->begin[g];
        latest[g] = 0;
    }
    return cells;
}

static void fill_cells(struct sd_contingency *table, const uint32_t *by_class, uint32_t *latest,
                       uint64_t *next, const struct sd_codes *strata)
{
    for (uint32_t g = 0; g < table->groups; g++)
        next[g] = table->begin[g];
    uint64_t at = 0;
    for (uint32_t c = 0; c < strata->count; c++) {
        for (uint64_t end = at + strata->sizes[c]; at < end; at++) {
            uint32_t group = by_class[at];
            if (latest[group] != c + 1) {
                latest[group] = c + 1;
                table->class[next[group]++] = c;
            }
            table->rows[next[group] - 1]++;
        }
    }
}

int sd_contingency_build(struct sd_contingency *table, const struct sd_codes *groups,
                         const struct sd_codes *strata, struct splitdata_error *error)
{
    uint32_t more = groups->count > strata->count ? groups->count : strata->count;
    uint32_t *by_class = sd_memory_take(groups->memory, groups->rows + 1, sizeof *by_class);
    uint32_t *latest = sd_memory_take(groups->memory, groups->count + 1, sizeof *latest);
    uint64_t *next = sd_memory_take(groups->memory, more + 1, sizeof *next);
    *table = (struct sd_contingency){.groups = groups->count};
    table->begin = sd_memory_take(groups->memory, groups->count + 1, sizeof *table->begin);
    bool ready = by_class != NULL && latest != NULL && next != NULL && table->begin != NULL;
    if (ready) {
        sort_groups_by_class(by_class, next, groups, strata);
        uint64_t cells = count_cells(table, by_class, latest, strata);
        table->class = sd_memory_take(groups->memory, cells + 1, sizeof *table->class);
        table->rows = sd_memory_take(groups->memory, cells + 1, sizeof *table->rows);
        ready = table->class != NULL && table->rows != NULL;
    }
    if (ready)
        fill_cells(table, by_class, latest, next, strata);
    sd_memory_free(by_class);
    sd_memory_free(latest);
    sd_memory_free(next);
    if (ready)
        return SPLITDATA_OK;
    sd_contingency_free(table);
    return sd_fail_memory(error, "the groups");
}

void sd_contingency_free(struct sd_contingency *table)
{
    sd_memory_free(table->begin);
    sd_memory_free(table->class);
    sd_memory_free(table->rows);
    *table = (struct sd_contingency){0};
}
