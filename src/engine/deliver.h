/* SPDX-License-Identifier: MIT */
/* Writes complete outputs as their layouts say; publication gives them their names later. */
#ifndef SD_ENGINE_DELIVER_H
#define SD_ENGINE_DELIVER_H

#include "engine/layouts.h"

/* Writes and completes the files of the layouts, which have their outputs, streams after files, as
 * set number `set` of `sets`. */
int sd_deliver(struct sd_job *job, const struct sd_layouts *layouts, size_t set, size_t sets,
               struct splitdata_error *error);

/* Completes the written outputs[0..count-1], which may be NULL: files are synced, unless --no-sync
 * is set. */
int sd_complete(struct sd_job *job, struct sd_output **outputs, size_t count,
                struct splitdata_error *error);

#endif
