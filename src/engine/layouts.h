/* SPDX-License-Identifier: MIT */
/*
 * The layout of a set of outputs: what they will contain, where the blocks of that begin
 * (out/layout.h), and what the rows of each part add to the split id. Threads take runs of items.
 * Where parts are cut from a shuffle, they take them while one thread shuffles, as soon as the
 * items are in their final places.
 *
 * Life: zeroed; sd_layouts_of_plan or sd_layouts_of_column; sd_layouts_follow, if the items are
 * arranged meanwhile; sd_layouts_measure; use; sd_layouts_end.
 */
#ifndef SD_ENGINE_LAYOUTS_H
#define SD_ENGINE_LAYOUTS_H

#include "base/sequence.h"
#include "base/threads.h"
#include "engine/engine.h"
#include "out/layout.h"
#include "rng/shuffle.h"

#include <stdatomic.h>

struct sd_layouts {
    const struct sd_job *job;
    const struct sd_plan *plan; /* NULL: of the one output of --emit column */
    size_t count;
    struct sd_content *content; /* NULL: not begun */
    struct sd_layout *layout;   /* NULL: nothing will be written */
    atomic_ullong *sums;        /* NULL: none are added up */
    uint64_t items;             /* of all contents */
    bool followed;              /* threads of `team` follow the watermark */
    struct sd_watermark watermark;
    struct sd_shuffle_progress progress; /* that moves the watermark: for the shuffle */
    struct sd_team team;
    atomic_ullong next; /* run: those of each content from the last to the first */
};

/* Of the plan's parts, whose cuts are final. `summed`: their sums are added up. */
int sd_layouts_of_plan(struct sd_layouts *layouts, const struct sd_job *job,
                       const struct sd_plan *plan, bool summed, struct splitdata_error *error);

/* Of the one output of --emit column. */
int sd_layouts_of_column(struct sd_layouts *layouts, const struct sd_job *job,
                         struct splitdata_error *error);

/* Starts threads that measure items when layouts->progress says that they are in their places. */
void sd_layouts_follow(struct sd_layouts *layouts);

/* All items are in their places: measures what is not measured yet, finds the blocks, and puts the
 * sums, if there are any, into sums[0..count-1]. */
int sd_layouts_measure(struct sd_layouts *layouts, uint64_t *sums, struct splitdata_error *error);

/* Also after a failure, of the arrangement, too: lets the threads stop first. */
void sd_layouts_end(struct sd_layouts *layouts);

#endif
