/* SPDX-License-Identifier: MIT */
/*
 * What shows that a split is the one that was meant, gathered while the data pass: the split id
 * always, and with a manifest, a replay or a verification the SHA-256 of the input and of every
 * output.
 *
 * The input is digested by a thread of its own, from the moment it is in memory until the report
 * wants the result; the outputs by the threads that write them.
 *
 * Life: zeroed, the functions below as the split goes on, sd_proof_end.
 */
#ifndef SD_PROOF_H
#define SD_PROOF_H

#include "base/fingerprint.h"
#include "out/output.h"
#include "splitdata/splitdata.h"
#include "strategy/plan.h"

#include <pthread.h>
#include <stdatomic.h>

struct sd_run;

/* The digest of one output. */
struct sd_proof_output {
    struct sd_digest digest;
    struct sd_watcher watcher;
    const struct sd_watcher *witness; /* NULL: nobody else */
};

/* What the caller of a split wants beyond the id. */
struct sd_proof_request {
    bool digests;
    bool rehearsal; /* outputs are made and digested, but not written */
    /* Called with the finished report before anything is published: an error of its stops the
     * split. NULL: nobody asks. */
    int (*approve)(void *context, const struct splitdata_report *report,
                   struct splitdata_error *error);
    void *context;
    const char *named_as;  /* the path that outputs are called after; NULL: the input's own, */
    bool compressed_as_it; /* and whether they are compressed when nothing else says so */
    const struct sd_watcher *witnesses; /* by output: who sees its blocks, too; NULL: nobody */
    size_t witness_count;
    /* Called with each set of parts when it is arranged, from 0; with SPLITDATA_EMIT_INDICES its
     * items are row numbers. NULL: nobody wants to see. */
    int (*arranged)(void *context, const struct sd_plan *plan, size_t set,
                    struct splitdata_error *error);
    /* Not 0: so many records are arranged without an input, and nothing else is done: the report
     * stays empty. For ways that read no column, with SPLITDATA_EMIT_INDICES and a dry run. */
    uint64_t records;
};

struct sd_proof {
    struct sd_proof_request asked;
    uint64_t *sums; /* by part: see report/split_id.h */
    struct sd_proof_output *outputs;
    size_t output_count;

    struct sd_fingerprint input;
    const uint8_t *data;
    uint64_t size;
    pthread_t thread;
    bool threaded;
    atomic_bool stopped;
    int status; /* of digesting the input */
    struct splitdata_error error;
};

/* The outputs are named: sees to it that they are digested, or only rehearsed. */
int sd_proof_outputs(struct sd_run *run, struct splitdata_error *error);

/* The input is in memory: starts to digest it. */
void sd_proof_input(struct sd_run *run);

/* The same for the next piece of an input that is read once. */
int sd_proof_piece(struct sd_run *run, const void *bytes, size_t length,
                   struct splitdata_error *error);

/* The plan holds parts number `first` and so on. */
int sd_proof_parts(struct sd_run *run, size_t first, struct splitdata_error *error);

/* In one pass: the next record of a part begins at byte `start`. */
int sd_proof_record(struct sd_run *run, uint32_t part, uint64_t start,
                    struct splitdata_error *error);

/* Puts id and digests into the report. */
int sd_proof_report(struct sd_run *run, struct splitdata_report *report,
                    struct splitdata_error *error);

void sd_proof_end(struct sd_proof *proof);

#endif
