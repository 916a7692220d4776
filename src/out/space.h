/* SPDX-License-Identifier: MIT */
/* Checks that the disks have room for the outputs before these are written. */
#ifndef SD_OUT_SPACE_H
#define SD_OUT_SPACE_H

#include "out/output_job.h"

/* What will be written. */
struct sd_space {
    const struct sd_output_job *jobs; /* with open outputs and known sizes */
    size_t count;
    uint64_t sets; /* number of sets of outputs like these that will be written, including these */
    uint64_t before, after; /* bytes of other outputs of the set that were written, and that will
                               be, in the same directory */
    const char *spill;      /* directory of a temporary file; NULL: there is none */
};

/* SPLITDATA_SYSTEM if the plain files, or the temporary file and the outputs that are written in
 * order, need more than their file system has free. The size of compressed files is not known and
 * not checked. */
int sd_space_check(const struct sd_space *space, struct splitdata_error *error);

/* Whether the file system of an open output has `bytes` free, or does not tell. */
bool sd_space_suffices(const struct sd_output *output, uint64_t bytes);

/* Reserves the first `bytes` of a plain file, which then has that length. False: it could not be
 * reserved, and there may be no room. */
bool sd_space_try(const struct sd_output *output, uint64_t bytes);

/* Reserves the space of a plain file, which makes writing cheaper and detects a lack of room. */
int sd_space_reserve(const struct sd_output *output, struct splitdata_error *error);

#endif
