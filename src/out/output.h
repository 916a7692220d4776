/* SPDX-License-Identifier: MIT */
/*
 * One output, from its name to its last byte.
 *
 * A file is written under no name (O_TMPFILE) or, where the file system has no such files, under a
 * temporary one beside its final name, and appears only when publish.c gives it that name. What is
 * not a file (standard output, a FIFO, a character device) is written to directly, from front to
 * back, when all files are complete.
 *
 * Life: zeroed, sd_output_open, writing (write.c), sd_output_complete, publishing, sd_output_close.
 */
#ifndef SD_OUT_OUTPUT_H
#define SD_OUT_OUTPUT_H

#include "base/observer.h"
#include "out/encoder.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

struct sd_output {
    /* What it is: borrowed from the caller. */
    const char *path;         /* for messages; "-" is standard output */
    const char *name;         /* the last component of the path */
    int directory_fd;         /* where `name` stands */
    mode_t mode;              /* permission bits of a new file, before the umask */
    int gzip_level;           /* 0: plain */
    const char *gzip_library; /* the one to compress with; NULL: the best for the level */
    bool keep_closed; /* use a temporary name, so that it need not stay open until the end */
    bool unwritten;   /* nothing is written: only the observer wants it */
    const struct sd_observer *observer; /* sees the uncompressed bytes; NULL: nobody */

    int fd;
    bool owned;
    bool stream;          /* not a file: written directly, in order */
    bool exists;          /* a complete output of an earlier run has the name already */
    char *temporary_name; /* NULL: the file has no name, or its final one */
    char *old_name;       /* where a replaced file waits to be removed, or put back */
    bool published;       /* it has its final name */
    uint64_t size;        /* uncompressed */
    uint64_t position;    /* bytes written, when they are written in order */
    struct sd_checksum sum;
};

/* Whether it is standard output, or something that is no file stands under its name. */
bool sd_output_is_stream(const struct sd_output *output);

/* Opens the output for writing, unless it is open. A FIFO waits for its reader, until the caller
 * asks to stop. */
int sd_output_open(struct sd_output *output, int cancel_fd, struct splitdata_error *error);

/* Writes `length` bytes at `offset` of a file. */
int sd_output_write_at(struct sd_output *output, const uint8_t *bytes, size_t length,
                       uint64_t offset, struct splitdata_error *error);

/* The same with bytes that stand in pieces, which it changes. */
int sd_output_write_pieces_at(struct sd_output *output, struct iovec *pieces, size_t count,
                              uint64_t offset, struct splitdata_error *error);

/* Cuts off what a file has beyond its first `length` bytes. */
int sd_output_shorten(struct sd_output *output, uint64_t length, struct splitdata_error *error);

/* Writes the next `length` bytes; a stream may make it wait, until the caller asks to stop. */
int sd_output_append(struct sd_output *output, const uint8_t *bytes, size_t length, int cancel_fd,
                     struct splitdata_error *error);

/* Shows the next `length` bytes to the observer, if there is one. */
static inline int sd_output_notify(const struct sd_output *output, const uint8_t *bytes,
                                   size_t length, struct splitdata_error *error)
{
    return output->observer == NULL
               ? SPLITDATA_OK
               : output->observer->observe(output->observer->context, bytes, length, error);
}

/* Says that all bytes were written; with `sync`, waits until they are on disk. */
int sd_output_complete(struct sd_output *output, bool sync, struct splitdata_error *error);

/* Opens a complete output again, to read what was written; -1 and errno on failure. */
int sd_output_reopen(const struct sd_output *output);

/* Closes it and removes what has a temporary name. The close of a written file is checked by
 * sd_output_complete or by publishing, which come before. */
void sd_output_close(struct sd_output *output);

#endif
