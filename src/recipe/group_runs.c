/* SPDX-License-Identifier: MIT */
#include "recipe/group_runs.h"

#include <inttypes.h>

#define NO_RUN UINT32_MAX

static int number_rows(const char *recipe, const struct sd_codes *groups, uint32_t *run_of,
                       const struct sd_group_runs *runs, struct splitdata_error *error)
{
    uint32_t next = 0;
    for (uint32_t group = 0; group < groups->count; group++)
        run_of[group] = NO_RUN;
    for (uint64_t row = 0; row < groups->rows; row++) {
        const uint32_t group = groups->code[row];
        if (run_of[group] == NO_RUN)
            run_of[group] = next++;
        else if (run_of[group] + 1 != next)
            return sd_fail(error, SPLITDATA_DATA,
                           "--like %s: record %" PRIu64 " is of a group that ended before: there, "
                           "the records of a group follow each other (sort the file by the column)",
                           recipe, row + 1);
        runs->code[row] = run_of[group];
        runs->sizes[run_of[group]]++;
    }
    return SPLITDATA_OK;
}

int sd_group_runs_find(const char *recipe, const struct sd_codes *groups, uint32_t folds,
                       struct sd_group_runs *runs, struct splitdata_error *error)
{
    *runs = (struct sd_group_runs){
        .groups = *groups,
        .code = sd_memory_take(groups->memory, groups->rows, sizeof *runs->code),
        .sizes = sd_memory_take(groups->memory, groups->count, sizeof *runs->sizes),
    };
    runs->groups.code = runs->code;
    runs->groups.sizes = runs->sizes;
    if (folds > groups->count)
        return sd_fail(
            error, SPLITDATA_DATA, "--folds %" PRIu32 ": there %s only %" PRIu32 " group%s", folds,
            groups->count == 1 ? "is" : "are", groups->count, groups->count == 1 ? "" : "s");
    uint32_t *run_of = sd_memory_take(groups->memory, groups->count, sizeof *run_of);
    int status = runs->code != NULL && runs->sizes != NULL && run_of != NULL
                     ? number_rows(recipe, groups, run_of, runs, error)
                     : sd_fail_memory(error, "the groups");
    sd_memory_free(run_of);
    return status;
}

void sd_group_runs_free(struct sd_group_runs *runs)
{
    sd_memory_free(runs->code);
    sd_memory_free(runs->sizes);
}

void sd_group_runs_code(const struct sd_code_asked *asked, struct sd_code *code)
{
    sd_code_line(code, "sizes = df.groupby([%s], sort=False, dropna=False).size().tolist()",
                 sd_code_columns(code, SD_QUOTED_C, asked->options->group, "df.columns[%lu]"));
}
