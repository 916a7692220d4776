/* SPDX-License-Identifier: MIT */
/* All that one split knows while it runs: the conductor's own, and its ways to arrange records. */
#ifndef SD_SPLIT_H
#define SD_SPLIT_H

#include "algorithm/chronological.h"
#include "algorithm/draw.h"
#include "algorithm/folds.h"
#include "base/memory.h"
#include "base/progress.h"
#include "csv/incremental_index.h"
#include "engine/chunk_table.h"
#include "engine/contiguous.h"
#include "engine/layouts.h"
#include "engine/output_template.h"
#include "engine/partition.h"
#include "engine/sequential_writer.h"
#include "engine/small_records.h"
#include "keys/key_columns.h"
#include "keys/share.h"
#include "provenance/collect.h"
#include "publish/output_set.h"
#include "splitdata/random.h"

#include <time.h>

struct sd_run;

/* A way to decide which record goes where: one row of the table in ways.c. */
struct sd_way {
    const char *name;
    bool cuts;           /* cuts the input as it stands when nothing is shuffled */
    bool shuffles;       /* draws from the generator (unless the user says --no-shuffle) */
    bool own;            /* no framework has it: splitdata's own rule */
    bool parts_are_read; /* how many outputs there are is known only from the data */
    /* Reads the keys it needs; sets run->sizes, or run->folds.count. */
    int (*prepare)(struct sd_run *run, struct splitdata_error *error);
    /* Arranges one round: run->plan, or whatever select_fold needs. */
    int (*arrange)(struct sd_run *run, struct splitdata_error *error);
    /* For ways in which a record's key alone says its part: the part. Such ways need no index. */
    int (*part_of)(struct sd_run *run, const uint8_t *record, size_t length, uint32_t *part,
                   struct splitdata_error *error);
    /* With folds: arranges run->plan to be the train and test part of fold number `fold`, from 0.
     */
    int (*select_fold)(struct sd_run *run, uint32_t fold, struct splitdata_error *error);
    /* With folds: labels[i] = the fold in which row i is test, or the number of folds. */
    void (*label_folds)(const struct sd_run *run, uint32_t *labels);
};

struct sd_run {
    const char *path;
    struct sd_request request;
    const struct sd_way *way;
    struct splitdata_random random;
    char *seed; /* NULL: nothing is drawn */
    bool seed_drawn;
    struct sd_memory memory;
    struct sd_input input;
    struct sd_release release; /* tells the input */
    struct sd_name name;
    bool unnamed; /* the input is standard input, or a pipe by another name */
    struct sd_dialect dialect;
    struct sd_targets targets;
    struct sd_incremental incremental;
    struct sd_index index;
    struct sd_columns columns;
    struct sd_contents contents;
    struct sd_chunk_table chunk_table;
    struct sd_sequential_writer sequential;
    bool partitioned; /* see sieve.h */
    struct sd_concurrent_array
        small_records; /* items, one for each record behind the header: small_records.h */

    struct sd_rows rows; /* the records that take part */
    uint64_t *chosen;    /* their numbers, with --sample */
    uint64_t *items;     /* in input order: what the plan arranges; maybe the index's own */
    uint64_t *own_items; /* the allocation behind it, if it is not the index's */
    uint64_t *scratch;   /* with folds: where a fold's items are gathered */
    struct sd_plan plan;
    struct sd_measuring measuring; /* of the parts in the plan */
    uint8_t *part_of_row;          /* with sieve.h */
    uint64_t *sizes;               /* of the parts, in records or groups */
    uint64_t *achieved;            /* records of each part, fold after fold, round after round */

    struct sd_key_columns strata, groups, key;
    struct sd_share share; /* with --hash: from keys to numbers, */
    uint64_t *limits;      /* and from numbers to parts */
    uint64_t empty_keys;
    struct sd_folds folds; /* count 0: no folds */
    struct sd_chronology chronology;
    struct sd_time_folds time_folds;
    uint64_t *stamps, *time_order, *cutoffs;
    struct sd_text strategy; /* for the summary: by what it was split */
    size_t described;        /* its length before the deviation, */
    double deviation;        /* the largest of all rounds, with --stratify and --group */
    struct sd_provenance provenance;
    struct sd_progress progress;
    size_t set; /* which set of outputs is being written */

    struct timespec clock; /* when the last stage ended */
    double stage_seconds[SPLITDATA_STAGES];
};

/* Does what splitdata_split does, with more or less of a provenance. */
int sd_run_split(const char *input, const struct splitdata_options *options,
                 const struct sd_provenance_request *asked, struct splitdata_report *report,
                 struct splitdata_error *error);

/* The way that the options ask for. */
const struct sd_way *sd_way_of(const struct splitdata_options *options);

/* The ways along time: ways_time.c. */
extern const struct sd_way sd_way_time, sd_way_time_folds;

