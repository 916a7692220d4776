/* SPDX-License-Identifier: MIT */
/*
 * Where the blocks of a content start. Threads first measure runs of its items, in any order; from
 * these sums the blocks are found.
 *
 * Life: zeroed, sd_layout_begin, sd_layout_measure for all runs, sd_layout_finish; or all of it by
 * sd_lay_out; then use, sd_layout_free.
 */
#ifndef SD_OUT_LAYOUT_H
#define SD_OUT_LAYOUT_H

#include "out/content.h"

/* False: no memory. */
bool sd_layout_begin(struct sd_layout *layout, const struct sd_content *content);

/* How many runs there are to be measured. */
uint64_t sd_layout_runs(const struct sd_content *content);

/* May be called for other runs by other threads meanwhile. */
void sd_layout_measure(struct sd_layout *layout, const struct sd_content *content, uint64_t run);

/* False: no memory. */
bool sd_layout_finish(struct sd_layout *layout, const struct sd_content *content);

bool sd_lay_out(struct sd_layout *layout, const struct sd_content *content);

void sd_layout_free(struct sd_layout *layout);

#endif
