/* SPDX-License-Identifier: MIT */
/* Giving complete outputs their names: all of them, or none. */
#ifndef SD_PUBLISH_PUBLISH_H
#define SD_PUBLISH_PUBLISH_H

#include "out/output.h"

/* Publishes the files among `outputs`, in that order; streams and outputs that exist already are
 * passed over. Without `force` no existing file is replaced; with it, old and new change places. On
 * failure everything is as it was. */
int sd_publish(struct sd_output *const *outputs, size_t count, bool force,
               struct splitdata_error *error);

/* Takes publication back. */
void sd_unpublish(struct sd_output *const *outputs, size_t count);

/* Removes the files that were replaced: from here on there is no way back. */
void sd_forget_replaced(struct sd_output *const *outputs, size_t count);

/* Refuses what must never be replaced (a directory, a socket, a block device). */
int sd_check_replaceable(const struct sd_output *output, struct splitdata_error *error);

#endif
