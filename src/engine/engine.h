/* SPDX-License-Identifier: MIT */
/*
 * Engines: ways to find the records of an input and to write the parts. All write the same bytes;
 * they differ in speed and memory. An engine is one file ending in one constant, and one row of the
 * table in engines.c, which also chooses one. It owns its state, job->state.
 *
 * Life of a job: the caller fills the first group of members and calls sd_engine_choose; reads the
 * input, unless the engine streams; sd_engine_find; prepares the decision; sd_engine_prepare,
 * sd_engine_write_rounds; sd_job_end.
 */
#ifndef SD_ENGINE_ENGINE_H
#define SD_ENGINE_ENGINE_H

#include "base/clock.h"
#include "base/observer.h"
#include "csv/incremental_index.h"
#include "csv/records.h"
#include "engine/output_template.h"
#include "in/input.h"
#include "look/profile.h"
#include "out/output.h"
#include "strategy/decide.h"

struct sd_engine;

/* Gives the outputs of part number `part`, counted by set and part, when the number of its shards
 * is known; parts come in ascending order. */
struct sd_naming_of_shards {
    int (*name)(void *context, size_t part, size_t shards, struct sd_output **outputs,
                struct splitdata_error *error);
    void *context;
};

struct sd_job {
    /* Borrowed. */
    const struct sd_request *request;
    const struct sd_dialect *dialect;
    struct sd_input *input;
    struct sd_memory *memory;
    const struct sd_release *release; /* learns which input is no longer needed */
    struct sd_progress *progress;
    struct sd_clock *clock;
    struct sd_output **outputs; /* by set and part, NULL for a part that is not written; with --emit
                                   column there is one, with shards none. The array is owned */
    size_t output_count;
    size_t query_count; /* after the outputs: the files of --query-files, one an output; or 0 */
    bool one_directory; /* all outputs are in one directory */
    struct sd_naming_of_shards shards;

    /* Owned. */
    struct sd_incremental incremental; /* of an input that is copied as it is read */
    struct sd_records records;
    struct sd_profile profile; /* of the records */
    struct sd_output_template template;
    struct sd_items items; /* of all rows: a plan rearranges them */
    uint64_t *sums;        /* by set and part: for the split id */
    uint64_t *part_rows;   /* by set and part: number of rows */

    const struct sd_engine *engine;
    void *state;
    bool by_rows; /* a plain split by rows, with --emit rows and without --sample, that changes no
                     line terminator */
    bool unsuitable; /* the engine cannot split this input */
};

struct sd_engine {
    const char *name;
    enum sd_plan_form form; /* of the plans that it takes */
    bool streams;           /* reads the input itself, in one pass */
    /* Whether it can do the job, as far as that is known before the input is read. */
    bool (*can)(const struct sd_job *job);
    /* Fills job->records; or sets job->unsuitable, and no output has any bytes. */
    int (*find)(struct sd_job *job, struct splitdata_error *error);
    /* Starts threads that lay out the parts while the items are shuffled; the shuffle reports final
     * items to what is returned. NULL is returned with an error. NULL: the engine cannot. */
    const struct sd_shuffle_progress *(*follow)(struct sd_job *job, const struct sd_plan *plan,
                                                struct splitdata_error *error);
    /* Fills the sums of the parts and, unless it is a dry run, writes them, as set number `set`,
     * from 0. */
    int (*write)(struct sd_job *job, struct sd_decision *decision, size_t set,
                 struct splitdata_error *error);
    /* Writes the output of --emit column. NULL: `write` does it. */
    int (*write_column)(struct sd_job *job, struct splitdata_error *error);
    void (*free)(void *state);
};

extern const struct sd_engine sd_engine_one_pass, sd_engine_contiguous, sd_engine_partition,
    sd_engine_indexed;

/* Chooses the engine, and the observer that indexes an input which is copied. */
void sd_engine_choose(struct sd_job *job, const struct sd_decision *decision);

/* Finds the records, with the indexed engine if the chosen one is unsuitable, looks at them, and
 * begins the template. Call when the input is in memory, unless the engine streams. */
int sd_engine_find(struct sd_job *job, struct splitdata_error *error);

/* Call when the decision is prepared: completes the template and allocates job->sums and
 * job->part_rows. */
int sd_engine_prepare(struct sd_job *job, const struct sd_decision *decision,
                      struct splitdata_error *error);

/* Arranges and writes all rounds (rounds.c). */
int sd_engine_write_rounds(struct sd_job *job, struct sd_decision *decision,
                           struct splitdata_error *error);

/* Returns `status`, after a failure about the input's data with the input's name and the line put
 * in front of the message. If the input has changed or the caller asks to stop, that error is
 * returned instead: data that vanish while they are read look damaged. */
int sd_job_locate(const struct sd_job *job, int status, struct splitdata_error *error);

/* The last check before publication: the input has not changed, and the caller does not ask to
 * stop. */
int sd_job_check_last(const struct sd_job *job, struct splitdata_error *error);

/* Whether the one-pass engine reads the input in a thread of its own. */
bool sd_one_pass_reads_ahead(const struct sd_job *job);

void sd_job_end(struct sd_job *job);

/* --- for engines ----------------------------------------------------------------------------- */

/* Allocates job->state, `size` zero bytes. NULL and an error: no memory. */
void *sd_job_state(struct sd_job *job, size_t size, struct splitdata_error *error);

/* Frees job->state; another engine may take the job. */
void sd_job_end_state(struct sd_job *job);

/* How to scan the input; without callbacks. */
struct sd_index_request sd_job_index_request(const struct sd_job *job);

/* Refuses a record that would be the first in an output without a header, if readers would take it
 * for something else, such as a byte order mark. It has `length` bytes and is at byte `offset` of
 * the input. */
int sd_job_check_first(const struct sd_job *job, const uint8_t *record, uint64_t offset,
                       uint64_t length, struct splitdata_error *error);

#endif
