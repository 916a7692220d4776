/* SPDX-License-Identifier: MIT */
/*
 * What is known of outputs before they are written: what they will contain, where the blocks of
 * that begin (out/layout.h), and what the records of the parts add to the split id. Threads take
 * runs of items. Where parts are cut from a shuffle, they take them while one thread shuffles, as
 * soon as they have settled (base/watermark.h).
 *
 * Life: zeroed; sd_measure_parts, or sd_measure_column; sd_measuring_finish, use, sd_measuring_end.
 */
#ifndef SD_ENGINE_LAYOUTS_H
#define SD_ENGINE_LAYOUTS_H

#include "base/error.h"
#include "base/watermark.h"
#include "out/content.h"

#include <stdatomic.h>

struct sd_run;

struct sd_measuring {
    size_t count;
    struct sd_content *contents; /* NULL: not begun */
    struct sd_layout *layouts;   /* NULL: nothing will be written of them */
    atomic_ullong *sums;         /* NULL: none are added up */
    struct sd_watermark watermark;
    atomic_ullong next; /* run: those of each content from the last to the first */
    int (*arrange)(struct sd_run *run, struct splitdata_error *error);
};

/* Arranges the plan (NULL: it is arranged) and measures its parts. */
int sd_measure_parts(struct sd_run *run, int (*arrange)(struct sd_run *, struct splitdata_error *),
                     struct splitdata_error *error);

/* While the plan is arranged: it has the cuts that it will have, and whoever moves its items tells
 * run->measuring.watermark of those that have settled. An `arrange` that does not call it is waited
 * for. */
int sd_measuring_begin(struct sd_run *run, struct splitdata_error *error);

/* Measures the one output of --emit column. */
int sd_measure_column(struct sd_run *run, struct splitdata_error *error);

/* Finds the blocks, and tells the provenance of the sums of the parts, number `first` and so on. */
int sd_measuring_finish(struct sd_run *run, size_t first, struct splitdata_error *error);

void sd_measuring_end(struct sd_measuring *measuring);

#endif
