/* SPDX-License-Identifier: MIT */
/*
 * Items that hold small records (base/small_record.h), so that after a shuffle these need not be
 * fetched from all over the input.
 *
 * Life: zeroed, sd_small_records_begin, sd_small_records_add for all chunks,
 * sd_small_records_close, use, sd_small_records_end.
 */
#ifndef SD_ENGINE_SMALL_RECORDS_H
#define SD_ENGINE_SMALL_RECORDS_H

#include "base/concurrent_array.h"
#include "engine/engine.h"

/* Begins, if it is worth it and memory suffices: for a plain split by rows with one shuffled round,
 * of an input in which a sample finds nearly all records small, and which neither fits into a cache
 * nor exceeds the memory bound. False: not begun. */
bool sd_small_records_begin(struct sd_concurrent_array *items, const struct sd_job *job);

/* Makes the items of a chunk's records. Thread-safe. */
void sd_small_records_add(struct sd_concurrent_array *items, const struct sd_job *job,
                          const struct sd_chunk_records *records);

/* Call when all chunks were added. False: memory did not suffice, and the items are incomplete. */
bool sd_small_records_close(struct sd_concurrent_array *items, const struct sd_job *job);

#endif
