/* SPDX-License-Identifier: MIT */
/*
 * Several files as one: where their records are in one array of bytes, and where they would be if
 * the files were joined.
 *
 * The array has the files one after another, in ascending order, but with gaps, because a file can
 * only be mapped to whole pages, and because the headers of later files are left out. An extent is
 * the records of one file, a run of bytes without gaps. Every offset in the index is one in the
 * array; the split id and what people are told count in the joined file.
 *
 * Two extents are on one page of SD_EXTENT_PAGE bytes only if no gap is between them, so an
 * offset's page alone tells how many bytes before it are not in the joined file.
 */
#ifndef SD_BASE_EXTENTS_H
#define SD_BASE_EXTENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SD_EXTENT_PAGE_BITS = 16, SD_EXTENT_PAGE = 1 << SD_EXTENT_PAGE_BITS };

struct sd_extent {
    uint64_t begin, end;   /* in the array; equal: the file has no records */
    uint64_t joined;       /* where `begin` is in the joined file */
    uint64_t lines;        /* of the file before `begin`: those of its header */
    uint64_t lines_before; /* of the joined file before `begin`, where it is read as a stream */
};

/* Zeroed: no extents; a NULL pointer to it: the array is one file, without gaps. */
struct sd_extents {
    struct sd_extent *extent; /* owned, in ascending order */
    size_t count;
    uint64_t *gaps;      /* owned, by page: the bytes before it that are not in the joined file */
    uint64_t *first_row; /* owned, by extent: the number of its first record, from 0 and without the
                            header; set when the records are counted */
};

/* Call when all extents are known: makes the table of gaps. False: no memory. */
bool sd_extents_complete(struct sd_extents *extents);

/* The extent of the byte at `offset` of the array, or the last one before it. */
size_t sd_extents_find(const struct sd_extents *extents, uint64_t offset);

/* The offset in the array of byte `joined` of the joined file; from its end on, that of the last
 * extent. */
uint64_t sd_extents_place(const struct sd_extents *extents, uint64_t joined);

/* The offset in the array of byte `joined` of the joined file; *length becomes that of the bytes
 * from there on that have no gap, if it is more. `extents` NULL: there are none. */
uint64_t sd_extents_run(const struct sd_extents *extents, uint64_t joined, uint64_t *length);

/* The bytes of the joined file. `size`: those of the array, which are the result for one file. */
uint64_t sd_extents_bytes(const struct sd_extents *extents, uint64_t size);

/* The end of the first file that is not empty, which begins the array. `size` as above. */
uint64_t sd_extents_first_end(const struct sd_extents *extents, uint64_t size);

void sd_extents_free(struct sd_extents *extents);

/* Where the byte at `offset` is in the joined file. `gaps` NULL: there are none. */
static inline uint64_t sd_joined_offset(const uint64_t *gaps, uint64_t offset)
{
    return gaps == NULL ? offset : offset - gaps[offset >> SD_EXTENT_PAGE_BITS];
}

/* The table of gaps of the extents, which may be NULL. */
static inline const uint64_t *sd_extents_gaps(const struct sd_extents *extents)
{
    return extents == NULL ? NULL : extents->gaps;
}

#endif
