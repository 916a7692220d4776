/* SPDX-License-Identifier: MIT */
/* Warnings about folders that stand for their files: what is left out of them, and what is put into
 * them. */
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

/* The folder of the inputs in which an output is; NULL: none is in one. */
static const struct sd_input_folder *shared_folder(const struct sd_outcome *outcome)
{
    const struct sd_input_list *list = outcome->list;
    const struct sd_targets *targets = outcome->targets;
    for (size_t d = 0; d < targets->directory_count; d++) {
        const struct sd_directory *directory = &targets->directories[d];
        for (size_t f = 0; f < list->folder_count && directory->fd >= 0; f++) {
            if (list->folder[f].device == directory->device &&
                list->folder[f].inode == directory->inode)
                return &list->folder[f];
        }
    }
    return NULL;
}

static bool warn_of_shared_folder(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_input_folder *folder = shared_folder(outcome);
    return folder == NULL || outcome->targets->replayed ||
           sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT,
                          "outputs go into %s, a folder of the inputs: the next split of it takes "
                          "them for inputs (-O DIR names another place)",
                          folder->path);
}

/* Files of no bytes: an interrupted copy, or a part of a job that had nothing to write. */
static bool warn_of_empty(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_joined *joined = outcome->input->joined;
    size_t empty = 0, first = 0;
    char more[32];
    for (size_t i = 0; joined != NULL && i < joined->count; i++) {
        if (joined->file[i].bytes == 0 && empty++ == 0)
            first = i;
    }
    return empty == 0 ||
           sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS, "empty among the inputs: %s%s",
                          sd_joined_name(joined, first), more_than_one(empty, more));
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
    return warn_of_shared_folder(outcome, report) && warn_of_empty(outcome, report) &&
           (list->hidden == 0 ||
            sd_report_warn(report, SPLITDATA_SEVERITY_RECORDS,
                           "hidden, and left out of the inputs: %s%s", list->hidden_path,
                           more_than_one(list->hidden, more)));
}
