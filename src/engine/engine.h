/* SPDX-License-Identifier: MIT */
/*
 * Engines: the few ways to find the records of an input and to write the parts. All give the same
 * bytes; they differ in speed and memory. An engine is one file ending in one constant and one row
 * of the table in engines.c, where one of them is chosen; it owns its state, job->state.
 *
 * Life of a job: filled by the caller, sd_engine_choose; the input is read, unless the engine
 * streams; sd_engine_find; the decision is prepared; sd_engine_prepare, sd_engine_write_rounds;
 * sd_job_end.
 */
#ifndef SD_ENGINE_ENGINE_H
#define SD_ENGINE_ENGINE_H

#include "base/clock.h"
#include "base/observer.h"
#include "csv/incremental_index.h"
#include "csv/records.h"
#include "engine/output_template.h"
#include "in/input.h"
#include "out/output.h"
#include "strategy/decide.h"

struct sd_engine;

struct sd_job {
    /* What is asked: borrowed. */
    const struct sd_request *request;
    const struct sd_dialect *dialect;
    struct sd_input *input;
    struct sd_memory *memory;
    const struct sd_release *release; /* hears of parts of the input that were read for good */
    struct sd_progress *progress;
    struct sd_clock *clock;
    struct sd_output **outputs; /* named; by set and part, or the one of --emit column; this array
                                   is freed with the job */
    size_t output_count;
    bool one_directory; /* all outputs are in the same */

    /* What is found and written. */
    struct sd_incremental incremental; /* watches an input that is copied as it is read */
    struct sd_records records;
    struct sd_output_template template;
    struct sd_items items; /* what a plan of these records arranges */
    uint64_t *sums;        /* of each part of each set: for the split id, */
    uint64_t *part_rows;   /* and how many rows it has */

    const struct sd_engine *engine;
    void *state;
    bool by_rows;    /* all rows take part, alike, and nothing but the records is written */
    bool unsuitable; /* the engine has found that this input is not for it */
};

struct sd_engine {
    const char *name;
    enum sd_plan_form form; /* that it takes */
    bool streams;           /* it reads the input itself, in one pass */
    /* Whether it suits what is asked, as far as that is known before the input is read. */
    bool (*can)(const struct sd_job *job);
    /* Fills job->records, or sets job->unsuitable and leaves nothing behind. */
    int (*find)(struct sd_job *job, struct splitdata_error *error);
    /* Begins to lay out the parts while their items are arranged: returns what must hear of those
     * that are in their final places; NULL and an error. NULL where the engine cannot. */
    const struct sd_shuffle_progress *(*follow)(struct sd_job *job, const struct sd_plan *plan,
                                                struct splitdata_error *error);
    /* Writes the parts of the plan as set number `set`, from 0, unless nothing is to be written,
     * and fills their sums. */
    int (*write)(struct sd_job *job, struct sd_decision *decision, size_t set,
                 struct splitdata_error *error);
    /* Writes the one output of --emit column. NULL: `write` has done it. */
    int (*write_column)(struct sd_job *job, struct splitdata_error *error);
    void (*free)(void *state);
};

extern const struct sd_engine sd_engine_one_pass, sd_engine_contiguous, sd_engine_partition,
    sd_engine_indexed;

/* Chooses the engine for what is asked, and prepares the job for reading the input. */
void sd_engine_choose(struct sd_job *job, const struct sd_decision *decision);

/* Finds the records, by another engine where the first turns out unsuitable, and begins the
 * template. The input is read, unless the engine streams. */
int sd_engine_find(struct sd_job *job, struct splitdata_error *error);

/* The decision is prepared: makes what all outputs have in common, and room for what is known of
 * each part. */
int sd_engine_prepare(struct sd_job *job, const struct sd_decision *decision,
                      struct splitdata_error *error);

/* Arranges and writes all rounds: rounds.c. */
int sd_engine_write_rounds(struct sd_job *job, struct sd_decision *decision,
                           struct splitdata_error *error);

/* After a failure with `status`: where the input has changed, or the caller asks to stop, says so,
 * since data that vanish while they are read look damaged; else puts the input's name and the line
 * in front of a message about its data. Returns what there is to return. */
int sd_job_locate(const struct sd_job *job, int status, struct splitdata_error *error);

/* Whether an engine that streams reads ahead in a thread of its own. */
bool sd_one_pass_reads_ahead(const struct sd_job *job);

void sd_job_end(struct sd_job *job);

/* --- for engines ----------------------------------------------------------------------------- */

/* Zeroed state of `size` bytes as job->state; NULL and an error: no memory. */
void *sd_job_state(struct sd_job *job, size_t size, struct splitdata_error *error);

/* Frees that state; another engine may take the job. */
void sd_job_end_state(struct sd_job *job);

/* How the input is scanned. */
struct sd_index_request sd_job_index_request(const struct sd_job *job);

/* Refuses a record of `length` bytes at byte `offset` of the input that would be the first thing in
 * an output and that readers would take for something else. */
int sd_job_check_first(const struct sd_job *job, const uint8_t *record, uint64_t offset,
                       uint64_t length, struct splitdata_error *error);

#endif
