/* SPDX-License-Identifier: MIT */
/* A copy of what can be read only once, in a file without a name (base/nameless.h). */
#ifndef SD_IN_SPOOL_H
#define SD_IN_SPOOL_H

#include "in/stream.h"

/* Copies all of `stream` to a new file in `directory`, with at most so many threads; *fd (owned by
 * the caller) reads and writes it. */
int sd_spool(struct sd_stream *stream, const char *directory, unsigned threads, int *fd,
             uint64_t *size, struct splitdata_error *error);

#endif
