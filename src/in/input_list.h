/* SPDX-License-Identifier: MIT */
/*
 * Which files are split as one: those that were named, in that order. A folder stands for its
 * regular files in byte order of their names; what else is in it is left out, and counted.
 */
#ifndef SD_IN_INPUT_LIST_H
#define SD_IN_INPUT_LIST_H

#include "base/error.h"
#include "splitdata/splitdata.h"

#include <sys/types.h>

/* A folder that was named. */
struct sd_input_folder {
    const char *path; /* as given; borrowed */
    dev_t device;
    ino_t inode;
};

struct sd_input_list {
    char **path; /* "-" is standard input; owned */
    size_t count;
    bool many;         /* several files, or a folder, were named */
    size_t hidden;     /* files of folders that are left out: their names begin with a dot, or are
                          those of the markers beside the files of Spark, such as _SUCCESS */
    size_t others;     /* what is left out of folders besides: sub-folders, and no regular files */
    char *hidden_path; /* the first of them; NULL: none */
    char *other_path;  /* likewise */
    struct sd_input_folder *folder; /* owned */
    size_t folder_count;
};

/* Makes the list of `input` or, if that is NULL, of options->inputs. Refuses a folder without
 * files, and a file that is named twice, by any path. A file that is not there stays in the list:
 * opening it says why not. On failure nothing is to be freed. */
int sd_input_list_make(struct sd_input_list *list, const char *input,
                       const struct splitdata_options *options, struct splitdata_error *error);

void sd_input_list_free(struct sd_input_list *list);

#endif
