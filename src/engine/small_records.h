/* SPDX-License-Identifier: MIT */
/*
 * Items that carry small records themselves (base/small_record.h), so that after a shuffle these
 * need not be fetched from all over the input.
 *
 * Life: zeroed, sd_small_records_begin, sd_small_records_add for all chunks,
 * sd_small_records_close, use, sd_small_records_end.
 */
#ifndef SD_ENGINE_SMALL_RECORDS_H
#define SD_ENGINE_SMALL_RECORDS_H

#include "base/concurrent_array.h"
#include "engine/engine.h"

/* Whether it is worth it, and memory suffices: for nearly all records are small, all are written
 * once, in the order of a shuffle, and the input is neither so small that its records come from a
 * cache nor too large for the memory that may be used. */
bool sd_small_records_begin(struct sd_concurrent_array *items, const struct sd_job *job);

/* Puts the records of a chunk into their items. May be called by several threads at once. */
void sd_small_records_add(struct sd_concurrent_array *items, const struct sd_job *job,
                          const struct sd_chunk_records *records);

/* All were added. False: memory did not suffice, and there are no items. */
bool sd_small_records_close(struct sd_concurrent_array *items, const struct sd_job *job);

#endif
