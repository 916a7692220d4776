/* SPDX-License-Identifier: MIT */
/* The columns of all parts, numbered as train's. */
#include "check/run.h"

#include <stdlib.h>
#include <string.h>

/* The column of train that has the name of a field: the one in the same place, if it has, or else
 * the first that no field before has taken. */
static size_t find_column(const struct sd_side *train, const struct sd_side *side, size_t field,
                          const bool *taken)
{
    const struct sd_columns *head = &train->head;
    const char *name = field < side->head.count ? side->head.names[field] : NULL;
    if (name == NULL || head->count == 0)
        return field < train->width && side->head.count == head->count ? field : SD_NO_COLUMN;
    if (field < head->count && strcmp(head->names[field], name) == 0 && !taken[field])
        return field;
    for (size_t c = 0; c < head->count; c++) {
        if (!taken[c] && strcmp(head->names[c], name) == 0)
            return c;
    }
    return SD_NO_COLUMN;
}

/* Tells which columns a part has besides, and which it lacks. */
static void tell_names(struct sd_run *run, size_t s, const bool *taken)
{
    const struct sd_side *side = &run->sides[s];
    char own[SD_COLUMN_NAME];
    size_t lacking = 0, more = 0, first_lacking = 0, first_more = 0;
    for (size_t c = run->columns; c-- > 0;) {
        lacking += !taken[c];
        first_lacking = taken[c] ? first_lacking : c;
    }
    for (size_t f = side->width; f-- > 0;) {
        more += side->column[f] == SD_NO_COLUMN;
        first_more = side->column[f] == SD_NO_COLUMN ? f : first_more;
    }
    if (lacking == 0 && more == 0)
        return;
    struct splitdata_check_result *result =
        sd_results_add(&run->results, "S01", SPLITDATA_CHECK_ERROR, s, 0);
    sd_result_measure(result, "columns", (double)(lacking + more), 0, 0);
    if (lacking != 0 && side->head.count != 0)
        sd_result_say(&run->results, result,
                      "%s lacks %zu of the %zu columns of %s (%.100s ...): these are not compared",
                      sd_run_name(run, s), lacking, run->columns, sd_run_name(run, 0),
                      sd_run_column(run, first_lacking, own));
    else if (side->head.count != 0)
        sd_result_say(&run->results, result,
                      "%s has %zu column%s that %s lacks (%.100s ...): these are not compared",
                      sd_run_name(run, s), more, more == 1 ? "" : "s", sd_run_name(run, 0),
                      side->head.names[first_more]);
    else
        sd_result_say(&run->results, result, "%s has %zu fields a record, and %s has %zu",
                      sd_run_name(run, s), side->width, sd_run_name(run, 0), run->columns);
}

static void tell_order(struct sd_run *run, size_t s)
{
    const struct sd_side *side = &run->sides[s];
    size_t before = 0, field = 0;
    for (; field < side->width; field++) {
        if (side->column[field] == SD_NO_COLUMN)
            continue;
        if (side->column[field] < before)
            break;
        before = side->column[field];
    }
    if (field == side->width)
        return;
    struct splitdata_check_result *result =
        sd_results_add(&run->results, "S01", SPLITDATA_CHECK_WARNING, s, 0);
    sd_result_say(&run->results, result,
                  "%s has the columns of %s in another order (%.100s is column %zu): they are "
                  "compared by name",
                  sd_run_name(run, s), sd_run_name(run, 0), side->head.names[field], field + 1);
}

static int match_side(struct sd_run *run, size_t s, struct splitdata_error *error)
{
    struct sd_side *side = &run->sides[s];
    bool *taken = calloc(run->columns + 1, sizeof *taken);
    side->column = calloc(side->width + 1, sizeof *side->column);
    if (taken == NULL || side->column == NULL) {
        free(taken);
        return sd_fail_memory(error, "the columns");
    }
    for (size_t f = 0; f < side->width; f++) {
        side->column[f] = find_column(&run->sides[0], side, f, taken);
        if (side->column[f] != SD_NO_COLUMN)
            taken[side->column[f]] = true;
    }
    for (size_t c = 0; c < run->columns; c++)
        run->common[c] = run->common[c] && taken[c];
    tell_names(run, s, taken);
    tell_order(run, s);
    free(taken);
    return SPLITDATA_OK;
}

