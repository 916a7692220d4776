/* SPDX-License-Identifier: MIT */
/*
 * The record index of a whole input, built by several threads.
 *
 * The input is cut into chunks. A worker takes the next chunk, guesses by its first quotes whether
 * it begins inside quotes, starts after the first line terminator believed to be outside quotes and
 * stops at the first record boundary at or past the chunk's end. Results are joined in the order of
 * chunks: if a chunk's first record does not start exactly where the previous chunk ended, the
 * guess was wrong and the chunk is scanned again from the true boundary. At a boundary the scanner
 * has no other state than its position, so the result is that of a scan from front to back,
 * whatever the chunks.
 */
#ifndef SD_CSV_INDEX_H
#define SD_CSV_INDEX_H

#include "base/extents.h"
#include "base/observer.h"
#include "csv/not_data.h"
#include "csv/scan.h"
#include "csv/traits.h"

/* The records that begin in one chunk: from boundary `begin` to boundary `end`. The first of them
 * is number `first`, from 0, of the input. There may be none. */
struct sd_chunk_records {
    size_t chunk; /* its number, from 0; chunk 0 begins after the first record */
    uint64_t begin, end;
    uint64_t first;
    uint64_t expected; /* estimate of the input's records, a little too high */
    const struct sd_spans *spans;
};

typedef int sd_on_chunk(void *context, const struct sd_chunk_records *records,
                        struct splitdata_error *error);

/* Large enough that joining costs nothing, small enough that a chunk and its spans stay in a cache
 * and that a wrong guess is cheap. */
enum { SD_INDEX_CHUNK = 1 << 19 };

/* Memory that a thread needs for the records of its chunk; rarely more. */
enum { SD_INDEX_HELD = 4 * SD_INDEX_CHUNK };

struct sd_index_request {
    const uint8_t *data;
    uint64_t size;
    struct sd_extents *extents; /* borrowed: the files in `data`, no chunk has bytes of two of them;
                                   first_row is set. NULL: it is one */
    const struct sd_dialect *dialect;
    const struct sd_scanner *scanner; /* NULL: the fastest */
    struct sd_reading reading;
    unsigned threads;
    struct sd_memory *memory; /* of the index */
    uint64_t chunk;           /* bytes; 0: SD_INDEX_CHUNK */
    int cancel_fd;
    struct sd_progress *progress;     /* counts the bytes that are scanned; may be NULL */
    const struct sd_release *release; /* told of the bytes that are no longer needed; may be NULL */
    /* Called with the records of each chunk, by several threads at once; the index then keeps only
     * the first record of all. NULL: it keeps all. Not with libcsv. */
    sd_on_chunk *on_chunk;
    void *context;
};

struct sd_index {
    struct sd_spans spans; /* all records, a header included, or only the first */
    uint64_t count;        /* of all records */
    size_t chunks;         /* number of chunks */
    uint64_t bom;          /* bytes of the byte order mark, 0 or 3 */
    uint64_t begin;        /* where the records begin: after it and skipped lines */
    uint64_t names_length; /* bytes of the first record alone; spans take a header of several
                              records for one */
    uint64_t fields;       /* of the first record */
    uint64_t blank_lines;
    uint64_t comment_lines;
    struct sd_traits traits;
};

/* Whether each record begins where the one before it ends. */
static inline bool sd_index_is_contiguous(const struct sd_index *index)
{
    return index->blank_lines == 0 && index->comment_lines == 0;
}

/* SPLITDATA_DATA with the offset if the input must be refused. On failure the index is empty. */
int sd_index_build(struct sd_index *index, const struct sd_index_request *request,
                   struct splitdata_error *error);

/* A boundary, and the other delimiter that is suspected up to there (scan.h), or 0. */
struct sd_index_place {
    uint64_t at;
    uint8_t other_delimiter;
    uint64_t other_delimiter_at;
};

/* The index of one file's first record, or of its header, alone: the others may be found from
 * `after` on. There is none in an input of blank lines. Not with libcsv. */
int sd_index_first(struct sd_index *index, const struct sd_index_request *request,
                   struct sd_index_place *after, struct splitdata_error *error);

/* Finds the records from boundary `begin` to boundary `end` again, after the index was built. */
int sd_index_find(const struct sd_index *index, const struct sd_index_request *request,
                  uint64_t begin, uint64_t end, struct sd_spans *spans,
                  struct splitdata_error *error);

void sd_index_free(struct sd_index *index);

#endif
