/* SPDX-License-Identifier: MIT */
/*
 * Writing the contents of outputs with several threads.
 *
 * Every content is cut into blocks (content.h). Workers draw tickets; a ticket is one block of one
 * output, drawn in ascending order. The worker fills the block, compresses it if the output is
 * compressed, and gives it to the output (pool.h). Nobody spins.
 *
 * When the input is larger than memory and an output has not its order, blocks do not come from the
 * input but by way of buckets (buckets.h), and one output is written after another.
 */
#ifndef SD_OUT_BLOCK_WRITER_H
#define SD_OUT_BLOCK_WRITER_H

#include "base/memory.h"
#include "base/observer.h"
#include "out/output_job.h"

/* How the writing is done. */
struct sd_writing {
    unsigned threads; /* at most; the bytes written do not depend on it */
    int cancel_fd;
    struct sd_memory *memory;
    struct sd_progress *progress;     /* hears of the bytes that are written; NULL: nobody */
    const struct sd_release *release; /* hears how far the input was read, if it is once */
    size_t set, sets;                 /* for it: this is set number `set`, from 0, of so many */
};

/* Writes all contents whole, as their layouts say. */
int sd_write(struct sd_output_job *jobs, size_t count, const struct sd_writing *writing,
             struct splitdata_error *error);

#endif
