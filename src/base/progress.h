/* SPDX-License-Identifier: MIT */
/*
 * How far a split has come, told to the caller's function (splitdata_options.progress) by whichever
 * thread has done something. Without such a function nothing happens, and no pointer to a progress
 * need be there.
 */
#ifndef SD_BASE_PROGRESS_H
#define SD_BASE_PROGRESS_H

#include "splitdata/splitdata.h"

#include <stdatomic.h>

struct sd_progress {
    splitdata_progress *notify; /* NULL: nobody wants to know */
    void *context;
    enum splitdata_stage stage;
    uint64_t total; /* bytes; 0: not known */
    atomic_ullong done;
};

/* A stage begins, of which `done` of `total` bytes are behind us; no other thread is at work. */
static inline void sd_progress_begin(struct sd_progress *progress, enum splitdata_stage stage,
                                     uint64_t done, uint64_t total)
{
    if (progress == NULL || progress->notify == NULL)
        return;
    progress->stage = stage;
    progress->total = total;
    atomic_store(&progress->done, done);
    progress->notify(progress->context, stage, done, total);
}

/* So many bytes more are done. */
static inline void sd_progress_add(struct sd_progress *progress, uint64_t bytes)
{
    if (progress == NULL || progress->notify == NULL)
        return;
    uint64_t done = atomic_fetch_add(&progress->done, bytes) + bytes;
    progress->notify(progress->context, progress->stage, done, progress->total);
}

#endif
