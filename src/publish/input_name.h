/* SPDX-License-Identifier: MIT */
/* The name of the input, from which the outputs' names are made. */
#ifndef SD_PUBLISH_INPUT_NAME_H
#define SD_PUBLISH_INPUT_NAME_H

#include "csv/scan.h"
#include "in/source.h"
#include "publish/name_template.h"

struct sd_input_name {
    struct sd_name pieces;
    bool unnamed; /* the input is standard input, or a pipe by another name */
};

/* The pieces of `path`, or of `named_as` unless that is NULL; of an input without a name worth
 * keeping they are empty until sd_input_name_complete. */
int sd_input_name_find(struct sd_input_name *name, const char *path, const char *named_as,
                       const struct sd_source *source, struct splitdata_error *error);

/* An input without a name is called stdin, with the suffix of its kind. */
int sd_input_name_complete(struct sd_input_name *name, const struct sd_dialect *dialect,
                           struct splitdata_error *error);

void sd_input_name_free(struct sd_input_name *name);

#endif
