/* SPDX-License-Identifier: MIT */
/*
 * Writes parts that have the input's order, straight from the input in memory.
 *
 * Without a shuffle, the first part begins with the input's first byte: byte order mark, header and
 * records have the same offsets in its output as in the input. So each chunk is written as soon as
 * it was scanned, while it is still in the processor's cache, before the part's end is known. The
 * end is estimated from the part's share of the records, or from their number and the lengths of
 * some lines. When all ends are known, surplus bytes are cut off, and missing ones are written with
 * the other parts.
 *
 * The system caches a file in few large pages if it is written in pieces that are aligned to these.
 * So a chunk's piece of a part begins at the last multiple at or before the chunk and ends at the
 * last multiple in it, where the next chunk's piece begins.
 *
 * The system lets one thread at a time write to a file. A thread that would have to wait postpones
 * its chunk, which is written when other files can be written beside it; at most as many bytes are
 * postponed as the other parts have.
 *
 * Only if all outputs are plain files without observers.
 *
 * Life: zeroed, sd_sequential_begin, sd_sequential_chunk for all chunks that are not deferred,
 * sd_sequential_open, sd_sequential_write for all missing pieces, sd_sequential_end; or
 * sd_sequential_discard instead of the last three.
 */
#ifndef SD_ENGINE_SEQUENTIAL_WRITER_H
#define SD_ENGINE_SEQUENTIAL_WRITER_H

#include "engine/engine.h"

#include <stdatomic.h>

/* Pieces of outputs begin and end at multiples of this, except at the ends of a part. */
enum { SD_SEQUENTIAL_ALIGNMENT = 64 * 1024 };

struct sd_sequential_writer {
    const struct sd_job *job;
    const struct sd_extents *extents; /* of the input (base/extents.h), or NULL */
    uint64_t guess; /* end of the first part in the joined file: chunks up to there are written at
                       once, each up to its last multiple; 0: none */
    atomic_uint writers;        /* threads that write such a chunk, or wait for one that does */
    atomic_ullong may_postpone; /* bytes of such chunks that may still be left for later */
};

/* Whether all parts are written to plain files without observers. Call when they are named. */
bool sd_sequential_can(const struct sd_job *job);

/* Call when the input is in memory. `first_part`: the first part begins with the input's first
 * byte, and may be written before its end is known. */
int sd_sequential_begin(struct sd_sequential_writer *writer, const struct sd_job *job,
                        bool first_part, struct splitdata_error *error);

/* Whether a chunk that ends at byte `end` of the joined file is written only when all ends are
 * known. */
bool sd_sequential_deferred(const struct sd_sequential_writer *writer, uint64_t end);

/* Writes a chunk that is not deferred to the first part; or, while another thread writes to it,
 * postpones the chunk: *postponed. Thread-safe. */
int sd_sequential_chunk(struct sd_sequential_writer *writer, const struct sd_chunk_records *records,
                        bool *postponed, struct splitdata_error *error);

/* How exact lengths of parts are: all exact; estimates with an exact sum, all outputs being in one
 * directory; or estimates. */
enum sd_lengths { SD_LENGTHS_EXACT, SD_LENGTHS_TOGETHER, SD_LENGTHS_GUESSED };

/* Opens all outputs, checks that the disks have room, as far as `known` allows it, and writes the
 * prologues. lengths[p] is the bytes of the records of part p. */
int sd_sequential_open(const struct sd_sequential_writer *writer, const uint64_t *lengths,
                       enum sd_lengths known, struct splitdata_error *error);

/* Writes bytes of the input, `length` of them from byte `joined` of the joined file on, as bytes of
 * a part's records; `offset` counts from its first record. Thread-safe. */
int sd_sequential_write_input(const struct sd_sequential_writer *writer, size_t part,
                              uint64_t offset, uint64_t joined, uint64_t length,
                              struct splitdata_error *error);

/* Writes other bytes of a part's records. Thread-safe. */
int sd_sequential_write(const struct sd_sequential_writer *writer, size_t part, uint64_t offset,
                        const uint8_t *bytes, size_t length, struct splitdata_error *error);

/* Call when all is written. lengths[p]: the exact bytes of the records of part p. */
int sd_sequential_end(const struct sd_sequential_writer *writer, const uint64_t *lengths,
                      struct splitdata_error *error);

/* Discards everything that was written: another engine will write the outputs. */
int sd_sequential_discard(struct sd_sequential_writer *writer, struct splitdata_error *error);

#endif
