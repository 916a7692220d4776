/* SPDX-License-Identifier: MIT */
/* Decompresses the members of a gzip file (members.h) to a spool by several threads. */
#ifndef SD_IN_SPOOL_MEMBERS_H
#define SD_IN_SPOOL_MEMBERS_H

#include "in/spool.h"

/* Fills the file spool->fd with the data of the stream's source, and sets spool->size. *done: it
 * is complete. Otherwise the source must be read from front to back, and nothing of the stream was
 * used; only a request to stop is an error. */
int sd_spool_members(struct sd_spool *spool, const struct sd_stream *stream, bool *done,
                     struct splitdata_error *error);

#endif
