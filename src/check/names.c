/* SPDX-License-Identifier: MIT */
/* What messages call parts and columns. */
#include "check/run.h"

#include <stdio.h>

const char *sd_run_name(const struct sd_run *run, size_t side)
{
    return run->sides[side].name;
}

const char *sd_run_column(const struct sd_run *run, size_t column, char out[SD_COLUMN_NAME])
{
    const struct sd_columns *head = &run->sides[0].head;
    if (column < head->count && head->names[column][0] != '\0')
        return head->names[column];
    snprintf(out, SD_COLUMN_NAME, "#%zu", column + 1);
    return out;
}
