/* SPDX-License-Identifier: MIT */
/*
 * splitdata/options.h - what to split, how, and where to (splitdata.h).
 */
#ifndef SPLITDATA_OPTIONS_H
#define SPLITDATA_OPTIONS_H

#include "splitdata/error.h"
#include "splitdata/progress.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct splitdata_random; /* splitdata/random.h */

enum splitdata_order {
    SPLITDATA_ORDER_USUAL,    /* the strategy's default */
    SPLITDATA_ORDER_SHUFFLED, /* the order of the permutation */
    SPLITDATA_ORDER_INPUT     /* the order of the input */
};

enum splitdata_emit {
    SPLITDATA_EMIT_ROWS,           /* each part's records */
    SPLITDATA_EMIT_INDICES,        /* each part's row numbers, one per line, from 0 */
    SPLITDATA_EMIT_COLUMN,         /* one file: all records and, as a new last column, their part */
    SPLITDATA_EMIT_INDICES_BY_FILE /* lines "FILE ROW": the number of the input's file and that of
                                      the row within it, both from 0 */
};

enum splitdata_rare {
    SPLITDATA_RARE_ERROR, /* a class too small for every part is an error */
    SPLITDATA_RARE_MERGE, /* such classes are merged into one */
    SPLITDATA_RARE_TRAIN, /* their records go to the part named first */
    SPLITDATA_RARE_EACH   /* if a class would have no record in some part, each part gets one of
                             each class first; a class with fewer records than parts is an error */
};

enum splitdata_group_unit {
    SPLITDATA_GROUP_UNIT_GROUPS, /* sizes count groups, as scikit-learn's GroupShuffleSplit does */
    SPLITDATA_GROUP_UNIT_ROWS    /* sizes count records */
};

/* How to treat a group with records on both sides of a cut in time. */
enum splitdata_straddle {
    SPLITDATA_STRADDLE_ERROR, /* the split is refused */
    SPLITDATA_STRADDLE_DROP,  /* the group is left out */
    SPLITDATA_STRADDLE_TRAIN, /* it goes to the earliest of its parts */
    SPLITDATA_STRADDLE_TEST   /* it goes to the latest */
};

/* How to treat a record without a value in a key column. */
enum splitdata_missing {
    SPLITDATA_MISSING_ERROR, /* the split is refused, as scikit-learn refuses it */
    SPLITDATA_MISSING_DROP,  /* the record is left out, before anything else */
    SPLITDATA_MISSING_CLASS  /* having no value is a value: a class or group of its own */
};

/* What becomes of equal records: those with the same bytes but for the line end or, with `ignore`,
 * with equal fields in all other columns. */
enum splitdata_duplicates {
    SPLITDATA_DUPLICATES_KEEP, /* nothing; a warning if a sample finds many in train and test */
    SPLITDATA_DUPLICATES_NOTE, /* those of the other parts that are in train, too, are counted */
    SPLITDATA_DUPLICATES_TOGETHER, /* they stay in one part, as with `group` */
    SPLITDATA_DUPLICATES_DROP      /* all but the first are left out, before anything else */
};

/* The digests of manifests. */
enum splitdata_digest {
    SPLITDATA_DIGEST_SHA256,
    SPLITDATA_DIGEST_XXH3_128 /* several times as fast; it finds damage and mistakes, but a file
                                 with a given digest can be made on purpose */
};

enum splitdata_format {
    SPLITDATA_FORMAT_BY_NAME, /* lines for .jsonl, .ndjson and .txt, otherwise CSV; always CSV if
                                 delimiter, quote, ragged_keep or a new column is set */
    SPLITDATA_FORMAT_CSV,
    SPLITDATA_FORMAT_LINES /* a record is a line; quotes and delimiters have no meaning */
};

enum splitdata_header {
    SPLITDATA_HEADER_BY_FORMAT, /* the first record is a header in CSV, but not in lines */
    SPLITDATA_HEADER_PRESENT,
    SPLITDATA_HEADER_ABSENT
};

/* What becomes of the line terminators of records. Those inside quotes stay as they are. */
enum splitdata_line_ends {
    SPLITDATA_LINE_ENDS_KEEP,
    SPLITDATA_LINE_ENDS_LF,
    SPLITDATA_LINE_ENDS_CRLF
};

