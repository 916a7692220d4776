/* SPDX-License-Identifier: MIT */
/* Warnings about folders that stand for their files: what is left out of them. */
#include "report/warnings.h"

#include <stdio.h>

/* " and 2 more", or nothing. */
static const char *more_than_one(size_t count, char text[32])
{
    text[0] = '\0';
    if (count > 1)
        snprintf(text, 32, " and %zu more", count - 1);
    return text;
}

bool sd_warn_of_files(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_input_list *list = outcome->list;
    char more[32];
    if (list->others != 0 &&
        !sd_report_warn(report, SPLITDATA_SEVERITY_LOST,
                        "not a regular file, and left out of the inputs: %s%s (folders in a folder "
                        "are not entered)",
                        list->other_path, more_than_one(list->others, more)))
        return false;
    return list->hidden == 0 ||
           sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                          "hidden, and left out of the inputs: %s%s", list->hidden_path,
                          more_than_one(list->hidden, more));
}
