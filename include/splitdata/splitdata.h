/* SPDX-License-Identifier: MIT */
/*
 * splitdata/splitdata.h - split the records of a CSV file into parts, exactly as scikit-learn does.
 *
 *     struct splitdata_options options;
 *     struct splitdata_report report;
 *     struct splitdata_error error;
 *
 *     splitdata_options_init(&options);
 *     options.seed = "101";
 *     options.ratio = "0.8";
 *     if (splitdata_split("data.csv", &options, &report, &error) != SPLITDATA_OK)
 *         ... error.message ...
 *     splitdata_report_free(&report);
 *
 * writes data.train.csv and data.test.csv: the same records, byte for byte and in the same order,
 * as sklearn.model_selection.train_test_split(df, train_size=0.8, random_state=101).
 *
 * The library never prints, never exits, keeps no global state, reads no environment, installs no
 * signal handler and changes no locale; several threads may split at the same time. Strings in
 * options are borrowed for the duration of the call; those in a report are owned by the report.
 */
#ifndef SPLITDATA_SPLITDATA_H
#define SPLITDATA_SPLITDATA_H

#include "splitdata/check.h"
#include "splitdata/error.h"
#include "splitdata/options.h"
#include "splitdata/progress.h"
#include "splitdata/verify.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SPLITDATA_VERSION "0.1.0"

/* How grave a warning is, the gravest first. */
enum splitdata_severity {
    SPLITDATA_SEVERITY_LOST,    /* what the owner may count as records is in no output: worth
                                   telling even where nothing else is told */
    SPLITDATA_SEVERITY_RECORDS, /* the records, or the header, may not be what was meant */
    SPLITDATA_SEVERITY_SPLIT,   /* the parts may not show what they seem to show */
    SPLITDATA_SEVERITY_READERS, /* other programs may read the outputs otherwise */
    SPLITDATA_SEVERITY_ADVICE,
    SPLITDATA_SEVERITIES
};

/* What became of an output. */
enum splitdata_outcome {
    SPLITDATA_OUTCOME_NONE,    /* nothing: a dry run, or a part that options.only leaves out */
    SPLITDATA_OUTCOME_MADE,    /* it was not there before */
    SPLITDATA_OUTCOME_KEPT,    /* it was there, with the right bytes before compression */
    SPLITDATA_OUTCOME_REPLACED /* another file was there, which is gone */
};

/* Why a record is in no part. */
enum splitdata_left_out {
    SPLITDATA_LEFT_OUT_MISSING,   /* it has no value in a key column */
    SPLITDATA_LEFT_OUT_DUPLICATE, /* an equal record is before it */
    SPLITDATA_LEFT_OUT_SAMPLE,    /* it is not in the sample */
    SPLITDATA_LEFT_OUT_OTHER,     /* the sizes, a gap or a straddling group leave it out */
    SPLITDATA_LEFT_OUT_KINDS
};

/* One file of a part that is cut into several. */
struct splitdata_shard {
    char *path;
    uint64_t rows;  /* records */
    uint64_t bytes; /* size before compression; 0: not written */
    char *sha256;   /* of these bytes, in hexadecimal; NULL without a manifest */
    enum splitdata_outcome outcome;
};

/* One part of one repeat. Several parts may share a text. */
struct splitdata_part {
    char *name;
    uint64_t repeat; /* from 1; 0 if the split is not repeated */
    uint64_t fold;   /* from 1; 0 if there are no folds */
    char *path;      /* the file of its records; "-" is standard output; NULL: options.only leaves
                        the part out; with shards, their names with a star: "train-*-of-00008.csv" */
    char *size;      /* as requested; NULL: the remainder, or a fold */
    uint64_t rows;   /* records */
    double share;    /* rows / input rows */
    uint64_t bytes;  /* size of the file at `path` before compression; 0: not written; of all shards
                        together */
    char *sha256;    /* of these bytes, in hexadecimal; NULL without a manifest or `path`, and with
                        shards */
    enum splitdata_outcome outcome; /* with shards: what became of the first of them */
    char *query;          /* the file of its groups' sizes; NULL without options.query_files */
    uint64_t query_bytes; /* its size */
    char *query_sha256;   /* of its bytes; NULL without a manifest */

