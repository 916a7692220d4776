/* SPDX-License-Identifier: MIT */
/*
 * One run of `splitdata check`: what its steps hand on.
 *
 * The parts but train are indexed and put into tables; then train is streamed past them, so memory
 * grows with the other parts alone. After that each check judges what was counted.
 */
#ifndef SD_CHECK_RUN_H
#define SD_CHECK_RUN_H

#include "check/reader.h"
#include "check/results.h"
#include "check/seen.h"
#include "check/twins.h"

struct sd_run {
    const struct splitdata_check_options *asked;
    struct splitdata_options how; /* without what concerns a split */
    struct sd_request request;
    struct sd_memory memory;
    struct sd_progress progress;
    struct sd_clock clock;
    struct sd_results results;

    struct sd_side *sides; /* the first is train */
    size_t count;
    size_t columns;   /* of train */
    bool *common;     /* by column: all parts have it */
    bool *ignored;    /* by column: --ignore */
    bool *in_key;     /* by column: records are compared by it */
    bool same_header; /* all parts have the same columns in the same order */
    struct sd_key_columns key_columns;

    struct sd_reader *readers; /* by part: what its cells are */
    struct sd_twins whole;     /* the bytes of records */
    struct sd_twins values;    /* the values in columns that make the key */
    struct sd_seen seen_whole, seen_values;
};

/* names.c: a part's name in messages. */
const char *sd_run_name(const struct sd_run *run, size_t side);

/* The name of a column, in `out` if it has none. */
enum { SD_COLUMN_NAME = 128 };
const char *sd_run_column(const struct sd_run *run, size_t column, char out[SD_COLUMN_NAME]);

/* header.c: matches the columns of all parts with those of train, and tells what differs (S01). */
int sd_run_match_columns(struct sd_run *run, struct splitdata_error *error);

/* pass.c: reads all records of all parts. */
int sd_run_read(struct sd_run *run, struct splitdata_error *error);

/* The checks; after a failure of memory, run->results has failed. */
void sd_check_types(struct sd_run *run);                                 /* types.c: S02 */
void sd_check_sizes(struct sd_run *run);                                 /* types.c: S03 */
int sd_check_overlap(struct sd_run *run, struct splitdata_error *error); /* overlap.c: L01, L02 */

#endif
