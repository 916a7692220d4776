/* SPDX-License-Identifier: MIT */
/*
 * Writes the contents of outputs with several threads.
 *
 * Every content is cut into blocks (content.h). Workers draw tickets in ascending order; a ticket
 * is one block of one output. The worker fills the block, compresses it if the output is
 * compressed, and hands it to the writer pool (writer_pool.h). No thread spins.
 *
 * If the input is larger than memory and the order of an output is not the input's, blocks come
 * from buckets (buckets.h) instead of the input, and one output is written after another.
 */
#ifndef SD_OUT_BLOCK_WRITER_H
#define SD_OUT_BLOCK_WRITER_H

#include "base/memory.h"
#include "base/observer.h"
#include "out/output_job.h"

/* Parameters of the writing. */
struct sd_writing {
    unsigned threads; /* maximum; the bytes written do not depend on it */
    int cancel_fd;
    struct sd_memory *memory;
    struct sd_progress *progress; /* counts the bytes that are written; may be NULL */
    const struct sd_release
        *release;           /* told of input that was read, if it is read only once; may be NULL */
    size_t set, sets;       /* for progress: this is set `set`, from 0, of `sets` */
    uint64_t before, after; /* bytes of other outputs of the set, written before and after these */
    bool together;          /* those are in the directory of these */
};

/* Writes all contents completely, as their layouts say. */
int sd_write(struct sd_output_job *jobs, size_t count, const struct sd_writing *writing,
             struct splitdata_error *error);

#endif