/* The ways by keys without a generator: ways_keys.c. */
extern const struct sd_way sd_way_hash, sd_way_predefined, sd_way_predefined_folds;

/* The bound on private memory is set for planning or for writing (bounds.c). */
void sd_run_bound_memory(struct sd_run *run, bool writing);

/* Where temporary files may stand: the directory that is asked for must be there, needed or not. */
int sd_run_find_tmpdir(struct sd_run *run, struct splitdata_error *error);

/* An input that will not be fetched from at random, and that the system cannot keep in its cache
 * beside the outputs, goes through that cache without a trace. */
void sd_run_spare_cache(struct sd_run *run);

/* The records that take part, the keys, the sizes: all that one round needs (planning.c). */
int sd_run_plan(struct sd_run *run, struct splitdata_error *error);

/* In place of reading an input: stands for run->provenance.asked.records empty ones (planning.c).
 */
int sd_run_pretend(struct sd_run *run, struct splitdata_error *error);

/* Whether the split can be made in one pass, and that pass (streaming.c): in place of reading the
 * input, planning and writing. */
bool sd_run_can_stream(const struct sd_run *run);
int sd_run_stream(struct sd_run *run, struct splitdata_error *error);

/* Arranges the next round, and measures its parts unless more is to be done to them first. */
int sd_run_arrange(struct sd_run *run, struct splitdata_error *error);

/* Writes what run->plan holds now as set number `set`, from 0; or the one output of --emit column
 * (writing.c). */
int sd_run_write_parts(struct sd_run *run, size_t set, struct splitdata_error *error);
int sd_run_write_column(struct sd_run *run, struct splitdata_error *error);

/* How the input is scanned (indexing.c). */
struct sd_index_request sd_run_index_request(const struct sd_run *run);

/* Before the input is read: the records of one that is copied will be found meanwhile. */
void sd_run_begin_index(struct sd_run *run);

/* Finds the records and reads the header. */
int sd_run_index(struct sd_run *run, struct splitdata_error *error);

/* Whether all records are split by rows, themselves and nothing else of them is written, and nobody
 * looks at the plan: then something else can take the place of an index of all records. */
bool sd_run_rows_alone(const struct sd_run *run);

/* Counts the time since the last call for `stage`. */
void sd_run_clock(struct sd_run *run, enum splitdata_stage stage);

/* The number of folds, 0 where there are none. */
size_t sd_run_folds(const struct sd_run *run);

/* How often all parts are made, at least 1: for each fold of each round. */
size_t sd_run_sets(const struct sd_run *run);

/* With --emit column: notes the part, or the test fold, of each record in this round. */
int sd_run_label(struct sd_run *run, uint64_t round, struct splitdata_error *error);

/* Where permutations come from; NULL: nothing is shuffled. */
const struct sd_draw *sd_run_draw(struct sd_run *run, struct sd_draw *draw);

/* Sizes of the parts of `n` records, or other `units`, by the recipe or the rules of --parts. */
int sd_run_sizes(struct sd_run *run, uint64_t n, const char *unit, struct splitdata_error *error);

/* Chooses the columns of an option and numbers the rows by them. */
int sd_run_codes(struct sd_run *run, struct sd_key_columns *key, const char *option,
                 const char *list, bool binned, struct splitdata_error *error);

/* Gathers the items of a fold, train first, both in input order: in_test[i] says where row i goes;
 * rows that are in neither part have in_test[i] 2. */
int sd_run_gather_fold(struct sd_run *run, const uint8_t *in_test, struct splitdata_error *error);

/* For ways whose folds are one number a record in run->folds. */
int sd_select_fold(struct sd_run *run, uint32_t fold, struct splitdata_error *error);
void sd_label_folds(const struct sd_run *run, uint32_t *labels);
int sd_allocate_folds(struct sd_run *run, struct splitdata_error *error);

/* For ways that have arranged everything when they prepared. */
int sd_already_arranged(struct sd_run *run, struct splitdata_error *error);

/* Adds "grouped by ticket (681 groups)" to run->strategy. */
int sd_describe(struct sd_run *run, const char *how, const struct sd_key_columns *key,
                const char *unit, struct splitdata_error *error);

/* Whether the strata have a value for nearly every record, and are no classes: `what` then says so,
 * in `size` bytes, at least SD_MANY_CLASSES. */
enum { SD_MANY_CLASSES = 384 };
bool sd_too_many_classes(const struct sd_run *run, char *what, size_t size);

/* Writes the manifest, if one is wanted, and notes its path in the finished report (manifest.c). */
int sd_run_manifest(struct sd_run *run, struct splitdata_report *report,
                    struct splitdata_error *error);

/* Adds the notes of what such a run can be wrong about without an error. False: no memory. */
bool sd_run_warn(const struct sd_run *run, struct splitdata_report *report);

/* Fills the report of a run that has come as far as publication, notes included. */
int sd_run_report(struct sd_run *run, struct splitdata_report *report,
                  struct splitdata_error *error);

#endif
