/* SPDX-License-Identifier: MIT */
/*
 * Gathers the records of a unit by part. A unit is a run of records that begin within one chunk of
 * the input. The records of each part are copied together and written in one piece. For one thread.
 *
 * Life: zeroed, sd_gather_begin; for each unit the caller sets its records (packed, count, part_of,
 * end), calls sd_gather_count, sets `before` and calls sd_gather_write; sd_gather_end.
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
    const uint64_t *gaps;  /* of the input (base/extents.h), or NULL */
    struct sd_spans spans; /* room for the records of a unit */

    /* The unit. */
    const uint64_t *packed; /* its records, packed as in `spans` */
    size_t count;
    const uint8_t *part_of; /* the part of each record; `parts`: in no part */
    uint64_t end;           /* offset of the end of the last record */

    struct sd_portion *own;    /* by part, and last for no part: of this unit */
    struct sd_portion *before; /* likewise: of all units before it */
    uint64_t *sums;            /* by part: of the written records, for the split id */
    uint8_t *buffer;           /* the gathered records, part after part */
    size_t *next;              /* by part: offset of the next record in `buffer` */
};

/* After a failure (SPLITDATA_SYSTEM: no memory), too, sd_gather_end must be called. */
int sd_gather_begin(struct sd_gatherer *gatherer, const struct sd_sequential_writer *writer,
                    struct splitdata_error *error);

/* The offset of record `i` of the unit in the input; for i = count, the end of the unit. */
static inline uint64_t sd_gather_offset(const struct sd_gatherer *gatherer, size_t i)
{
    return i < gatherer->count ? gatherer->packed[i] >> gatherer->spans.length_bits : gatherer->end;
}

/* Computes gatherer->own. */
void sd_gather_count(struct sd_gatherer *gatherer);

/* Writes the records to their parts after those in gatherer->before, which is changed. */
int sd_gather_write(struct sd_gatherer *gatherer, struct splitdata_error *error);

void sd_gather_end(struct sd_gatherer *gatherer);

#endif
