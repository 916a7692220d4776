/* SPDX-License-Identifier: MIT */
/*
 * The first half of writing by way of buckets: the input is read from front to back, and each piece
 * of a record is appended to its bucket (buckets.h).
 *
 * Threads share out the buckets, not the input: each reads all of it, window by window, and takes
 * what belongs to its own buckets, so that they need nothing of each other. None runs ahead of
 * another by more than two windows, so that the disk is read once. What is appended to a bucket is
 * gathered in a small buffer of its own and written in pieces of whole pages.
 */
#ifndef SD_OUT_DISTRIBUTE_H
#define SD_OUT_DISTRIBUTE_H

#include "base/observer.h"
#include "out/buckets.h"

/* How it is done. */
struct sd_distribution {
    unsigned threads;
    int cancel_fd;
    struct sd_progress *progress;     /* hears of the bytes that are distributed */
    const struct sd_release *release; /* hears how far the input was read */
};

/* Fills all buckets. */
int sd_distribute_to_buckets(struct sd_buckets *buckets, const struct sd_distribution *how,
                             struct splitdata_error *error);

#endif
