/* SPDX-License-Identifier: MIT */
/*
 * splitdata/shard.h - one split on many machines, in steps that any scheduler can run, repeat and
 * reorder: scan each range of bytes, plan once, apply each range. docs/distributed.md has the
 * whole.
 *
 *     splitdata_shard_scan("data.csv", &options, 0, 1000000, "0.summary", &error);
 *     ...
 *     splitdata_shard_plan(summaries, count, &options, "plan", &planned, &error);
 *     splitdata_shard_apply("plan", 0, &options, &error);
 *
 * The pieces of a part, joined in the order of the ranges, are the bytes that splitdata_split
 * writes. Each function writes complete files under their final names or nothing; a task that is
 * repeated makes the same bytes.
 */
#ifndef SPLITDATA_SHARD_H
#define SPLITDATA_SHARD_H

#include "splitdata/splitdata.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Scans bytes from..to-1 of the data set, `input` or options->inputs, and writes a summary to the
 * file at `output`. `to` may be past the end. Of the options those count that say how files are
 * read, and the key columns: stratify, group, time, hash and predefined; and force. Records are not
 * refused here: whether a fault is one depends on the ranges before. SPLITDATA_DATA: the header
 * cannot be read. */
SPLITDATA_API int splitdata_shard_scan(const char *input, const struct splitdata_options *options,
                                       uint64_t from, uint64_t to, const char *output,
                                       struct splitdata_error *error);

/* What a plan says. Zeroed and filled by splitdata_shard_plan, freed by splitdata_shard_plan_free.
 */
struct splitdata_shard_planned {
    uint64_t rows, blank_lines, comment_lines;
    uint64_t ranges;
    char *seed;      /* NULL: nothing is drawn */
    bool seed_drawn; /* by the system */
    bool exchanged;  /* the pieces are brought into their order by splitdata_shard_join */
    size_t parts, sets;
    char **names;    /* of the parts of a set: "train" */
    uint64_t *sizes; /* sizes[set * parts + part] */
};

/* Plans the split of a data set whose ranges the summaries describe, in any order: together they
 * must have each byte once. The options are those of a split, but for how files are read and the
 * key columns, which the summaries say. Errors in the records are those of splitdata_split. */
SPLITDATA_API int splitdata_shard_plan(const char *const *summaries, size_t count,
                                       const struct splitdata_options *options, const char *output,
                                       struct splitdata_shard_planned *planned,
                                       struct splitdata_error *error);
SPLITDATA_API void splitdata_shard_plan_free(struct splitdata_shard_planned *planned);

/* Writes the records of range number `number`, from 0, to a piece for each part in
 * options->output_dir: "train-00000-of-00008". Only output_dir, force, cancel_fd and the limits of
 * resources count. */
SPLITDATA_API int splitdata_shard_apply(const char *plan, uint64_t number,
                                        const struct splitdata_options *options,
                                        struct splitdata_error *error);

/* Joins the pieces of one part, in any order, to the file at `output`; of a plan that exchanges
 * them, share number `share` of `shares` of the part, so that the shares joined are the part. */
SPLITDATA_API int splitdata_shard_join(const char *plan, const char *const *pieces, size_t count,
                                       uint64_t share, uint64_t shares,
                                       const struct splitdata_options *options, const char *output,
                                       struct splitdata_error *error);

#ifdef __cplusplus
}
#endif

#endif
