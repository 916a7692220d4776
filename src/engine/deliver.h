/* SPDX-License-Identifier: MIT */
/* From layouts to complete outputs, which publication will give their names. */
#ifndef SD_ENGINE_DELIVER_H
#define SD_ENGINE_DELIVER_H

#include "engine/layouts.h"

/* Writes and completes outputs[0..layouts->count-1], what is not a file last, as set number `set`
 * of `sets`. */
int sd_deliver(struct sd_job *job, struct sd_output **outputs, const struct sd_layouts *layouts,
               size_t set, size_t sets, struct splitdata_error *error);

/* Completes outputs[0..count-1] that are written: with files, waits until they are on disk. */
int sd_complete(struct sd_job *job, struct sd_output **outputs, size_t count,
                struct splitdata_error *error);

#endif