    struct splitdata_shard *shards; /* with options.shards, in their order; NULL: the part is one
                                       file, or not written */
    size_t shard_count;
};

/* A class of --stratify, or a bin. */
struct splitdata_class {
    char *label;   /* its value (of a bin: "2.5 to 3.1", its smallest and largest one; of several
                      columns: theirs, with commas between), at most 60 bytes of each; NULL: the
                      classes that --rare merge joined */
    uint64_t rows; /* records that take part */
};

/* One of several files that are split as one. */
struct splitdata_input {
    char *path;     /* as given; of a folder's file, below the path of the folder as given */
    uint64_t rows;  /* records, without the header */
    uint64_t bytes; /* uncompressed size */
    bool gzip;
    char *sha256; /* of its uncompressed bytes, in hexadecimal; NULL without a manifest */
};

struct splitdata_report {
    char *recipe;     /* the framework's name, as in manifests */
    char *strategy;   /* a phrase that names the columns of the strategy; NULL: none */
    char *seed;       /* as given, or as drawn */
    bool seed_drawn;  /* drawn from the system */
    bool seed_unused; /* nothing was drawn or hashed, so that there is no seed */

    char *input;      /* the path as given; of several files, the first one's */
    uint64_t rows;    /* records, without the header */
    uint64_t columns; /* fields of the header or the first record; 1 for lines */
    uint64_t bytes;   /* uncompressed size */
    uint64_t blank_lines;
    bool input_gzip;
    bool header;

    struct splitdata_part *parts; /* in the order named, repeat after repeat */
    size_t part_count;
    uint64_t left_out;  /* records that the options leave out, in each repeat */
    char *split_id;     /* "7f3a-91c2-04be-d5e0": identifies which record goes to which part in
                           which order; docs/reproducibility.md specifies it */
    char *manifest;     /* the path of the manifest; NULL: none */
    char *page;         /* the path of the page about the split (options.report); NULL: none */
    char *input_sha256; /* of its uncompressed bytes, in hexadecimal; NULL without a manifest, and
                           of several files */
    bool written;       /* false for a dry run */

    char **warnings; /* sentences, the gravest first */
    size_t warning_count;
    double seconds;                         /* wall time */
    double stage_seconds[SPLITDATA_STAGES]; /* of each stage */

    size_t severities[SPLITDATA_SEVERITIES]; /* number of warnings of each severity */

    enum splitdata_outcome manifest_outcome; /* of the file at `manifest` */
    enum splitdata_outcome page_outcome;     /* of the file at `page` */
    char *own_rule; /* for what, "3 parts", splitdata has a rule of its own, with the framework's
                       generator, as no call of the framework gives it; NULL: for nothing or, if
                       `recipe` is "splitdata", for all of it */
    uint64_t skipped_lines; /* as requested by skip_lines */
    uint64_t comment_lines;

    bool left_out_named;                            /* records were to be left out for a reason that
                                                       the options name: missing, duplicates */
    uint64_t left_out_by[SPLITDATA_LEFT_OUT_KINDS]; /* left_out by the first reason that applied */
    char *recorded_strategy; /* the phrase in manifests, whose words stay those of version 0.1.0 */

    /* With --stratify: the largest classes, at most 1,000 (with more than 4,000 parts fewer, so
     * that class_rows has at most 4 million numbers), the largest first. Classes that --rare train
     * keeps in one part are not among them. All owned by the report. */
    struct splitdata_class *classes;
    size_t class_count;
    uint64_t classes_more; /* number of classes that are not listed */
    char *class_columns;   /* the columns' names, joined by " and "; NULL without --stratify */
    uint64_t *class_rows;  /* class_rows[i * class_count + c]: records of class c in part i */

    /* With SPLITDATA_DUPLICATES_NOTE, of all folds and repeats together: */
    bool duplicates_counted;
    uint64_t compared_rows; /* records of the parts after the first */
    uint64_t shared_rows;   /* those of them that have an equal one in the first part */

    char *like;       /* options.like in its one form: the rule, and what differs from its defaults;
                         NULL: it was not given */
    char *conditions; /* on what else the framework's result depends; NULL: on nothing */
    bool sizes_drawn; /* the sizes of the parts came out of the draws */

