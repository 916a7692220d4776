/* SPDX-License-Identifier: MIT */
#include "csv/chunks.h"

#include <stdlib.h>

void sd_chunks_begin(struct sd_chunks *chunks, const struct sd_extents *extents, uint64_t size)
{
    *chunks = (struct sd_chunks){.whole.end = size};
    chunks->extent = extents != NULL ? extents->extent : &chunks->whole;
    chunks->extents = extents != NULL ? extents->count : 1;
}

/* Where the first chunk of an extent begins. */
static uint64_t begin_of(const struct sd_chunks *chunks, size_t e)
{
    const struct sd_extent *extent = &chunks->extent[e];
    return e > chunks->first ? extent->begin : e == chunks->first ? chunks->begin : extent->end;
}

bool sd_chunks_cut(struct sd_chunks *chunks, uint64_t size)
{
    chunks->size = size;
    if (chunks->extents > 1)
        chunks->first_chunk = calloc(chunks->extents, sizeof *chunks->first_chunk);
    if (chunks->extents > 1 && chunks->first_chunk == NULL)
        return false;
    for (size_t e = 0; e < chunks->extents; e++) {
        if (chunks->first_chunk != NULL)
            chunks->first_chunk[e] = chunks->count;
        chunks->count += (chunks->extent[e].end - begin_of(chunks, e) + size - 1) / size;
    }
    return true;
}

/* The last extent whose first chunk is `number` or before it: those before it with the same first
 * chunk have none. */
static size_t extent_of(const struct sd_chunks *chunks, size_t number)
{
    size_t low = 0, high = chunks->extents;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (chunks->first_chunk[middle] <= number)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct sd_chunk sd_chunks_at(const struct sd_chunks *chunks, size_t number)
{
    const size_t e = extent_of(chunks, number);
    const uint64_t i = number - (chunks->first_chunk != NULL ? chunks->first_chunk[e] : 0);
    const uint64_t begin = begin_of(chunks, e) + i * chunks->size, limit = chunks->extent[e].end;
    return (struct sd_chunk){
        .extent = e,
        .begin = begin,
        .end = limit - begin < chunks->size ? limit : begin + chunks->size,
        .limit = limit,
        .first = i == 0,
    };
}

void sd_chunks_end(struct sd_chunks *chunks)
{
    free(chunks->first_chunk);
    chunks->first_chunk = NULL;
}
