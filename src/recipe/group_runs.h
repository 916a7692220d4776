/* SPDX-License-Identifier: MIT */
/* Groups as frameworks of ranking have them: by their sizes, so that the rows of a group follow
 * each other and groups are numbered in the order of the file. */
#ifndef SD_RECIPE_GROUP_RUNS_H
#define SD_RECIPE_GROUP_RUNS_H

#include "algorithm/folds.h"
#include "recipe/code.h"

struct sd_group_runs {
    struct sd_codes groups; /* numbered in the order of their first rows */
    uint32_t *code;
    uint64_t *sizes;
};

/* What is taken is freed by sd_group_runs_free, also after a failure. SPLITDATA_DATA for a group
 * that has rows at several places, and for fewer groups than folds. */
int sd_group_runs_find(const char *recipe, const struct sd_codes *groups, uint32_t folds,
                       struct sd_group_runs *runs, struct splitdata_error *error);
void sd_group_runs_free(struct sd_group_runs *runs);

/* Appends a line that sets `sizes`, the rows of each group of --group. */
void sd_group_runs_code(const struct sd_code_asked *asked, struct sd_code *code);

#endif
