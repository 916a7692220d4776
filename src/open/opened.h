/* SPDX-License-Identifier: MIT */
/*
 * The opened input: one file, or several as one; what it is called, and how its records are read.
 *
 * Life: zeroed, its first members set, sd_opened_begin, sd_opened_end, which is needed after a
 * failure, too.
 */
#ifndef SD_OPEN_OPENED_H
#define SD_OPEN_OPENED_H

#include "config/request.h"
#include "csv/join_files.h"
#include "in/input.h"
#include "in/input_list.h"
#include "publish/input_name.h"

struct sd_opened {
    /* How to open it; set before sd_opened_begin. */
    bool regular;         /* refuse all but regular files, as where a manifest names them */
    const char *named_as; /* name the outputs after this path; NULL: after the input's */
    const char *stem;     /* with named_as, of several files: from which outputs are named */

    struct sd_input_list list;
    const char *path; /* of the first file */
    struct sd_input input;
    struct sd_joined joined; /* used if list.many */
    struct sd_join_files joining;
    struct sd_input_name name;
    struct sd_dialect dialect;
};

/* Lists and opens the files of `input`, or of the options; nothing is read but the beginning of the
 * first. */
int sd_opened_begin(struct sd_opened *opened, const char *input,
                    const struct splitdata_options *options, struct splitdata_error *error);

/* Finds the input's name and its dialect. */
int sd_opened_describe(struct sd_opened *opened, const struct sd_request *request,
                       struct splitdata_error *error);

void sd_opened_end(struct sd_opened *opened);

#endif
