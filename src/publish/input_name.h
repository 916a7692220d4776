/* SPDX-License-Identifier: MIT */
/* The name of the input, from which outputs are named. */
#ifndef SD_PUBLISH_INPUT_NAME_H
#define SD_PUBLISH_INPUT_NAME_H

#include "csv/scan.h"
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

/* Names an unnamed input stdin, with the suffix of its dialect. */
int sd_input_name_complete(struct sd_input_name *name, const struct sd_dialect *dialect,
                           struct splitdata_error *error);

void sd_input_name_free(struct sd_input_name *name);

#endif
