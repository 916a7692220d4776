/* SPDX-License-Identifier: MIT */
/*
 * Where bytes come from: a regular file, or anything that can only be read once from front to back
 * (a pipe, a FIFO, a terminal, standard input).
 */
#ifndef SD_IN_SOURCE_H
#define SD_IN_SOURCE_H

#include "base/error.h"
#include "base/observer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

struct sd_source {
    const char *path; /* as given, for messages; "-" is standard input; borrowed */
    int fd;
    bool owned;    /* fd is closed with the source */
    bool regular;  /* has a size and can be read anywhere */
    int cancel_fd; /* see base/cancel.h */
    struct stat at_open;
    const char *gzip_library;     /* which one decompresses (inflate.h); NULL: the fastest */
    struct sd_progress *progress; /* hears of the bytes that are read; NULL: nobody */
};

/* Opens `path` for reading; waits for nothing. Refuses what holds no bytes (a directory, a socket).
 */
int sd_source_open(struct sd_source *source, const char *path, int cancel_fd,
                   struct splitdata_error *error);

/* Makes a source of a descriptor, which it closes; `path` is for messages. */
void sd_source_attach(struct sd_source *source, int fd, const char *path, int cancel_fd);

/* Reads up to `size` bytes to `buffer`; *got is 0 at the end alone. Waits for data, but not beyond
 * a request to stop. */
int sd_source_read(struct sd_source *source, void *buffer, size_t size, size_t *got,
                   struct splitdata_error *error);

/* SPLITDATA_SYSTEM when a regular file is no longer what it was when it was opened: another size,
 * time or inode. */
int sd_source_check_unchanged(const struct sd_source *source, struct splitdata_error *error);

void sd_source_close(struct sd_source *source);

#endif
