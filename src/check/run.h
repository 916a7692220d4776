/* SPDX-License-Identifier: MIT */
/*
 * One run of `splitdata check`: what its steps hand on.
 *
 * The parts but train are indexed and put into tables; then train is streamed past them, so memory
 * grows with the other parts alone. After that each check judges what was counted.
 */
#ifndef SD_CHECK_RUN_H
#define SD_CHECK_RUN_H

#include "check/clean.h"
#include "check/of_manifest.h"
#include "check/picture.h"
#include "check/reader.h"
#include "check/results.h"
#include "check/sample.h"
#include "check/seen.h"
#include "check/twins.h"
#include "keys/key_set.h"
#include "keys/stamps.h"

/* The latest stamp of train, and where the first record with it is. */
struct sd_latest {
    struct sd_stamp stamp;
    uint64_t offset;          /* UINT64_MAX: none so far */
    struct sd_stamp earliest; /* likewise the earliest one */
    uint64_t earliest_offset;
    bool unlike; /* a record has no stamp, or one of another form, at `unlike_at` */
    uint64_t unlike_at;
};

struct sd_run {
    const struct splitdata_check_options *asked;
    const struct sd_of_manifest *of_manifest; /* which names the parts; NULL: none does */
    struct splitdata_options how;             /* without what concerns a split */
    struct sd_request request;
    struct sd_memory memory;
    struct sd_progress progress;
    struct sd_clock clock;
    struct sd_results results;

    struct sd_side *sides; /* the first is train */
    size_t count;
    size_t columns; /* of train */
    bool *common;   /* by column: all parts have it */
    bool *ignored;  /* by column: --ignore */
    bool *in_key;   /* by column: records are compared by it */
    bool *id_like;  /* by column: its values number the records */
    bool *few;      /* by column: it has few values, and they are categories */
    size_t target;  /* of --target; SD_NO_COLUMN: none */
    bool classes;   /* the target is a class: conflicts of labels are looked for */
    size_t time;    /* of --time; SD_NO_COLUMN: none */
    size_t part;    /* of --part-column, in all parts; SD_NO_COLUMN: none */
    bool *group;    /* by column: --group */
    bool grouped;   /* there is one, and all parts have these columns */
    struct sd_key_columns key_columns;

    struct sd_reader *readers; /* by part: what its cells are */
    struct sd_twins whole;     /* the bytes of records, or all values but the part's */
    sd_is_equal *same;         /* whether records with one hash of these are the same */
    struct sd_twins values;    /* the values in columns that make the key */
    struct sd_seen seen_whole, seen_values;
    struct sd_twins groups;    /* the values of --group */
    struct sd_picks *picks;    /* by part, but train's are only complete after all was read */
    struct sd_sample *samples; /* by part */
    struct sd_stamps *stamps;  /* by part but train */
    char *no_stamps;           /* why times cannot be compared; NULL: they can */
    struct sd_latest latest;   /* of train */
    struct sd_clean clean;
    double near_share; /* of --near; 0: not asked for */
    struct sd_beside page;
    struct sd_picture_column *drawn; /* by column: for the report, until it has them */
};

/* names.c: a part's name in messages. */
const char *sd_run_name(const struct sd_run *run, size_t side);

/* The name of a column, in `out` if it has none. */
enum { SD_COLUMN_NAME = 128 };
const char *sd_run_column(const struct sd_run *run, size_t column, char out[SD_COLUMN_NAME]);

/* header.c: matches the columns of all parts with those of train, and tells what differs (S01). */
int sd_run_match_columns(struct sd_run *run, struct splitdata_error *error);

/* near_pass.c: reads --near. */
int sd_near_read_share(struct sd_run *run, struct splitdata_error *error);

/* part_column.c: opens the file, finds its records, and makes a part of those of each value. */
int sd_part_column_open(struct sd_run *run, const char *path, const struct sd_sides_shared *shared,
                        struct splitdata_error *error);

/* pass.c: reads all records of all parts. */
int sd_run_read(struct sd_run *run, struct splitdata_error *error);

/* target.c: decides what the target is, and which columns are like numbers of records (I01). */
int sd_run_look(struct sd_run *run, struct splitdata_error *error);

/* The checks; after a failure of memory, run->results has failed. */
void sd_check_types(struct sd_run *run);                                 /* types.c: S02 */
void sd_check_sizes(struct sd_run *run);                                 /* types.c: S03 */
int sd_check_overlap(struct sd_run *run, struct splitdata_error *error); /* overlap.c: L01, L02 */
int sd_check_near(struct sd_run *run, struct splitdata_error *error);    /* near_pass.c: L03 */
int sd_check_labels(struct sd_run *run, struct splitdata_error *error);  /* labels.c: L04 */
int sd_check_drift(struct sd_run *run, struct splitdata_error *error);   /* drift.c: L08, D01 */
void sd_check_groups(struct sd_run *run);                                /* groups.c: L05 */
int sd_check_target(struct sd_run *run, struct splitdata_error *error);  /* copies.c: L07 */
int sd_check_classes(struct sd_run *run, struct splitdata_error *error); /* shares.c: C01, P01 */
int sd_check_time(struct sd_run *run, struct splitdata_error *error);    /* time.c: L06 */

/* write_page.c: the report's page, if it is asked for. */
int sd_page_begin(struct sd_run *run, struct splitdata_error *error);
int sd_page_write(struct sd_run *run, struct splitdata_error *error);

/* time.c: reads the stamps of a part but train; then those of train, by several threads; marks the
 * records of a part that are not after the end of train. */
int sd_time_add(struct sd_run *run, size_t side, const struct sd_text *text, uint64_t offset,
                struct splitdata_error *error);
int sd_time_finish(struct sd_run *run, size_t side, struct splitdata_error *error);
void sd_time_read(const struct sd_run *run, struct sd_latest *latest, const struct sd_text *text,
                  uint64_t offset);
void sd_time_mark(const struct sd_run *run, size_t side, uint8_t *marks, uint8_t mark);
void sd_time_join(struct sd_latest *latest, const struct sd_latest *more);

#endif
