/* SPDX-License-Identifier: MIT */
/*
 * The chunks of an input, of one file or several (base/extents.h): runs of bytes that threads scan.
 * A chunk has bytes of one file.
 */
#ifndef SD_CSV_CHUNKS_H
#define SD_CSV_CHUNKS_H

#include "base/extents.h"

struct sd_chunk {
    size_t extent;              /* the number of the extent that it is a part of */
    uint64_t begin, end, limit; /* its bytes, and the end of the extent */
    bool first;                 /* a record begins at its first byte: it is the extent's first */
};

struct sd_chunks {
    struct sd_extent whole; /* the only extent of one file */
    const struct sd_extent *extent;
    size_t extents;
    size_t first;   /* the extent with the header, or the first record; set it before cutting */
    uint64_t begin; /* the end of that record: the start of the first chunk; likewise */
    uint64_t size;  /* of a chunk */
    uint64_t count;
    uint64_t *first_chunk; /* owned, by extent: the number of its first chunk; NULL: one extent */
};

/* `extents` NULL: the input is one file of `size` bytes. */
void sd_chunks_begin(struct sd_chunks *chunks, const struct sd_extents *extents, uint64_t size);

/* Cuts the extents into chunks of `size` bytes; false: no memory. */
bool sd_chunks_cut(struct sd_chunks *chunks, uint64_t size);

struct sd_chunk sd_chunks_at(const struct sd_chunks *chunks, size_t number);

void sd_chunks_end(struct sd_chunks *chunks);

#endif