    /* If several files, or a folder, are split as one: each of them, in their order. */
    struct splitdata_input *inputs;
    size_t input_count;

    enum splitdata_digest digest; /* what the members called sha256 are: as in the options */
};

/*
 * Splits the file at `input` ("-" is standard input; a folder stands for its regular files, see
 * options.inputs; NULL: those are split). On success *report is filled and must be
 * freed with splitdata_report_free; on failure it is zeroed and every output is as it was before
 * the call.
 */
SPLITDATA_API int splitdata_split(const char *input, const struct splitdata_options *options,
                                  struct splitdata_report *report, struct splitdata_error *error);

/* Frees what the report owns; a zeroed report is fine. */
SPLITDATA_API void splitdata_report_free(struct splitdata_report *report);

/* The report as one JSON object in UTF-8 without a final line end, to be freed with free(); NULL
 * if out of memory. Bytes of names that are not UTF-8 appear as \xNN. */
SPLITDATA_API char *splitdata_report_json(const struct splitdata_report *report);

/* --- names --------------------------------------------------------------------------------------
 */

/* A framework whose split can be reproduced. */
struct splitdata_recipe_info {
    const char *name;     /* as options.like takes it: "torch", or "sklearn@0.24", where a framework
                             has another rule for other releases */
    const char *summary;  /* one line */
    const char *call;     /* the call that is reproduced, in one line */
    const char *versions; /* the releases for which it was run, with blanks between, the newest
                             first; one may follow the name: "torch@2.15.0", or "torch@2" */
    const char *of;       /* what these are releases of */
    const char *checked;  /* how it was checked */
    const char *conditions; /* on what else the framework's result depends; NULL: on nothing */
};

/* What may follow a recipe's name: "spark,partitions=4". */
struct splitdata_recipe_parameter_info {
    const char *name;
    const char *usual; /* the default; NULL: none is given */
    const char *summary;
    const char *const *words; /* the values that there are, up to NULL; NULL: others, too */
};

/* A framework whose split cannot be reproduced. */
struct splitdata_unreproducible_info {
    const char *names; /* with blanks between */
    const char *why;
    const char *nearest; /* the name of a recipe */
};

/* Fills *info with the recipe at `index`, from 0; returns false past the last. */
SPLITDATA_API bool splitdata_recipe(size_t index, struct splitdata_recipe_info *info);

/* The same for the parameters of the recipe at `index`, from 0. */
SPLITDATA_API bool splitdata_recipe_parameter(size_t index, size_t parameter,
                                              struct splitdata_recipe_parameter_info *info);

/* The same for the frameworks that cannot be reproduced. */
SPLITDATA_API bool splitdata_unreproducible(size_t index,
                                            struct splitdata_unreproducible_info *info);

/* Sets *index to the recipe of a text as options.like takes it. SPLITDATA_USAGE: there is none. */
SPLITDATA_API int splitdata_recipe_find(const char *like, size_t *index,
                                        struct splitdata_error *error);

/* Sets *code to the lines of Python, R, Java or another language whose result the split of `input`
 * by these options equals, ready to be run; the caller frees it. Nothing is read or written.
 * SPLITDATA_USAGE: no code makes such a split. */
SPLITDATA_API int splitdata_code(const char *input, const struct splitdata_options *options,
                                 char **code, struct splitdata_error *error);

/* The name of the record scanner at `index`, from 0, among those that this processor can run,
 * fastest first; NULL past the last. */
SPLITDATA_API const char *splitdata_scanner_name(size_t index);

/* The name of the gzip library at `index`, from 0, among those that splitdata was built with; zlib
 * is the last, NULL past it. The library affects the speed and the compressed bytes of outputs,
 * never the uncompressed bytes. */
SPLITDATA_API const char *splitdata_gzip_library_name(size_t index);

/* The candidate most similar to a misspelt name, or NULL if none is similar. */
SPLITDATA_API const char *splitdata_nearest_name(const char *name, const char *const *candidates,
                                                 size_t count);

/* The version of the library at run time: SPLITDATA_VERSION of its own header. */
SPLITDATA_API const char *splitdata_version(void);

#ifdef __cplusplus
}
#endif

#endif
