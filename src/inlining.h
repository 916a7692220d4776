/* SPDX-License-Identifier: MIT */
/*
 * Items that hold their records (base/inlined.h) in place of an index of all records: for a shuffle
 * by rows of a file in which nearly all records are short enough, where memory allows it. A chunk
 * of it is put into them by the thread that found its records, while it is in the cache. (An input
 * that comes from elsewhere has an index by the time it is there, see csv/early.h.)
 *
 * Memory: 16 bytes a record.
 *
 * Life: zeroed, sd_inlining_begin, sd_inlining_hear for all chunks, sd_inlining_close, use,
 * sd_inlining_end.
 */
#ifndef SD_INLINING_H
#define SD_INLINING_H

#include "csv/index.h"

#include <pthread.h>

struct sd_run;

struct sd_inlining {
    uint64_t *items; /* one for each record behind the header; NULL: none are inlined */
    uint64_t capacity;
    pthread_mutex_t lock;
    pthread_cond_t filled;
    unsigned filling; /* threads that put records into it now: it must not be moved */
};

/* Before the index is built: whether records are to be inlined, and there is room for them. */
bool sd_inlining_begin(struct sd_run *run);

/* The index's listener; `context` is the run. */
int sd_inlining_hear(void *context, const struct sd_chunk_records *records,
                     struct splitdata_error *error);

/* All chunks were heard of: without a header the first record, which is in none of them, is still
 * to come. */
int sd_inlining_close(struct sd_run *run, struct splitdata_error *error);

void sd_inlining_end(struct sd_inlining *inlining);

#endif