/* Special values of `delimiter`, `quote` and `gzip_level`. */
#define SPLITDATA_DELIMITER_BY_NAME (-1) /* tab for .tsv and .tab, otherwise comma */
#define SPLITDATA_DELIMITER_BLANKS                                                                 \
    (-2) /* runs of blanks and tabs; those at both ends are ignored */
#define SPLITDATA_DELIMITER_COLONS (-3) /* two colons, as in "1::2" */
#define SPLITDATA_QUOTE_NONE       (-1) /* no quoting */
#define SPLITDATA_QUOTE_USUAL      (-2) /* the double quote */
#define SPLITDATA_GZIP_BY_NAME     (-1) /* by an output's name, else as the input; level 6 */

/* The path of one output, instead of the one given by the template. */
struct splitdata_output {
    const char *part; /* a part's name, or "split" with SPLITDATA_EMIT_COLUMN */
    const char *path; /* relative to the current directory; "-" is standard output */
};

struct splitdata_options {
    /* Sizes and seed. NULL means "not given". Shares are texts, so that they stay exact: a number
     * with `.`, `%` or `/` is a share between 0 and 1, a bare integer is a number of records. */
    const char *like;       /* the framework whose split to reproduce; NULL: "sklearn" */
    const char *seed;       /* in the framework's form: "101", "1,2,3"; NULL: from the system */
    const char *ratio;      /* the share of train; NULL with no size given: "0.8" */
    const char *train_size; /* a share or a number of records */
    const char *test_size;  /* likewise; if both are given, the remainder is left out */
    const char *parts;      /* "train=0.7,val=0.15,test=0.15"; one size may be `*`, the rest */
    uint64_t repeats;       /* number of successive splits of one generator; 0: one, unnumbered */
    bool no_shuffle;        /* cut in the order of the file */
    enum splitdata_order order;
    const char *sample; /* split a random sample: a share or a number of records */

    /* Strategies. Columns are lists "NAME,NAME"; #N is the Nth column. */
    const char *stratify; /* the same shares of each class in every part; a numeric column can be
                             binned: "age:q10" by quantiles, "price:w5" by equal widths */
    enum splitdata_rare rare;
    const char *group; /* records with equal values stay in one part */
    enum splitdata_group_unit group_unit;
    uint64_t folds;           /* k-fold: a train and a test output per fold; 0: no folds */
    bool leave_one_group_out; /* one fold for each group */
    const char *time;         /* one column: the earliest records are train */
    const char *time_format;  /* as for strptime, or "ms", "us", "ns" for numbers since 1970; NULL:
                                 ISO 8601, or numbers */
    const char *cutoff;       /* stamps "STAMP[,STAMP]" at which the later parts begin */
    const char *gap;     /* "N" records, or a time such as "7d", removed before each later part; in
                            time only if it is known what numbers count */
    bool window_sliding; /* with time and folds: train parts as long as the first, or of
                            train_size records at most */
    enum splitdata_straddle straddle;
    const char *hash;                /* the part depends only on the seed and these columns */
    const char *predefined;          /* a column with the fold's number or, with `map`, the part */
    const char *map;                 /* "VALUE=PART,VALUE=PART" */
    const char *const *column_types; /* "NAME=TYPE": integer, float, boolean or text */
    size_t column_type_count;

    /* Input format. */
    enum splitdata_format format;
    enum splitdata_header header;
    int delimiter;    /* one byte, or SPLITDATA_DELIMITER_BY_NAME */
    int quote;        /* one byte, SPLITDATA_QUOTE_USUAL or SPLITDATA_QUOTE_NONE */
    bool ragged_keep; /* accept records with another number of fields than the header */

    /* Outputs. */
    enum splitdata_emit emit;
    const char *column;                     /* the new column's name; NULL: "split" */
    const char *output_dir;                 /* NULL: the input's; created if missing */
    const char *name_template;              /* NULL: "{stem}.{part}{ext}" */
    const struct splitdata_output *outputs; /* paths of single outputs */
    size_t output_count;
    int gzip_level;  /* 1 to 9, 0 for plain, or SPLITDATA_GZIP_BY_NAME */
    bool force;      /* replace existing outputs */
    bool if_changed; /* replace them, but leave those that already have the right bytes (before
                        compression) untouched: their modification times do not change */
    bool manifest;   /* write a manifest for splitdata_verify and splitdata_replay */
    const char *manifest_path; /* NULL: {stem}.split.json in the outputs' directory */
    bool report; /* with `manifest`: write a page of HTML about the split, too (check.h) */
    const char *report_path; /* NULL: {stem}.split.html in the outputs' directory */
    bool no_sync;            /* do not wait until outputs are on disk */
    bool dry_run;            /* read and plan, write nothing */

