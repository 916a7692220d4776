/* SPDX-License-Identifier: MIT */
/*
 * Items that hold their records (base/inlined.h) in place of an index of all records: for a shuffle
 * by rows of a file in which nearly all records are short enough, where memory allows it. A chunk
 * of it is put into them by the thread that found its records, while it is in the cache. (An input
 * that comes from elsewhere has an index by the time it is there, see csv/early.h.)
 *
 * Memory: 16 bytes a record, all of it private. Where there turn out to be so many records that it
 * does not suffice, inlining is given up, and the index is built as if nobody had tried.
 *
 * Life: sd_small_records_begin, sd_small_records_on_chunk for all chunks, sd_small_records_close,
 * use of run->small_records, sd_concurrent_array_end.
 */
#ifndef SD_ENGINE_SMALL_RECORDS_H
#define SD_ENGINE_SMALL_RECORDS_H

#include "base/concurrent_array.h"
#include "csv/index.h"

struct sd_run;

/* Before the index is built: whether records are to be inlined, and there is room for them. */
bool sd_small_records_begin(struct sd_run *run);

/* The index's listener; `context` is the run. */
int sd_small_records_on_chunk(void *context, const struct sd_chunk_records *records,
                              struct splitdata_error *error);

/* All chunks were chunks_seen of. Puts in what was in none of them, and gives back what memory is
 * left. False: it was given up, and all records must be found once more. */
bool sd_small_records_close(struct sd_run *run);

#endif
