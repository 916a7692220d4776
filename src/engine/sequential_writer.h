/* SPDX-License-Identifier: MIT */
/*
 * Parts in the input's order, written from the chunks of the input right when their records were
 * found: a chunk is still in the processor's cache then, and so comes from memory once.
 *
 * Without a shuffle, the first part begins with the input's first byte: byte order mark, header and
 * records have the same offsets in its output as in the input. So it is begun before its end is
 * known, which is guessed from its share of the records, or from their number and the lengths of
 * some lines. What was too much is cut off, and what is missing is written with the other parts,
 * when all ends are known.
 *
 * The system caches a file in few large pages if its pieces begin and end at multiples of these. So
 * a chunk's piece of a part reaches from the last multiple before it to the last one in it, and the
 * next chunk's begins there.
 *
 * Only where all outputs are plain files that no observer watches.
 *
 * Life: zeroed, sd_sequential_begin, sd_sequential_chunk for all chunks that are not for later,
 * sd_sequential_open, sd_sequential_write for all pieces that are missing, sd_sequential_end; or
 * sd_sequential_forget in place of the last three.
 */
#ifndef SD_ENGINE_SEQUENTIAL_WRITER_H
#define SD_ENGINE_SEQUENTIAL_WRITER_H

#include "engine/engine.h"

/* Pieces of outputs begin and end at multiples of this, except at the ends of a part. */
enum { SD_SEQUENTIAL_ALIGNMENT = 64 * 1024 };

struct sd_sequential_writer {
    const struct sd_job *job;
    uint64_t guess; /* where the first part ends: chunks that end there or before are written at
                       once, each without its bytes after the last multiple */
};

/* Whether the outputs allow it; they are named. */
bool sd_sequential_can(const struct sd_job *job);

/* The input is in memory. `first_part`: the first part begins with the input's first byte, and may
 * be begun before its end is known. */
int sd_sequential_begin(struct sd_sequential_writer *writer, const struct sd_job *job,
                        bool first_part, struct splitdata_error *error);

/* Whether a chunk that ends at byte `end` is written when all ends are known, and not before. */
bool sd_sequential_later(const struct sd_sequential_writer *writer, uint64_t end);

/* Writes a chunk that is not for later to the first part. May be called by several threads at once.
 */
int sd_sequential_chunk(const struct sd_sequential_writer *writer,
                        const struct sd_chunk_records *records, struct splitdata_error *error);

/* What is known of the parts' lengths: each of them, their sum alone (and all outputs are in one
 * directory), or nothing for sure. */
enum sd_lengths { SD_LENGTHS_EXACT, SD_LENGTHS_TOGETHER, SD_LENGTHS_GUESSED };

/* The records of part p have about lengths[p] bytes. Opens all outputs, looks whether there is room
 * as far as that is known, and writes what stands before the records. */
int sd_sequential_open(const struct sd_sequential_writer *writer, const uint64_t *lengths,
                       enum sd_lengths known, struct splitdata_error *error);

/* Writes bytes from `offset` on of a part's records. May be called by several threads at once. */
int sd_sequential_write(const struct sd_sequential_writer *writer, size_t part, uint64_t offset,
                        const uint8_t *bytes, size_t length, struct splitdata_error *error);

/* All is written, and so many bytes of records there are. */
int sd_sequential_end(const struct sd_sequential_writer *writer, const uint64_t *lengths,
                      struct splitdata_error *error);

/* The outputs will have other records than these: nothing is kept of what was written. */
int sd_sequential_forget(struct sd_sequential_writer *writer, struct splitdata_error *error);

#endif
