/* SPDX-License-Identifier: MIT */
/*
 * Parts that are stretches of the input, written directly from it: a chunk at the moment when its
 * records were found. It is still in the processor's cache then, and so comes from memory once.
 *
 * The first part begins with the input's first byte: byte order mark, header and records stand in
 * its output as they stand in the input. So it is begun before anybody knows where it ends, which
 * is guessed from its share of the bytes. What was too much is cut off, and what is missing is
 * written with the other parts, when all ends are known.
 *
 * Only where all outputs are plain files that nobody watches; else the functions do nothing, and
 * the outputs are written like any others.
 *
 * Life: zeroed, sd_direct_begin, sd_direct_hear for all chunks, sd_direct_cut, sd_direct_write for
 * all pieces that are missing; or sd_direct_forget in place of the last two.
 */
#ifndef SD_DIRECT_H
#define SD_DIRECT_H

#include "csv/index.h"

struct sd_run;

struct sd_direct {
    bool used;
    uint64_t guess; /* where the first part ends: chunks that end there or before are written */
};

/* The input is in memory, the outputs are named. */
int sd_direct_begin(struct sd_run *run, struct splitdata_error *error);

/* Whether a chunk that ends at byte `end` is written when all ends are known, and not before. */
bool sd_direct_later(const struct sd_run *run, uint64_t end);

/* A chunk was found, and it is not to be written later. May be called by several threads at once.
 */
int sd_direct_hear(struct sd_run *run, const struct sd_chunk_records *records,
                   struct splitdata_error *error);

/* stretches[p] is where part p is in the input. Looks whether there is room for all outputs, and
 * writes what stands before the records. */
int sd_direct_cut(struct sd_run *run, const struct sd_span *stretches,
                  struct splitdata_error *error);

/* Writes bytes `begin` to `end` - 1 of the input, which belong to `part`; its stretch begins at
 * `origin`. May be called by several threads at once. */
int sd_direct_write(struct sd_run *run, size_t part, uint64_t origin, uint64_t begin, uint64_t end,
                    struct splitdata_error *error);

/* The parts are no stretches of this input after all. */
int sd_direct_forget(struct sd_run *run, struct splitdata_error *error);

#endif
