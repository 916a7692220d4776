/* SPDX-License-Identifier: MIT */
/*
 * Gathering the records of a unit by part: a unit is a run of records of the input, of which all
 * begin within the length of a chunk. The records of each part are copied together and written in
 * one piece. One gatherer serves one thread.
 *
 * Life: zeroed, sd_gather_begin; for each unit: its records are put into the members, then
 * sd_gather_count, then `before` is filled and sd_gather_write; sd_gather_end.
 */
#ifndef SD_ENGINE_GATHER_H
#define SD_ENGINE_GATHER_H

#include "engine/sequential_writer.h"

/* Some records of one part. */
struct sd_portion {
    uint64_t rows, bytes;
};

struct sd_gatherer {
    const struct sd_sequential_writer *writer;
    size_t parts;
    struct sd_spans spans; /* room for the records of a unit */

    /* The unit. */
    const uint64_t *packed; /* its records, as spans have them, */
    size_t count;
    const uint8_t *part_of; /* the part of each, `parts`: none, */
    uint64_t end;           /* and the byte at which the last one ends */

    struct sd_portion *own;    /* what the unit has of each part, and of none, */
    struct sd_portion *before; /* and what all units before it have */
    uint64_t *sums;            /* by part: what the records written add to the split id */
    uint8_t *buffer;           /* where the records of each part are gathered, */
    size_t *next;              /* and by part where the next one goes */
};

/* SPLITDATA_SYSTEM: no memory, and sd_gather_end is still to be called. */
int sd_gather_begin(struct sd_gatherer *gatherer, const struct sd_sequential_writer *writer,
                    struct splitdata_error *error);

/* The byte of the input at which record `i` of the unit begins; for i = count, where it ends. */
static inline uint64_t sd_gather_offset(const struct sd_gatherer *gatherer, size_t i)
{
    return i < gatherer->count ? gatherer->packed[i] >> gatherer->spans.length_bits : gatherer->end;
}

/* Fills gatherer->own. */
void sd_gather_count(struct sd_gatherer *gatherer);

/* Writes the records to their parts, and changes gatherer->before. */
int sd_gather_write(struct sd_gatherer *gatherer, struct splitdata_error *error);

void sd_gather_end(struct sd_gatherer *gatherer);

#endif
