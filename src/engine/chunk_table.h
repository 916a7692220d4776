/* SPDX-License-Identifier: MIT */
/*
 * The chunk table, used instead of a full index: for each chunk of the input, the offset and the
 * number of its first record. The records of a chunk are found again when they are needed: by their
 * lengths, four bytes each, if these were kept, otherwise by scanning the chunk again. Lengths are
 * kept only in private memory.
 *
 * Not for an input with blank lines, which are in no output: it needs a full index.
 *
 * Life: zeroed, sd_chunk_table_begin, sd_chunk_table_add for all chunks, sd_chunk_table_close,
 * sd_chunk_table_find, sd_chunk_table_end.
 */
#ifndef SD_ENGINE_CHUNK_TABLE_H
#define SD_ENGINE_CHUNK_TABLE_H

#include "base/concurrent_array.h"
#include "engine/engine.h"

struct sd_chunk_entry {
    uint64_t begin; /* offset of its first record */
    uint64_t end;   /* of the end of its last record */
    uint64_t first; /* the row number of that record */
    uint64_t sum;   /* of its records, as if all were in the first part (for the split id) */
    bool postponed; /* its bytes are still to be written (sequential_writer.h) */
    bool kept;      /* the lengths of its records are in the table */
};

struct sd_chunk_table {
    const struct sd_job *job;
    struct sd_chunk_entry *chunk;       /* and one after the last */
    struct sd_concurrent_array lengths; /* uint32_t, by row; 0: longer than a span packs. A record
                                           before the first chunk has none */
};

/* Call before the index is built. `keeps`: lengths may be kept, as long as `reserve` bytes of
 * private memory a record remain for other arrays. */
int sd_chunk_table_begin(struct sd_chunk_table *table, const struct sd_job *job, bool keeps,
                         uint64_t reserve, struct splitdata_error *error);

/* Adds a chunk and, if `keep` is set and memory suffices, the lengths of its records. Thread-safe.
 */
struct sd_chunk_entry *sd_chunk_table_add(struct sd_chunk_table *table,
                                          const struct sd_chunk_records *records, bool keep);

/* Call when all chunks were added and the records are counted. */
void sd_chunk_table_close(struct sd_chunk_table *table);

/* Finds the records of a chunk again; replaces the contents of `spans`. */
int sd_chunk_table_find(const struct sd_chunk_table *table, size_t chunk, struct sd_spans *spans,
                        struct splitdata_error *error);

void sd_chunk_table_end(struct sd_chunk_table *table);

#endif
