/* SPDX-License-Identifier: MIT */
/* What the name of an output means before anything is written: nothing, an old file, or something
 * that is written to only if the user named it. */
#ifndef SD_PUBLISH_INSPECT_H
#define SD_PUBLISH_INSPECT_H

#include "publish/output_set.h"

/* Sets target->here_before, and whether its output is a descriptor or special. Refuses the input,
 * what is never replaced, and a FIFO or device that the user did not name. */
int sd_target_inspect(const struct sd_targets *targets, struct sd_target *target,
                      const struct sd_input *input, struct splitdata_error *error);

/* Whether it is the input, or one of several. */
bool sd_target_is_input(const struct stat *found, const struct sd_input *input);

/* The permission bits of new outputs: those that all inputs have. */
mode_t sd_target_mode(const struct sd_input *input);

/* An open descriptor is written to, whatever it is, but not into the input. */
int sd_target_check_descriptor(const struct sd_target *target, const struct sd_input *input,
                               struct splitdata_error *error);

/* What helps where a path that the user did not give is not written to; `target` is NULL for a
 * directory. */
const char *sd_target_remedy(const struct sd_targets *targets, const struct sd_target *target);

#endif