    /* Resources and callbacks: none of these changes a byte of an output. */
    unsigned threads;    /* maximum; 0: as many as the CPU affinity mask and the cgroup quota
                            allow */
    bool map_input;      /* map the input; a file that shrinks meanwhile then raises SIGBUS, which
                            the caller must handle; false: read it into memory */
    uint64_t memory;     /* limit on private memory in bytes, at least 32 MiB; 0: three quarters of
                            what the system, the control group and the limits of the process leave
                            free. Temporary files hold the rest */
    const char *tmpdir;  /* directory for temporary files; NULL: the outputs' directory */
    bool spill;          /* for tests: behave as if nothing fitted into memory */
    int cancel_fd;       /* polled; when readable, the split stops and cleans up; -1: none */
    const char *scanner; /* force one variant of the record scanner, see splitdata_scanner_name;
                            NULL: the fastest that this processor can run */
    const char *gzip_library; /* force one library for gzip, see splitdata_gzip_library_name; zlib
                                 does what it cannot do; NULL: the best for each task */
    splitdata_progress *progress; /* NULL: no progress reports */
    void *progress_context;       /* first argument of `progress` */

    /* Called by splitdata_replay with the path of each output ("-" is standard output) before
     * anything is made; a manifest named it. NULL: not told. */
    void (*announce)(void *context, const char *path);
    void *announce_context; /* first argument of `announce` */

    /* The most bytes that a compressed input may have uncompressed; a larger one is refused
     * (SPLITDATA_DATA). 0: no limit. */
    uint64_t max_inflate;

    /* Input format, continued. */
    uint64_t skip_lines;     /* lines at the beginning that are no records, whatever is in them */
    uint64_t header_records; /* records of the header; 0: one. All are at the head of every output,
                                the first has the names */
    int comment; /* a byte: lines outside quotes that begin with it are no records; 0: none */
    int escape;  /* a byte that takes the meaning from the one after it, inside quotes and outside,
                    as escapechar of Python's csv module; 0: none */

    /* Outputs, continued. */
    /* The name of the only part that is written, of each fold and repeat; the others are planned
     * and told, and nothing is made of them. NULL: all are written. */
    const char *only;
    bool no_output_header;              /* the outputs do not get the input's header */
    enum splitdata_line_ends line_ends; /* not with lines */

    /* Records without a value in a column of stratify, group, time, hash or predefined. */
    enum splitdata_missing missing;
    const char *na_values; /* the texts that are no value, "NA,-": the empty one is, too; "none":
                              every text is a value; NULL: those that pandas reads as missing */

    enum splitdata_duplicates duplicates;
    const char *ignore; /* "NAME,NAME": columns that do not count when records are compared */

    /* Outputs, continued: with group, a file beside each output (its name before compression, and
     * ".query") with the size of each of its groups, one a line in the order of the records. */
    bool query_files;

    /* Several inputs, split as one: paths of files, "-" and folders (their regular files in byte
     * order of the names; hidden ones are left out, with a warning). The argument `input` must be
     * NULL then. Rows are numbered through all files; later headers are left out. */
    const char *const *inputs;
    size_t input_count;

    /* Outputs, continued: the files that each part is cut into, its shards, "8" or, as the most
     * bytes of one before compression, "100M"; NULL: each part is one file. Each shard has the
     * header and a run of the part's records in their order; base/shards.h in the sources has the
     * rule. Not with `outputs`, `query_files` or a new column. */
    const char *shards;

    enum splitdata_digest digest; /* with `manifest`: what the digests in it are */

    /* Plans alone (plan.h): the generator whose next draws decide, instead of one that `seed`
     * makes; of the kind that the framework draws from ("numpy" for sklearn). After each set it is
     * where the framework would leave it. NULL: `seed` counts. */
    struct splitdata_random *generator;
};

/* Sets every field to its default, described above. */
SPLITDATA_API void splitdata_options_init(struct splitdata_options *options);

#ifdef __cplusplus
}
#endif

#endif
