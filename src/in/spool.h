/* SPDX-License-Identifier: MIT */
/* A copy of what can be read only once, in a file without a name (base/nameless.h). */
#ifndef SD_IN_SPOOL_H
#define SD_IN_SPOOL_H

#include "in/stream.h"

struct sd_spool {
    const char *directory;              /* where the file stands */
    unsigned threads;                   /* so many work at most */
    const struct sd_observer *observer; /* sees the bytes while more are read; NULL: nobody */
    int fd;                             /* reads and writes the file; the caller's to close */
    uint64_t size;
};

/* Copies all of `stream` to a new file, and sets fd and size. The observer sees SD_STREAM_PIECE
 * bytes at once, at the end less. On failure nothing is left. */
int sd_spool(struct sd_spool *spool, struct sd_stream *stream, struct splitdata_error *error);

#endif
