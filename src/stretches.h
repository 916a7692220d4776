/* SPDX-License-Identifier: MIT */
/*
 * Parts that are stretches of the input: a split by rows without a shuffle. Such a split needs no
 * index of all records. While the input is scanned, it is noted where the records of each chunk
 * begin, how many there were before, and what they add to the split id if they are in the first
 * part; when the sizes are known, the chunks that have records of other parts are scanned again.
 *
 * Where the outputs are plain files, chunks are written when they are scanned (direct.h). An input
 * with blank lines, which no output has, is split with an index like any other.
 *
 * Life: zeroed, sd_stretches_begin, sd_stretches_hear for all chunks, sd_stretches_cut,
 * sd_stretches_end.
 */
#ifndef SD_STRETCHES_H
#define SD_STRETCHES_H

#include "csv/index.h"

struct sd_run;

/* What is noted of a chunk. */
struct sd_chunk_mark {
    uint64_t begin; /* where its first record begins */
    uint64_t first; /* the number of that record among those behind the header, from 0 */
    uint64_t sum;   /* what its records add to the first part's sum, if they are all in it */
};

struct sd_stretches {
    bool used;
    struct sd_chunk_mark *marks; /* by chunk, and one behind the last */
};

/* Whether the options make such a split. */
bool sd_run_in_stretches(const struct sd_run *run);

/* Before the index is built. */
int sd_stretches_begin(struct sd_run *run, struct splitdata_error *error);

/* The index's listener; `context` is the run. */
int sd_stretches_hear(void *context, const struct sd_chunk_records *records,
                      struct splitdata_error *error);

/* The plan's cuts say which records are in which part: from here on each part is one item, its
 * stretch of the input, and the proof knows its sum. */
int sd_stretches_cut(struct sd_run *run, struct splitdata_error *error);

void sd_stretches_end(struct sd_stretches *stretches);

#endif
