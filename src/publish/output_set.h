/* SPDX-License-Identifier: MIT */
/*
 * The outputs of a split as a whole: their names, whether they may be created, and their
 * publication, all or none.
 *
 * Life: zeroed, sd_targets_begin, writing to target[i].output,
 * sd_targets_commit, sd_targets_close (which takes everything back that was not committed).
 */
#ifndef SD_PUBLISH_OUTPUT_SET_H
#define SD_PUBLISH_OUTPUT_SET_H

#include "base/text.h"
#include "config/request.h"
#include "in/input.h"
#include "out/output.h"
#include "publish/directory.h"
#include "publish/name_template.h"

/* What a manifest may take, which lists all parts: more is neither written nor read. */
enum { SD_MANIFEST_BYTES = 64000000, SD_MANIFEST_VALUES = 4000000 };

struct sd_target {
    char *path;         /* as displayed; "-" is standard output */
    size_t named;       /* path[0..named-1] is a directory that the user named; the rest was filled
                           in, from a template or a manifest */
    const char *option; /* that named all of the path; NULL: none */
    size_t directory;   /* index of its directory */
    size_t part;        /* index of its part */
    uint64_t repeat;    /* from 1; 0: not repeated */
    uint64_t fold;      /* from 1; 0: no folds */
    bool here_before;   /* a file of that name exists already */
    size_t shard;       /* its number in its part, from 0 */
    size_t shards;      /* of its part; 0: the part is one file */
    size_t shard_at; /* with shards: where in the path "00000-of-00008" is, of shard_length bytes */
    size_t shard_length;
    bool provisional; /* it is named for checks alone: how many shards there are is not known */
    bool query;       /* the file of --query-files of an output */
    bool foreign;     /* that file was written by no split, as far as can be told */
    struct sd_output output;
};

/* A replay: a manifest names the outputs, not the user. All of their paths are below the output
 * directory. */
struct sd_replayed {
    /* Called for each target before anything is made: refuses it, and once none was refused
     * announces it. May be NULL. */
    int (*allow)(void *context, const struct sd_target *target, struct splitdata_error *error);
    void (*announce)(void *context, const struct sd_target *target);
    void *context;
};

/* What output names depend on, besides the options. */
struct sd_naming {
    const struct sd_name *name; /* of the input */
    const char *input_path;     /* NULL: several */
    const char *seed;           /* NULL: no shuffling */
    bool input_gzip;
    uint64_t folds;                     /* 0: none */
    const struct sd_replayed *replayed; /* NULL: no replay */
    bool rehearsal; /* nothing will be written: only observers get the outputs' bytes */
};

struct sd_targets {
    const struct sd_request *request;
    struct sd_naming naming;
    const struct sd_input *input;
    mode_t mode;                /* the permission bits of new outputs */
    struct sd_target **target;  /* the outputs by set, part and shard; the files of --query-files */
    size_t count;               /* of the outputs: with --only, of those of that part */
    size_t room;                /* of the array */
    size_t queries;             /* of the files of --query-files: as many, or 0 */
    struct sd_target *manifest; /* NULL: none */
    struct sd_target *page;     /* of --report; NULL: none */
    /* By part that is written, counted by set and part: its first output. The last one is the end
     * of those of part number `named` - 1: with shards of a size, parts are named one by one. */
    size_t *first;
    size_t named, parts;
    bool replayed;                  /* correct existing outputs are kept */
    const struct sd_text *prologue; /* how each output begins; borrowed; NULL: not known yet */
    struct sd_text left_over; /* files with the next fold's or repeat's number: an earlier split had
                                 more; a list for messages */
    struct sd_target *stale;  /* shards of an earlier split with other numbers */
    size_t stale_count;
    char *usual_manifest; /* the path that a manifest has by default, written now or earlier */
    struct sd_directory *directories;
    size_t directory_count;
    char *spool; /* the directory for temporary files; NULL: no output is a file */
    bool committed;
};

