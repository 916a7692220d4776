/* SPDX-License-Identifier: MIT */
/* A copy of an input that can be read only once, in an unnamed file (base/temp_file.h). */
#ifndef SD_IN_SPOOL_H
#define SD_IN_SPOOL_H

#include "in/stream.h"

struct sd_spool {
    const char *directory; /* of the file */
    unsigned threads;      /* at most */
    uint64_t range; /* compressed bytes of members that one thread decompresses; 0: the usual */
    const struct sd_observer *observer; /* sees the bytes while more are read; may be NULL */
    int fd;                             /* open for reading and writing; the caller closes it */
    uint64_t size;
};

/* Copies all of `stream` to a new file, and sets fd and size. The observer sees pieces of
 * SD_STREAM_PIECE bytes; the last may be shorter. But neither it nor the stream's own observer sees
 * anything of a gzip file whose members several threads decompress. On failure nothing is left
 * open. */
int sd_spool(struct sd_spool *spool, struct sd_stream *stream, struct splitdata_error *error);

#endif
