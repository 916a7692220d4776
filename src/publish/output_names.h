/* SPDX-License-Identifier: MIT */
/* The names of outputs, and files of earlier splits with similar ones. */
#ifndef SD_PUBLISH_OUTPUT_NAMES_H
#define SD_PUBLISH_OUTPUT_NAMES_H

#include "publish/output_set.h"

/* Names a target by its part, repeat, fold and shard. */
int sd_target_name(const struct sd_targets *targets, struct sd_target *target,
                   struct splitdata_error *error);

/* The limit of outputs; more are a mistake. */
enum { SD_MOST_OUTPUTS = SD_MOST_SHARDS };

/* Names the file, or the shards, of the next part that is written. `provisional`: for checks. */
int sd_targets_name_part(struct sd_targets *targets, size_t shards, bool provisional,
                         struct splitdata_error *error);

/* Asks a replay about targets from..to-1 of all, and announces them unless they are provisional. */
int sd_targets_allow(const struct sd_targets *targets, size_t from, size_t to,
                     struct splitdata_error *error);

/* "00000-of-00008", which fits into SD_SHARD_TEXT bytes. */
enum { SD_SHARD_TEXT = 48 };
void sd_shard_text(size_t shard, size_t shards, char text[SD_SHARD_TEXT]);

/* Refuses a template (NULL: the usual one) without the shard in the file's name, or with more than
 * one. */
int sd_shard_check_template(const char *template, struct splitdata_error *error);

/* Adds the path of a file to targets->left_over. */
int sd_targets_note(struct sd_targets *targets, const char *path, struct splitdata_error *error);

/* Looks for files that a split with more folds or repeats, or without shards, has left. The
 * outputs do not replace them, but they may be read together with these: targets->left_over. */
int sd_targets_find_left_over(struct sd_targets *targets, struct splitdata_error *error);

/* Looks for shards that an earlier split has left: files that have the names of shards of this one,
 * but for their numbers. A reader of "train-*" reads them, too. So they are refused, unless
 * outputs may be replaced; then they are removed when these are published. */
int sd_targets_find_stale(struct sd_targets *targets, struct splitdata_error *error);
void sd_targets_free_stale(struct sd_targets *targets);

#endif
