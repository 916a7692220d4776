/* SPDX-License-Identifier: MIT */
/*
 * The chunk table, which takes the place of an index of all records: for each chunk of the input,
 * where its first record begins and how many records come before. The records of a chunk are found
 * again when they are needed: by their lengths, four bytes each, if private memory allowed it to
 * keep these, else by scanning the chunk once more.
 *
 * An input with blank lines, which no output has, is split with an index like any other.
 *
 * Life: zeroed, sd_chunk_table_begin, sd_chunk_table_add for all chunks, sd_chunk_table_close,
 * sd_chunk_table_find, sd_chunk_table_end.
 */
#ifndef SD_ENGINE_CHUNK_TABLE_H
#define SD_ENGINE_CHUNK_TABLE_H

#include "base/concurrent_array.h"
#include "engine/engine.h"

struct sd_chunk_entry {
    uint64_t begin; /* where its first record begins */
    uint64_t first; /* the row number of that record */
    uint64_t sum;   /* what its records add to the first part's sum, if all of them are in it */
    bool kept;      /* the lengths of its records were */
};

struct sd_chunk_table {
    const struct sd_job *job;
    struct sd_chunk_entry *chunk;       /* and one after the last */
    struct sd_concurrent_array lengths; /* uint32_t, by row; 0: longer than an index packs. Not
                                           those of a record before the first chunk */
};

/* Before the index is built. `keeps`: lengths may be kept; beside them there will still be private
 * memory for `beside` bytes a record. */
int sd_chunk_table_begin(struct sd_chunk_table *table, const struct sd_job *job, bool keeps,
                         uint64_t beside, struct splitdata_error *error);

/* Notes a chunk and, if memory allows it and `keep` is set, the lengths of its records. May be
 * called by several threads at once. */
struct sd_chunk_entry *sd_chunk_table_add(struct sd_chunk_table *table,
                                          const struct sd_chunk_records *records, bool keep);

/* All chunks were added, and the records are counted. */
void sd_chunk_table_close(struct sd_chunk_table *table);

/* Finds the records of a chunk once more, in place of those that `spans` holds. */
int sd_chunk_table_find(const struct sd_chunk_table *table, size_t chunk, struct sd_spans *spans,
                        struct splitdata_error *error);

void sd_chunk_table_end(struct sd_chunk_table *table);

#endif
