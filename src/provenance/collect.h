/* SPDX-License-Identifier: MIT */
/*
 * What shows that a split is the one that was meant, gathered while the data pass: the split id
 * always, and with a manifest, a replay or a verification the SHA-256 of the input and of every
 * output.
 *
 * The input is digested by a thread of its own (base/sink.h), from the moment it is in memory, or
 * as it is read, until the report wants the result; the outputs by the threads that write them. In
 * one pass a single thread reads and writes, so that the other one digests the outputs, too.
 *
 * Life: zeroed, the functions below as the split goes on, sd_provenance_end.
 */
#ifndef SD_PROVENANCE_COLLECT_H
#define SD_PROVENANCE_COLLECT_H

#include "algorithm/plan.h"
#include "base/fingerprint.h"
#include "base/sink.h"
#include "out/output.h"
#include "splitdata/splitdata.h"

struct sd_provenance;
struct sd_run;

/* The digest of one output. */
struct sd_provenance_output {
    struct sd_provenance *provenance;
    struct sd_digest digest;
    struct sd_observer observer;    /* the output's, which digests, */
    struct sd_observer digester;    /* or leaves that to the sink and this one */
    const struct sd_observer *next; /* sees what is digested; NULL: nobody else */
};

/* What the caller of a split wants beyond the id. */
struct sd_provenance_request {
    bool digests;
    bool rehearsal; /* outputs are made and digested, but not written */
    /* Called with the finished report before anything is published: an error of its stops the
     * split. NULL: nobody asks. */
    int (*approve)(void *context, const struct splitdata_report *report,
                   struct splitdata_error *error);
    void *context;
    const char *named_as;  /* the path that outputs are called after; NULL: the input's own, */
    bool compressed_as_it; /* and whether they are compressed when nothing else says so */
    const struct sd_observer
        *next_observers; /* by output: who sees its blocks, too; NULL: nobody */
    size_t next_observer_count;
    /* Called with each set of parts when it is arranged, from 0; with SPLITDATA_EMIT_INDICES its
     * items are row numbers. NULL: nobody wants to see. */
    int (*arranged)(void *context, const struct sd_plan *plan, size_t set,
                    struct splitdata_error *error);
    /* Not 0: so many records are arranged without an input, and nothing else is done: the report
     * stays empty. For ways that read no column, with SPLITDATA_EMIT_INDICES and a dry run. */
    uint64_t records;
};

struct sd_provenance {
    struct sd_provenance_request asked;
    uint64_t *sums; /* by part: see report/split_id.h */
    struct sd_provenance_output *outputs;
    size_t output_count;

    struct sd_fingerprint input;
    struct sd_observer observer; /* of an input that is read once */
    struct sd_observer digester; /* of the input, for the sink */
    struct sd_sink sink;
    bool digested; /* the input, as it is read */
    bool one_pass; /* one thread splits: the sink is for the outputs, too */
};

/* The input is open: sees to it that it is digested as it is read, if it is read once. */
void sd_provenance_begin(struct sd_run *run);

/* The outputs are named: sees to it that they are digested, or only rehearsed. */
int sd_provenance_outputs(struct sd_run *run, struct splitdata_error *error);

/* The input is split by one thread as it is read; `apart`: by another one. */
void sd_provenance_one_pass(struct sd_run *run, bool apart);

/* The input is in memory: starts to digest it, unless it was as it was read. */
int sd_provenance_input(struct sd_run *run, struct splitdata_error *error);

/* Makes room for the sums of all parts, if there is none yet. */
int sd_provenance_sums(struct sd_run *run, struct splitdata_error *error);

/* What records from..to-1 of a part of the plan add to its sum. */
uint64_t sd_provenance_sum(const struct sd_run *run, size_t part, uint64_t from,
                                   uint64_t to);

/* In one pass: the next record of a part begins at byte `start`. */
int sd_provenance_record(struct sd_run *run, uint32_t part, uint64_t start,
                                 struct splitdata_error *error);

/* Puts id and digests into the report. */
int sd_provenance_report(struct sd_run *run, struct splitdata_report *report,
                                 struct splitdata_error *error);

void sd_provenance_end(struct sd_provenance *provenance);

#endif
