/* SPDX-License-Identifier: MIT */
/*
 * Collects the digests with which a split can be verified later: those of the input and of every
 * output, for a manifest, a replay or a verification. (Every split has a split id, from sums
 * that the engines compute: split_id.h.)
 *
 * A background thread (base/sink.h) digests the input, as soon as it is in memory or as it is read;
 * the report waits for the result. Outputs are digested by the threads that write them. In one pass
 * a single thread splits, so the background thread digests the outputs, too.
 *
 * Life: zeroed, sd_provenance_begin, the functions below in the course of the split,
 * sd_provenance_end. Without sd_provenance_begin all of them do nothing.
 */
#ifndef SD_PROVENANCE_COLLECT_H
#define SD_PROVENANCE_COLLECT_H

#include "base/fingerprint.h"
#include "base/sink.h"
#include "in/input.h"
#include "out/output.h"
#include "publish/output_set.h"
#include "splitdata/splitdata.h"

struct sd_provenance;

/* Further observers of outputs: of shard number `shard` of part number `part`, counted by set and
 * part. */
struct sd_further_observers {
    const struct sd_observer *(*find)(void *context, size_t part, size_t shard);
    void *context;
};

/* The digest of one output. */
struct sd_provenance_output {
    struct sd_provenance *provenance;
    struct sd_digest digest;
    struct sd_observer observer;    /* of the output: digests, or passes bytes to the sink */
    struct sd_observer digester;    /* for the sink */
    const struct sd_observer *next; /* observes the same bytes; NULL: none */
};

/* The digest of one of several files that are split as one. */
struct sd_provenance_file {
    struct sd_provenance *provenance;
    struct sd_digest digest;
    struct sd_observer digester; /* for the sink */
};

struct sd_provenance {
    bool digests; /* digests are requested */
    enum splitdata_digest kind;
    unsigned threads; /* of the split */
    int cancel_fd;
    struct sd_provenance_output **outputs;
    size_t output_count;
    struct sd_targets *targets;
    const struct sd_further_observers *further; /* NULL: none */

    struct sd_provenance_file *files; /* of several; then there is no digest of the input */
    size_t file_count;
    struct sd_fingerprint input;
    struct sd_observer observer; /* of an input that is read once */
    struct sd_observer digester; /* of the input, for the sink */
    struct sd_sink sink;
    bool digested; /* the input is digested as it is read */
    bool one_pass; /* one thread splits: the sink digests the outputs, too */
};

/* Call when digests are requested and the input is open: if it is read only once, it is digested as
 * it is read. `threads`: those of the split; with one, there is no background thread. */
int sd_provenance_begin(struct sd_provenance *provenance, struct sd_input *input,
                        enum splitdata_digest kind, unsigned threads,
                        struct splitdata_error *error);

/* Call when the outputs are named: they are digested. */
int sd_provenance_outputs(struct sd_provenance *provenance, struct sd_targets *targets,
                          const struct sd_further_observers *further,
                          struct splitdata_error *error);

/* Returns the outputs of the part's shards, which are named (sd_targets_cut) and digested if they
 * were not yet. `context`: a struct sd_provenance, for engines. */
int sd_provenance_cut(void *context, size_t part, size_t shards, struct sd_output **outputs,
                      struct splitdata_error *error);

/* Call for one pass, in which one thread reads and splits; `apart`: another thread reads. */
void sd_provenance_one_pass(struct sd_provenance *provenance, bool apart);

/* Call when the input is in memory: starts the digest, unless it was computed during reading. */
int sd_provenance_input(struct sd_provenance *provenance, const struct sd_input *input,
                        struct splitdata_error *error);

/* Waits for the digests and puts them into the report. */
int sd_provenance_report(struct sd_provenance *provenance, const struct sd_targets *targets,
                         struct splitdata_report *report, struct splitdata_error *error);

void sd_provenance_end(struct sd_provenance *provenance);

#endif
