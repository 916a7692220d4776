/* SPDX-License-Identifier: MIT */
/*
 * Finds where the blocks of a content start. Threads first measure runs of its items, in any order;
 * then the blocks are found from these sums.
 *
 * A content that is written to several outputs, its shards, is measured as a whole, and then cut.
 *
 * Life: zeroed; sd_layout_begin, sd_layout_measure for all items, sd_layout_finish; or sd_lay_out
 * for all of that; use; sd_layout_free. With shards sd_layout_cut and sd_layout_end_of instead of
 * sd_layout_finish.
 */
#ifndef SD_OUT_LAYOUT_H
#define SD_OUT_LAYOUT_H

#include "out/content.h"

/* Items that a thread measures at once: so few that they are still in a cache if the thread uses
 * them again. */
enum { SD_LAYOUT_RUN = 16 * 1024 };

/* False: no memory. */
bool sd_layout_begin(struct sd_layout *layout, const struct sd_content *content);

/* Measures items from..to-1: both are multiples of SD_LAYOUT_RUN, or `to` is the end. Other threads
 * may measure other items meanwhile. */
void sd_layout_measure(struct sd_layout *layout, const struct sd_content *content, uint64_t from,
                       uint64_t to);

/* False: no memory. */
bool sd_layout_finish(struct sd_layout *layout, const struct sd_content *content);

/* The end of the shard that begins at item `from`: it takes items as long as it has at most `bytes`
 * bytes with the prologue, and at least one, if there is one. `layout` is measured. */
uint64_t sd_layout_end_of(const struct sd_layout *layout, const struct sd_content *content,
                          uint64_t from, uint64_t bytes);

/* Lays out items from..to-1 of a measured content as an output of their own, in *shard, which is
 * finished. False: no memory. */
bool sd_layout_cut(const struct sd_layout *layout, const struct sd_content *content, uint64_t from,
                   uint64_t to, struct sd_layout *shard);

bool sd_lay_out(struct sd_layout *layout, const struct sd_content *content);

void sd_layout_free(struct sd_layout *layout);

#endif
