/* SPDX-License-Identifier: MIT */
/* Files that have the names of outputs: whether a split wrote them, and whether they are right. */
#ifndef SD_PUBLISH_EXISTING_H
#define SD_PUBLISH_EXISTING_H

#include "publish/output_set.h"

/* Sets *begins to whether the file that has the target's name begins with these bytes before
 * compression. So does a file without any, and what is no file: nothing is lost with it. */
int sd_target_begins_with(const struct sd_target *target, const char *bytes, size_t length,
                          bool *begins, struct splitdata_error *error);

/* Whether the outputs replace existing files: with --force and --if-changed. */
bool sd_targets_may_replace(const struct sd_targets *targets);

/* Refuses to replace a file that no split seems to have written. */
int sd_target_refuse_foreign(const struct sd_targets *targets, const struct sd_target *target,
                             struct splitdata_error *error);

/* Decides about an existing output, when the new one is complete: an equal one is kept
 * (output->exists), another one is replaced or refused. */
int sd_target_judge(const struct sd_targets *targets, struct sd_target *target,
                    struct splitdata_error *error);

#endif
