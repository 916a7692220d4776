/* SPDX-License-Identifier: MIT */
/*
 * Callbacks about bytes that pass through a stage: an observer sees them, a release callback learns
 * which of them are no longer needed, and progress counts them.
 */
#ifndef SD_BASE_OBSERVER_H
#define SD_BASE_OBSERVER_H

#include "base/error.h"
#include "splitdata/splitdata.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/* Sees a stream of bytes from front to back, one call at a time. */
struct sd_observer {
    int (*observe)(void *context, const uint8_t *bytes, size_t length,
                   struct splitdata_error *error);
    void *context;
};

/* Learns that bytes begin to end-1 of an array have been read and are not needed any more by the
 * reader. Called by any thread. A NULL pointer to it, or `notify` NULL: does nothing. */
struct sd_release {
    void (*notify)(void *context, uint64_t begin, uint64_t end);
    void *context;
};

static inline void sd_release_bytes(const struct sd_release *release, uint64_t begin, uint64_t end)
{
    if (release != NULL && release->notify != NULL)
        release->notify(release->context, begin, end);
}

/* Counts the bytes of a stage for the caller's function (splitdata_options.progress), which any
 * thread calls. A NULL pointer to it, or `notify` NULL: does nothing. */
struct sd_progress {
    splitdata_progress *notify;
    void *context;
    enum splitdata_stage stage;
    uint64_t total; /* bytes; 0: not known */
    atomic_ullong done;
};

/* Begins a stage with `done` of `total` bytes. No other thread uses the progress meanwhile. */
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

/* Adds bytes to those that are done. */
static inline void sd_progress_add(struct sd_progress *progress, uint64_t bytes)
{
    if (progress == NULL || progress->notify == NULL)
        return;
    uint64_t done = atomic_fetch_add(&progress->done, bytes) + bytes;
    progress->notify(progress->context, progress->stage, done, progress->total);
}

#endif
