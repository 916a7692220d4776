/* SPDX-License-Identifier: MIT */
/*
 * What is kept of the records where no index of all of them is: where the records of each chunk of
 * the input begin, and how many there were before. When more is known of the parts, the records of
 * the chunks that are written later are found again: by their lengths, four bytes each, if private
 * memory allowed it to keep these, else by scanning once more. Of short records lengths are kept
 * only where those of all may be added up (sieve.h).
 *
 * An input with blank lines, which no output has, is split with an index like any other.
 *
 * Life: zeroed, sd_chunk_table_begin, sd_chunk_table_on_chunk for all chunks, sd_chunk_table_close,
 * sd_chunk_table_find, sd_chunk_table_end.
 */
#ifndef SD_ENGINE_CHUNK_TABLE_H
#define SD_ENGINE_CHUNK_TABLE_H

#include "base/concurrent_array.h"
#include "csv/index.h"

struct sd_run;

struct sd_chunk_entry {
    uint64_t begin; /* where its first record begins */
    uint64_t first; /* the number of that record among those behind the header, from 0 */
    uint64_t sum;   /* what its records add to the first part's sum, if all of them are in it
                       (ranges.h) */
    bool kept;      /* the lengths of its records were */
    bool left;      /* its bytes are still to be written there (writer.h) */
};

struct sd_chunk_table {
    bool used;
    struct sd_chunk_entry *chunk;       /* and one behind the last */
    struct sd_concurrent_array lengths; /* uint32_t, by record behind the header; 0: longer than an
                                  index packs. Not those of a record before the first chunk */
};

/* Before the index is built, and after sd_sequential_begin. Beside the lengths there will still be
 * private memory for `beside` bytes a record. */
int sd_chunk_table_begin(struct sd_run *run, uint64_t beside, struct splitdata_error *error);

/* The index's listener; `context` is the run. */
int sd_chunk_table_on_chunk(void *context, const struct sd_chunk_records *records,
                            struct splitdata_error *error);

/* All chunks were chunks_seen of, and the records are counted. */
void sd_chunk_table_close(struct sd_run *run);

/* Finds the records of a chunk once more, in place of those that `spans` holds. */
int sd_chunk_table_find(const struct sd_run *run, size_t chunk, struct sd_spans *spans,
                        struct splitdata_error *error);

void sd_chunk_table_end(struct sd_chunk_table *table);

#endif
