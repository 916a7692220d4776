/* SPDX-License-Identifier: MIT */
/*
 * The record index of a whole input, made by several threads.
 *
 * The input is cut into chunks. A worker takes the next chunk, guesses by its first quotes whether
 * it begins inside quotes, and scans it from behind the first line end outside quotes to the first
 * boundary at or after the chunk's end. Then, in the order of chunks, results are joined: where a
 * chunk's first record does not start exactly where the chunk before it ended, the guess was wrong
 * and the chunk is scanned again from the true boundary. At a boundary nothing but the position
 * matters, so the result is the one of a scan from front to back, whatever the chunks.
 */
#ifndef SD_CSV_INDEX_H
#define SD_CSV_INDEX_H

#include "base/observer.h"
#include "csv/scan.h"

/* The records that begin in one chunk: from boundary `begin` to boundary `end`, the first of them
 * with number `first` of all in the input, from 0. There may be none. */
struct sd_chunk_records {
    size_t chunk; /* its number, from 0; the first chunk begins behind the first record */
    uint64_t begin, end;
    uint64_t first;
    uint64_t expected; /* how many there will be in all, and a few more, as those so far suggest */
    const struct sd_spans *spans;
};

typedef int sd_on_chunk(void *context, const struct sd_chunk_records *records,
                        struct splitdata_error *error);

/* Large enough that joining costs nothing, small enough that a chunk and its spans stay in a cache
 * and that a wrong guess is soon made good. */
enum { SD_INDEX_CHUNK = 1 << 19 };

/* What a thread takes, seldom more, for the records of its chunk. */
enum { SD_INDEX_HELD = 4 * SD_INDEX_CHUNK };

struct sd_index_request {
    const uint8_t *data;
    uint64_t size;
    const struct sd_dialect *dialect;
    const struct sd_scanner *scanner; /* NULL: the fastest */
    unsigned threads;
    struct sd_memory *memory; /* where the index lives */
    uint64_t chunk;           /* bytes; 0: SD_INDEX_CHUNK */
    int cancel_fd;
    struct sd_progress *progress;     /* hears of the bytes that are scanned; NULL: nobody */
    const struct sd_release *release; /* the same, for those that are not needed any more */
    /* Hears of the records of each chunk, from several threads at once, and only the first record
     * of all is kept. NULL: all are kept. Not with libcsv. */
    sd_on_chunk *on_chunk;
    void *context;
};

struct sd_index {
    struct sd_spans spans; /* all records, a header included, or only the first */
    uint64_t count;        /* of all records */
    size_t chunks;         /* that they were scanned in */
    uint64_t bom;          /* bytes of the byte order mark, 0 or 3 */
    uint64_t fields;       /* of the first record */
    uint64_t blank_lines;
};

/* SPLITDATA_DATA with the offset when the input must be refused. On failure nothing is left. */
int sd_index_build(struct sd_index *index, const struct sd_index_request *request,
                   struct splitdata_error *error);

/* Finds the records from boundary `begin` to boundary `end` once more, when the index is built. */
int sd_index_find(const struct sd_index *index, const struct sd_index_request *request,
                  uint64_t begin, uint64_t end, struct sd_spans *spans,
                  struct splitdata_error *error);

void sd_index_free(struct sd_index *index);

#endif
