/* SPDX-License-Identifier: MIT */
/*
 * The outputs of a split as a whole: what they are called, that they may be made, and that all of
 * them appear or none.
 *
 * Life: zeroed, sd_targets_begin, writing to target[i].output,
 * sd_targets_commit, sd_targets_close (which takes everything back that was not committed).
 */
#ifndef SD_PUBLISH_OUTPUT_SET_H
#define SD_PUBLISH_OUTPUT_SET_H

#include "config/request.h"
#include "in/input.h"
#include "out/output.h"
#include "publish/directory.h"
#include "publish/name_template.h"

struct sd_target {
    char *path;       /* as shown; "-" is standard output */
    size_t directory; /* which of the directories it stands in */
    size_t part;      /* index of its part */
    uint64_t repeat;  /* from 1; 0: not repeated */
    uint64_t fold;    /* from 1; 0: no folds */
    bool here_before; /* something has the name already */
    struct sd_output output;
};

struct sd_targets {
    const struct sd_request *request;
    struct sd_target *target; /* the outputs of the parts, and behind them the manifest */
    size_t count;             /* of the outputs */
    bool with_manifest;
    bool replayed; /* all may exist: right ones are left alone; and none may be outside of the
                      output directory */
    struct sd_directory *directories;
    size_t directory_count;
    bool committed;
};

/* What their names depend on beside the options. */
struct sd_naming {
    const struct sd_name *name; /* of the input */
    const char *input_path;
    const char *seed; /* NULL: nothing is shuffled */
    bool input_gzip;
    uint64_t folds; /* 0: none */
    bool replayed;  /* from a manifest: see struct sd_targets */
    bool
        rehearsal; /* nothing will be written: the observers of the outputs alone get their bytes */
};

/* Names all outputs: repeat after repeat, fold after fold, and parts as they were named; with
 * --emit column, one. Refuses names that are equal, or the input's. */
int sd_targets_name(struct sd_targets *targets, const struct sd_request *request,
                    const struct sd_naming *naming, struct splitdata_error *error);

/* How many targets there are, the manifest included. */
static inline size_t sd_targets_all(const struct sd_targets *targets)
{
    return targets->count + targets->with_manifest;
}

/* The manifest's; NULL: none is wanted. */
static inline struct sd_target *sd_targets_manifest(const struct sd_targets *targets)
{
    return targets->with_manifest ? &targets->target[targets->count] : NULL;
}

/* Whether it is /dev/null, the one path that several outputs may have. */
bool sd_target_is_nowhere(const struct sd_target *target);

/* All targets in the order of `compare`, to be freed by the caller; NULL: no memory. */
const struct sd_target **sd_targets_sorted(const struct sd_targets *targets,
                                           int (*compare)(const void *, const void *));

/* Names the outputs and, unless nothing will be written, looks whether they may be made: opens the
 * directories (made when missing, unless it is a dry run), and refuses at once what cannot be: an
 * output that is the input, that exists, or that may not be replaced. */
int sd_targets_begin(struct sd_targets *targets, const struct sd_request *request,
                     const struct sd_naming *naming, const struct sd_input *input,
                     struct splitdata_error *error);

/* The outputs as an array, to be freed by the caller, and whether all are in one directory. */
int sd_targets_outputs(struct sd_targets *targets, struct sd_output ***outputs, bool *one_directory,
                       struct splitdata_error *error);

/* The directory in which temporary files may stand. */
const char *sd_targets_spool_dir(const struct sd_targets *targets);

/* Compares complete outputs with those of an earlier run that was cut short, publishes what is
 * missing and sees to it that names survive a power cut. On failure everything is as it was. */
int sd_targets_commit(struct sd_targets *targets, struct splitdata_error *error);

void sd_targets_close(struct sd_targets *targets);

#endif
