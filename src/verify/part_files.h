/* SPDX-License-Identifier: MIT */
/* Compares the files of the parts with a manifest and with the repeated split. */
#ifndef SD_VERIFY_PART_FILES_H
#define SD_VERIFY_PART_FILES_H

#include "verify/compare.h"
#include "verify/verify_file.h"

/* A file of a part, or a part that was not written. */
struct sd_part_file {
    const struct sd_manifest_part *part;
    const struct sd_manifest_file *said; /* NULL: not written */
    struct splitdata_finding *finding;
    struct sd_file_check found;
    struct sd_comparison held; /* with the repeated split */
    struct sd_observer observer;
};

/* Life: zeroed; the functions below in this order; sd_part_files_free. */
struct sd_part_files {
    const struct sd_manifest_check *check;
    struct sd_part_file *file; /* in the order of the parts */
    size_t count;
    size_t *first; /* by part: its first file */
};

int sd_part_files_list(struct sd_part_files *files, const struct sd_manifest_check *check,
                       struct splitdata_error *error);

/* Begins the findings, one for each file: findings[0 .. files->count-1]. */
int sd_part_files_begin(struct sd_part_files *files, struct splitdata_finding *findings,
                        struct splitdata_error *error);

/* Compares all files with the manifest. */
int sd_part_files_check(struct sd_part_files *files, const struct sd_file_reading *control,
                        struct splitdata_error *error);

/* The paths of correct files by manifest->files, NULL for others, to be freed by the caller. NULL:
 * no memory. */
const char **sd_part_files_right(const struct sd_part_files *files);

/* The observer of a repeated split's output that compares it with a changed file; the repeated
 * split may have more parts and shards (NULL). `context`: a struct sd_part_files. */
const struct sd_observer *sd_part_files_comparison(void *context, size_t part, size_t shard);

/* Adds to the findings where the changed files differ from the repeated split. */
int sd_part_files_place(struct sd_part_files *files, struct splitdata_error *error);

void sd_part_files_free(struct sd_part_files *files);

#endif