/* Names all outputs: by repeat, then by fold, then by part in the order given, then by shard; with
 * --emit column there is one. Refuses names that are equal, or the input's. With shards of a size,
 * whose number is not yet known, the first shard of each part is checked, and none is named. */
int sd_targets_name(struct sd_targets *targets, const struct sd_request *request,
                    const struct sd_naming *naming, struct splitdata_error *error);

/* The number of targets, including the manifest and the page, and target number `i` of all. */
static inline size_t sd_targets_all(const struct sd_targets *targets)
{
    return targets->count + targets->queries + (targets->manifest != NULL) +
           (targets->page != NULL);
}

static inline struct sd_target *sd_targets_at(const struct sd_targets *targets, size_t i)
{
    const size_t outputs = targets->count + targets->queries;
    if (i < outputs)
        return targets->target[i];
    return i == outputs && targets->page != NULL ? targets->page : targets->manifest;
}

/* The manifest's target; NULL: no manifest. */
static inline struct sd_target *sd_targets_manifest(const struct sd_targets *targets)
{
    return targets->manifest;
}

/* Whether it is /dev/null, the one path that several outputs may have. */
bool sd_target_is_nowhere(const struct sd_target *target);

/* All targets sorted by `compare`, to be freed by the caller; NULL: no memory. */
const struct sd_target **sd_targets_sorted(const struct sd_targets *targets,
                                           int (*compare)(const void *, const void *));

/* Names the outputs and, unless nothing will be written, checks that they can be created: opens the
 * directories (created if missing, unless it is a dry run), and refuses an output that is the
 * input, that exists, or that must not be replaced. */
int sd_targets_begin(struct sd_targets *targets, const struct sd_request *request,
                     const struct sd_naming *naming, const struct sd_input *input,
                     struct splitdata_error *error);

/* The target of part number `number`, counted by set and part; with shards, the first of them.
 * NULL: the part is not written. */
struct sd_target *sd_targets_of_part(const struct sd_targets *targets, size_t number);

/* The number of parts, counted by set and part; with --emit column, of outputs. */
size_t sd_targets_parts(const struct sd_targets *targets);

/* The outputs of that part, of which there are *count. */
struct sd_target *const *sd_targets_files(const struct sd_targets *targets, size_t number,
                                          size_t *count);

/* Names that part's shards, of which there are `shards`, as sd_targets_begin does, if they are not
 * named yet; parts come in ascending order. */
int sd_targets_cut(struct sd_targets *targets, size_t number, size_t shards,
                   struct splitdata_error *error);

/* Call when all parts are cut: compares their names, and looks for what earlier splits have left
 * beside them. */
int sd_targets_settle(struct sd_targets *targets, struct splitdata_error *error);

/* The file of --query-files of that part; NULL: there is none. */
struct sd_target *sd_targets_query_of(const struct sd_targets *targets, size_t number);

/* The outputs as an array, to be freed by the caller: by set and part, with NULL for a part that is
 * not written; one with --emit column, none with shards. After these *count ones come
 * *queries files of
 * --query-files, likewise. Also whether all outputs are in one directory. */
int sd_targets_outputs(struct sd_targets *targets, struct sd_output ***outputs, size_t *count,
                       size_t *queries, bool *one_directory, struct splitdata_error *error);

/* The directory for temporary files. */
const char *sd_targets_spool_dir(const struct sd_targets *targets);

/* Opens the directory of an output, and looks at what has its name. */
int sd_targets_prepare(struct sd_targets *targets, struct sd_target *target,
                       struct splitdata_error *error);

/* Compares complete outputs with those of an interrupted earlier run, publishes the missing ones
 * and makes their names durable. On failure, every name is as it was before. */
int sd_targets_commit(struct sd_targets *targets, struct splitdata_error *error);

/* After a request to stop (SPLITDATA_CANCELLED), says in *error which streams have got bytes. */
void sd_targets_close(struct sd_targets *targets, int status, struct splitdata_error *error);

#endif
