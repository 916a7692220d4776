/* SPDX-License-Identifier: MIT */
/* Whether the disks have room for the outputs, before these are written. */
#ifndef SD_OUT_SPACE_H
#define SD_OUT_SPACE_H

#include "out/output_job.h"

/* What is known of that. */
struct sd_space {
    const struct sd_output_job *jobs; /* their outputs are open, and their sizes known */
    size_t count;
    uint64_t sets;     /* so many sets of outputs like these will be written, these included */
    const char *spill; /* the directory of a temporary file; NULL: there will be none */
};

/* SPLITDATA_SYSTEM when the plain files, or the temporary file with what is written in order, need
 * more than their file system has free. What compressed files will need nobody knows. */
int sd_space_check(const struct sd_space *space, struct splitdata_error *error);

/* Whether the file system of an open output has `bytes` free, or does not say. */
bool sd_space_suffices(const struct sd_output *output, uint64_t bytes);

/* Reserves the first `bytes` of a plain file; false: there is no telling whether there is room. The
 * file is as long then as it would be. */
bool sd_space_try(const struct sd_output *output, uint64_t bytes);

/* Reserves the space of a plain file, which makes writing it cheaper, and says for sure whether
 * there is room. */
int sd_space_reserve(const struct sd_output *output, struct splitdata_error *error);

#endif
