/* SPDX-License-Identifier: MIT */
/*
 * The source of the bytes: a regular file, or an input that can be read only once from front to
 * back (a pipe, a FIFO, a terminal, standard input).
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
    const char *path; /* as given; "-" is standard input; borrowed */
    int fd;
    bool owned;    /* fd is closed with the source */
    bool regular;  /* has a size and random access */
    int cancel_fd; /* see base/cancel.h */
    struct stat at_open;
    const char *gzip_library;     /* the library that decompresses (inflate.h); NULL: the fastest */
    uint64_t max_inflate;         /* most bytes after decompression; 0: no limit */
    struct sd_progress *progress; /* counts the bytes that are read; may be NULL */

    bool restricted;  /* only at .. end-1 are read, by position */
    uint64_t at, end; /* then */
    bool cut;         /* more of the file follows */
};

/* What messages call the source: its path, or "standard input". */
const char *sd_source_name(const struct sd_source *source);

/* Opens `path` for reading, without waiting. Refuses a directory and a socket. */
int sd_source_open(struct sd_source *source, const char *path, int cancel_fd,
                   struct splitdata_error *error);

/* Makes a source of a descriptor, which the source then owns; `path` is for messages. */
void sd_source_attach(struct sd_source *source, int fd, const char *path, int cancel_fd);

/* Makes of a copy of a regular source one that has bytes begin to end-1 of it, counts no progress
 * and closes nothing. */
void sd_source_restrict(struct sd_source *source, uint64_t begin, uint64_t end);

/* Reads up to `size` bytes to `buffer`; *got is 0 only at the end. Waits for data until there is a
 * request to stop. */
int sd_source_read(struct sd_source *source, void *buffer, size_t size, size_t *got,
                   struct splitdata_error *error);

/* Whether both are of one file, which has not changed between them. */
bool sd_same_file(const struct stat *a, const struct stat *b);

/* SPLITDATA_SYSTEM if a regular file has another size, time or inode than when it was opened. */
int sd_source_check_unchanged(const struct sd_source *source, struct splitdata_error *error);

void sd_source_close(struct sd_source *source);

#endif
