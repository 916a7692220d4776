/* SPDX-License-Identifier: MIT */
/*
 * Parts in the input's order, written from the chunks of the input when their records were found.
 * A chunk is still in the processor's cache then, and so comes from memory once.
 *
 * Without a shuffle, the first part begins with the input's first byte: byte order entry, header
 * and records stand in its output as they stand in the input. So it is begun before anybody knows
 * where it ends, which is guessed from its share of the records, or from their number and the
 * lengths of the first lines. What was too much is cut off, and what is missing is written with the
 * other parts, when all ends are known.
 *
 * The system caches a file in few large pages if its pieces begin and end at multiples of these. So
 * a chunk's piece of a part reaches from the last multiple before it to the last one in it, and the
 * next chunk's begins there.
 *
 * The system lets one thread at a time write to a file. Whoever would have to wait leaves the chunk
 * for later, when other files can be written beside it, as long as no more is left than these have.
 *
 * Only where all outputs are plain files that nobody watches; else the functions do nothing, and
 * the outputs are written like any others.
 *
 * Life: zeroed, sd_sequential_begin, sd_sequential_on_chunk for all chunks but those that are for
 * later, sd_sequential_open, sd_sequential_write for all pieces that are missing,
 * sd_sequential_end; or sd_sequential_forget in place of the last three.
 */
#ifndef SD_ENGINE_SEQUENTIAL_WRITER_H
#define SD_ENGINE_SEQUENTIAL_WRITER_H

#include "csv/index.h"

#include <stdatomic.h>

struct sd_run;

/* What pieces of outputs begin and end at, but at the ends of a part. */
enum { SD_SEQUENTIAL_ALIGNMENT = 64 * 1024 };

struct sd_sequential_writer {
    bool used;
    uint64_t guess; /* where the first part ends: chunks that end there or before are written, each
                       without its bytes behind the last boundary of pieces */
    atomic_uint writers;     /* threads that write such a chunk, or wait for one that does */
    atomic_ullong may_leave; /* bytes of such chunks */
};

/* The input is in memory, the outputs are named. */
int sd_sequential_begin(struct sd_run *run, struct splitdata_error *error);

/* Whether a chunk that ends at byte `end` is written when all ends are known, and not before. */
bool sd_sequential_later(const struct sd_run *run, uint64_t end);

/* A chunk was found, and it is not to be written later, or only because it is `*left` now. May be
 * called by several threads at once. */
int sd_sequential_on_chunk(struct sd_run *run, const struct sd_chunk_records *records, bool *left,
                           struct splitdata_error *error);

/* What is known of the parts' lengths: each of them, their sum alone (and all outputs are in one
 * directory), or nothing for sure. */
enum sd_lengths { SD_LENGTHS_EXACT, SD_LENGTHS_TOGETHER, SD_LENGTHS_GUESSED };

/* The records of part p have about lengths[p] bytes. Opens all outputs, looks whether there is room
 * as far as that is known, and writes what stands before the records. */
int sd_sequential_open(struct sd_run *run, const uint64_t *lengths, enum sd_lengths known,
                       struct splitdata_error *error);

/* Writes bytes from `offset` on of a part's records. May be called by several threads at once. */
int sd_sequential_write(struct sd_run *run, size_t part, uint64_t offset, const uint8_t *bytes,
                        size_t length, struct splitdata_error *error);

/* All is written, and so many bytes of records there are. */
int sd_sequential_end(struct sd_run *run, const uint64_t *lengths, struct splitdata_error *error);

/* The outputs will have other records than these: nothing is kept of what was written. */
int sd_sequential_forget(struct sd_run *run, struct splitdata_error *error);

#endif
