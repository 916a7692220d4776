/* SPDX-License-Identifier: MIT */
/* The table of what is no data: how each kind begins, what it is, and what to do with it. */
#ifndef SD_CSV_KINDS_H
#define SD_CSV_KINDS_H

#include "csv/kind_checks.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a command takes its input. */
enum sd_command {
    SD_NO_COMMAND,
    SD_AS_IT_IS, /* it names no input, or reads gzip itself */
    SD_FILTER,   /* "xz -dc": a name, or standard input */
    SD_STDIN,    /* "tr -d x": standard input alone */
    SD_FILE      /* "unzip @": a name in the place of each '@' */
};

struct sd_kind {
    size_t at, length; /* of the mark */
    const char *mark;
    sd_kind_check *also; /* NULL: the mark suffices */
    bool text;           /* it can be split if a user insists; a binary kind cannot */
    enum sd_command takes;
    const char *is, *advice, *command;
};

/* The kind of an input that begins with data[0..size-1], at most SD_START bytes; NULL: none of
 * these. JSON is not among them. */
const struct sd_kind *sd_kind_of(const uint8_t *data, size_t size, uint8_t delimiter);

#endif
