/* SPDX-License-Identifier: MIT */
/*
 * First half of writing by buckets: reads the input from front to back and appends each piece of a
 * record to its bucket (buckets.h).
 *
 * Threads share out the buckets, not the input: each reads all of it, window by window, and takes
 * the pieces of its own buckets, so that threads share no data. No thread runs ahead of another by
 * more than two windows (lag_barrier.h), so that the disk is read once. Each bucket has a small
 * write buffer of whole pages.
 */
#ifndef SD_OUT_DISTRIBUTE_H
#define SD_OUT_DISTRIBUTE_H

#include "base/observer.h"
#include "out/buckets.h"

/* Parameters of the distribution. */
struct sd_distribution {
    unsigned threads;
    int cancel_fd;
    struct sd_progress *progress;     /* counts the bytes that are distributed */
    const struct sd_release *release; /* told of the input that all threads have read */
};

/* Fills all buckets. */
int sd_distribute_to_buckets(struct sd_buckets *buckets, const struct sd_distribution *how,
                             struct splitdata_error *error);

#endif
