/* SPDX-License-Identifier: MIT */
/*
 * The layouts of a set of outputs: their contents, the starts of their blocks (out/layout.h), and
 * the sums of their parts for the split id. Threads measure runs of items. If the cuts are known
 * before a shuffle, they follow its watermark: an item is measured as soon as it is final.
 *
 * A part is written to one file or, with --shards, to several. So when all items are measured, the
 * contents are cut into files (base/shards.h), each with a layout of its own.
 *
 * Life: zeroed; sd_layouts_of_plan or sd_layouts_of_column; sd_layouts_follow before a shuffle that
 * reports to layouts->progress; sd_layouts_measure; use; sd_layouts_end.
 */
#ifndef SD_ENGINE_LAYOUTS_H
#define SD_ENGINE_LAYOUTS_H

#include "base/sequence.h"
#include "base/threads.h"
#include "engine/engine.h"
#include "out/layout.h"
#include "rng/shuffle.h"

#include <stdatomic.h>

/* A file of a part. */
struct sd_file_layout {
    size_t part; /* its content's number */
    struct sd_content content;
    struct sd_layout layout;
    struct sd_output *output;
};

struct sd_layouts {
    const struct sd_job *job;
    const struct sd_plan *plan; /* NULL: the layout of --emit column */
    size_t count;
    struct sd_content *content;  /* by part; NULL: not begun */
    struct sd_layout *layout;    /* by part, zeroed for one that is not written; NULL: nothing is
                                    laid out */
    atomic_ullong *sums;         /* by part; NULL: not computed */
    struct sd_file_layout *file; /* in the order of the parts that are written */
    size_t files, room;
    uint64_t items; /* of all contents */
    bool followed;  /* the threads of `team` follow the watermark */
    struct sd_watermark watermark;
    struct sd_shuffle_progress progress; /* pass it to the shuffle: it moves the watermark */
    struct sd_team team;
    atomic_ullong next; /* number of the next run; each content's last run comes first */
};

/* For the parts of the plan, whose cuts are final. `summed`: computes their sums. */
int sd_layouts_of_plan(struct sd_layouts *layouts, const struct sd_job *job,
                       const struct sd_plan *plan, bool summed, struct splitdata_error *error);

/* For the output of --emit column. */
int sd_layouts_of_column(struct sd_layouts *layouts, const struct sd_job *job,
                         struct splitdata_error *error);

/* Starts threads that measure items once layouts->progress has reported them as final. */
void sd_layouts_follow(struct sd_layouts *layouts);

/* Call when all items are final: measures the remaining ones, cuts them into files, finds the
 * blocks and, if sums are computed, stores them in sums[0..count-1]. */
int sd_layouts_measure(struct sd_layouts *layouts, uint64_t *sums, struct splitdata_error *error);

/* Cuts the measured contents into files (file_layouts.c). */
int sd_layouts_cut(struct sd_layouts *layouts, struct splitdata_error *error);

/* Finds the output of each file; `first` is the number of the first part, counted by set and part.
 */
int sd_layouts_name(struct sd_layouts *layouts, size_t first, struct splitdata_error *error);

/* Also after a failure, even of the shuffle: stops the threads first. */
void sd_layouts_end(struct sd_layouts *layouts);

#endif