/* Marks the columns of an option; *all: every part has them. */
static int read_columns(struct sd_run *run, const char *option, const char *list, bool *marked,
                        bool *all, struct splitdata_error *error)
{
    const struct sd_side *train = &run->sides[0];
    const struct sd_key_source source = {
        .options = &run->how, .names = &train->head, .width = run->columns};
    struct sd_key_set set = {0};
    *all = list != NULL;
    if (list == NULL)
        return SPLITDATA_OK;
    int status = sd_key_set_choose(&set, &source, option, list, false, error);
    for (size_t c = 0; c < set.count && status == SPLITDATA_OK; c++) {
        if (set.fields[c] == run->part)
            status = sd_fail(error, SPLITDATA_USAGE,
                             "%s %s: that column says the part, and no check looks at it", option,
                             set.names[c]);
        marked[set.fields[c]] = true;
        *all = *all && run->common[set.fields[c]];
    }
    sd_key_set_free(&set);
    return status;
}

/* The only column of an option; SD_NO_COLUMN: it is not given, or a part lacks it. */
static int read_column(struct sd_run *run, const char *option, const char *list, size_t *column,
                       struct splitdata_error *error)
{
    bool *marked = calloc(run->columns + 1, sizeof *marked), all = false;
    size_t found = 0;
    *column = SD_NO_COLUMN;
    if (marked == NULL)
        return sd_fail_memory(error, "the columns");
    int status = read_columns(run, option, list, marked, &all, error);
    for (size_t c = 0; c < run->columns; c++) {
        found += marked[c];
        *column = marked[c] ? c : *column;
    }
    free(marked);
    if (!all)
        *column = SD_NO_COLUMN;
    return status == SPLITDATA_OK && found > 1
               ? sd_fail(error, SPLITDATA_USAGE, "%s takes one column", option)
               : status;
}

/* The columns that options name. */
static int read_options(struct sd_run *run, struct splitdata_error *error)
{
    const struct splitdata_check_options *asked = run->asked;
    bool all;
    int status = read_columns(run, "--ignore", asked->how.ignore, run->ignored, &all, error);
    if (status == SPLITDATA_OK)
        status = read_columns(run, "--group", asked->how.group, run->group, &run->grouped, error);
    if (status == SPLITDATA_OK)
        status = read_column(run, "--time", asked->how.time, &run->time, error);
    if (status == SPLITDATA_OK)
        status = read_column(run, "--target", asked->target, &run->target, error);
    return status;
}

/* The column that says the part is none of the records that are compared. */
static void leave_part_out(struct sd_run *run)
{
    run->common[run->part] = false;
    for (size_t s = 0; s < run->count; s++)
        run->sides[s].column[run->part] = SD_NO_COLUMN;
}

int sd_run_match_columns(struct sd_run *run, struct splitdata_error *error)
{
    run->columns = run->sides[0].width;
    run->common = calloc(run->columns + 1, sizeof *run->common);
    run->ignored = calloc(run->columns + 1, sizeof *run->ignored);
    run->in_key = calloc(run->columns + 1, sizeof *run->in_key);
    run->group = calloc(run->columns + 1, sizeof *run->group);
    run->id_like = calloc(run->columns + 1, sizeof *run->id_like);
    run->few = calloc(run->columns + 1, sizeof *run->few);
    if (run->common == NULL || run->ignored == NULL || run->in_key == NULL || run->group == NULL ||
        run->id_like == NULL || run->few == NULL)
        return sd_fail_memory(error, "the columns");
    for (size_t c = 0; c < run->columns; c++)
        run->common[c] = true;
    int status = SPLITDATA_OK;
    for (size_t s = 0; s < run->count && status == SPLITDATA_OK; s++)
        status = match_side(run, s, error);
    if (run->part != SD_NO_COLUMN)
        leave_part_out(run);
    if (status == SPLITDATA_OK)
        status = read_options(run, error);
    size_t kept = 0;
    for (size_t c = 0; c < run->columns; c++) {
        run->in_key[c] = run->common[c] && !run->ignored[c];
        kept += run->in_key[c];
    }
    run->key_columns = (struct sd_key_columns){.columns = run->columns,
                                               .in_key = run->in_key,
                                               .label = SD_NO_COLUMN,
                                               .group = run->grouped ? run->group : NULL,
                                               .time = run->time,
                                               .few = run->few,
                                               .by_values = run->part != SD_NO_COLUMN};
    return status == SPLITDATA_OK && kept == 0
               ? sd_fail(error, SPLITDATA_USAGE,
                         "no column is left by which the records could be compared")
               : status;
}
