/* SPDX-License-Identifier: MIT */
/* Publication: gives complete outputs their names, all of them or none. */
#ifndef SD_PUBLISH_PUBLISH_H
#define SD_PUBLISH_PUBLISH_H

#include "out/output.h"

/* Publishes the files among `outputs`, in that order; skips streams and outputs that exist already.
 * Without `force` no existing file is replaced; with it, old and new are exchanged. On failure,
 * every name is as it was before. */
int sd_publish(struct sd_output *const *outputs, size_t count, bool force,
               struct splitdata_error *error);

/* Gives a file of an earlier split another name, under which it is removed or from which it comes
 * back, as a replaced one. */
int sd_put_aside(struct sd_output *output, struct splitdata_error *error);

/* Undoes the publication. */
void sd_unpublish(struct sd_output *const *outputs, size_t count);

/* Removes the replaced files: after this, publication cannot be undone. */
void sd_forget_replaced(struct sd_output *const *outputs, size_t count);

/* Refuses a file that must never be replaced (a directory, a socket, a FIFO, a device). */
int sd_check_replaceable(const struct sd_output *output, struct splitdata_error *error);

#endif
