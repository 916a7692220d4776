/* SPDX-License-Identifier: MIT */
/*
 * Joins files with records: byte order marks, skipped lines and headers of all files but the first
 * are left out. Headers must have the same names in the same order. A file whose last line has no
 * terminator gets that of the first record of all if another record follows.
 *
 * A file that ends inside quotes is refused where its records are found.
 */
#ifndef SD_CSV_JOIN_FILES_H
#define SD_CSV_JOIN_FILES_H

#include "base/join.h"
#include "base/text.h"
#include "csv/columns.h"
#include "csv/not_data.h"

struct sd_join_files {
    struct sd_join join; /* give this to the reader of the files */
    const struct sd_dialect *dialect;
    struct sd_reading reading;
    bool bytes;              /* there was a file that is not empty */
    const char *first;       /* the name of the first file with a record; NULL: none so far */
    struct sd_text header;   /* its header, without byte order mark */
    struct sd_columns names; /* its names */
    char line_end[3];        /* of its first record, header or not */
};

/* `joining` must not move. `dialect` is borrowed. */
void sd_join_files_begin(struct sd_join_files *joining, const struct sd_dialect *dialect,
                         const struct sd_reading *reading);

void sd_join_files_end(struct sd_join_files *joining);

#endif
