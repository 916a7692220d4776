/* SPDX-License-Identifier: MIT */
/*
 * The members of a gzip file, found without decompressing it, so that several threads can
 * decompress it: files that were joined, and BGZF.
 *
 * Where a member seems to begin, the four bytes before it are the length of the member before it,
 * and so each range of members has a place in the decompressed data. Bytes that only look like the
 * beginning of a member are rare, but possible: the result is right only if each range is a gzip
 * file of its own, with as many bytes as it should have. Otherwise the file must be read from front
 * to back, which also finds the faults.
 */
#ifndef SD_IN_MEMBERS_H
#define SD_IN_MEMBERS_H

#include "in/source.h"

/* Members that are decompressed by one thread. */
struct sd_member_range {
    uint64_t begin, end;   /* compressed */
    uint64_t offset, size; /* decompressed */
};

/* Life: sd_members_begin, sd_members_next by one thread at a time, sd_members_end. */
struct sd_members {
    const struct sd_source *source;
    uint8_t *window;
    uint64_t size;   /* of the file */
    uint64_t begin;  /* of the next range */
    uint64_t offset; /* decompressed */
    uint64_t first;  /* the first range must end before it */
    uint64_t least;  /* of a range */
};

/* The source is a regular gzip file. `least`: the compressed bytes of a range. False: it is not
 * worth it, or there is no memory. */
bool sd_members_begin(struct sd_members *members, const struct sd_source *source, uint64_t least);

/* Finds the next range. False: there is no more, or it is too far away (members->begin is not
 * members->size then), or the file cannot be read. */
bool sd_members_next(struct sd_members *members, struct sd_member_range *range);

void sd_members_end(struct sd_members *members);

#endif
