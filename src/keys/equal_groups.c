/* SPDX-License-Identifier: MIT */
/* Groups of equal records: equal.h. */
#include "base/text.h"
#include "keys/equal.h"

#include <stdlib.h>

static int too_many(struct splitdata_error *error)
{
    return sd_fail(error, SPLITDATA_SYSTEM,
                   "--duplicates: there are more than 4294967294 different records");
}

/* --- equal records alone --------------------------------------------------------------------- */

/* Numbers the first records as they appear, and gives the others their numbers. */
static int number_first(struct sd_key_set *set, const uint64_t *first,
                        struct splitdata_error *error)
{
    uint32_t count = 0;
    for (uint64_t row = 0; row < set->source->rows; row++) {
        if (first[row] == row && count == SD_DISTINCT_LIMIT)
            return too_many(error);
        set->code[row] = first[row] == row ? count++ : set->code[first[row]];
    }
    set->classes.count = count;
    return SPLITDATA_OK;
}

/* --- joined with other groups ---------------------------------------------------------------- */

/* The representative of a group: the smallest of those that it is joined with. */
static uint32_t root_of(uint32_t *joined, uint32_t group)
{
    while (joined[group] != group) {
        joined[group] = joined[joined[group]];
        group = joined[group];
    }
    return group;
}

/* Joins the groups of equal records, and numbers what they become by the smallest group in it. */
static int join_groups(struct sd_key_set *set, const uint64_t *first, struct splitdata_error *error)
{
    const uint32_t groups = set->classes.count;
    uint32_t *joined = sd_memory_take(set->source->tables, (uint64_t)groups + 1, sizeof *joined);
    if (joined == NULL)
        return sd_fail_memory(error, "the groups");
    for (uint32_t group = 0; group < groups; group++)
        joined[group] = group;
    for (uint64_t row = 0; row < set->source->rows; row++) {
        uint32_t a = root_of(joined, set->code[row]), b = root_of(joined, set->code[first[row]]);
        joined[a > b ? a : b] = a > b ? b : a;
    }
    /* A group is joined with a smaller one, which has its new number already. */
    uint32_t count = 0;
    for (uint32_t group = 0; group < groups; group++) {
        uint32_t root = joined[group] == group ? group : joined[group];
        if (root == group) {
            set->classes.example[count] = set->classes.example[group];
            joined[group] = count++;
        } else {
            joined[group] = joined[root];
        }
    }
    for (uint64_t row = 0; row < set->source->rows; row++)
        set->code[row] = joined[set->code[row]];
    set->classes.count = count;
    sd_memory_free(joined);
    return SPLITDATA_OK;
}

/* --- both ------------------------------------------------------------------------------------ */

static int count_rows(struct sd_key_set *set, struct splitdata_error *error)
{
    const struct sd_key_source *source = set->source;
    sd_memory_free(set->classes.sizes);
    set->classes.sizes = sd_memory_take(source->tables, (uint64_t)set->classes.count + 1,
                                        sizeof *set->classes.sizes);
    if (set->classes.sizes == NULL)
        return sd_fail_memory(error, "the groups");
    for (uint64_t row = 0; row < source->rows; row++)
        set->classes.sizes[set->code[row]]++;
    set->codes = (struct sd_codes){
        .code = set->code,
        .sizes = set->classes.sizes,
        .rows = source->rows,
        .count = set->classes.count,
        .memory = source->tables,
    };
    return SPLITDATA_OK;
}

int sd_equal_group(struct sd_key_set *set, const struct sd_key_source *source, const char *ignore,
                   struct splitdata_error *error)
{
    const bool alone = set->source == NULL;
    uint64_t *first = NULL;
    set->source = source;
    int status = sd_equal_find(source, ignore, &first, error);
    if (status == SPLITDATA_OK && alone) {
        set->option = "--duplicates";
        set->code = sd_memory_take(source->memory, source->rows, sizeof *set->code);
        status = set->code != NULL ? number_first(set, first, error)
                                   : sd_fail_memory(error, "the groups");
    } else if (status == SPLITDATA_OK) {
        status = join_groups(set, first, error);
    }
    sd_memory_free(first);
    return status == SPLITDATA_OK ? count_rows(set, error) : status;
}

int sd_equal_number(const struct sd_key_source *source, const char *ignore, uint32_t **code,
                    uint32_t *count, struct splitdata_error *error)
{
    uint64_t *first = NULL;
    int status = sd_equal_find(source, ignore, &first, error);
    uint32_t *number = *code = status == SPLITDATA_OK
                                   ? sd_memory_take(source->memory, source->rows, sizeof *number)
                                   : NULL;
    *count = 0;
    if (status == SPLITDATA_OK && number == NULL)
        status = sd_fail_memory(error, "the equal records");
    for (uint64_t row = 0; status == SPLITDATA_OK && row < source->rows; row++) {
        if (first[row] == row)
            continue;
        if (number[first[row]] == 0 && *count == SD_DISTINCT_LIMIT)
            status = too_many(error);
        else if (number[first[row]] == 0)
            number[first[row]] = ++*count;
        number[row] = number[first[row]];
    }
    sd_memory_free(first);
    return status;
}
