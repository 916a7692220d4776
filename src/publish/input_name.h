/* SPDX-License-Identifier: MIT */
/* The name of the input, from which outputs are named: that of the file or, of several files, that
 * of the folder which the first is in. */
#ifndef SD_PUBLISH_INPUT_NAME_H
#define SD_PUBLISH_INPUT_NAME_H

#include "config/request.h"
#include "csv/scan.h"
#include "in/input_list.h"
#include "in/source.h"
#include "publish/name_template.h"

struct sd_input_name {
    struct sd_name pieces;
    char *spelt;  /* the suffix as it is spelt: ".csv", ".GZ", ".csv.GZ"; owned */
    bool unnamed; /* the input is standard input or a pipe */
};

/* Splits `named_as` or, if that is NULL, `path` into pieces. An unnamed input has empty pieces
 * until sd_input_name_complete. */
int sd_input_name_find(struct sd_input_name *name, const char *path, const char *named_as,
                       const struct sd_source *source, struct splitdata_error *error);

/* Several files are split as one: outputs go to the current directory, with the first one's suffix.
 * They are named `stem` or, if that is NULL, after the folder that the file at `path`, the first,
 * is in: "root" if that is the root. An unnamed first file is named as ever. */
int sd_input_name_after_folder(struct sd_input_name *name, const char *path, const char *stem,
                               struct splitdata_error *error);

/* Refuses files whose names say something else than the first one's: that they are lines, or have
 * tabs. */
int sd_input_names_agree(const struct sd_input_list *list, const struct sd_request *request,
                         const struct sd_dialect *dialect, struct splitdata_error *error);

/* Whether a path is no name to be recorded: standard input, an open descriptor. */
bool sd_path_is_unnamed(const char *path);

/* Names an unnamed input stdin, with the suffix of its dialect. */
int sd_input_name_complete(struct sd_input_name *name, const struct sd_dialect *dialect,
                           struct splitdata_error *error);

void sd_input_name_free(struct sd_input_name *name);

#endif
