/* SPDX-License-Identifier: MIT */
/*
 * One output, from its name to its last byte.
 *
 * A file is written without a name (O_TMPFILE) or, if the file system has no such files, under a
 * temporary name in the same directory; publish.c gives it its final name. An output that is not a
 * regular file (standard output, a FIFO, a character device) is written directly, from front to
 * back, when all files are complete.
 *
 * Life: zeroed, sd_output_open, writing (block_writer.h), sd_output_complete, publishing,
 * sd_output_close.
 */
#ifndef SD_OUT_OUTPUT_H
#define SD_OUT_OUTPUT_H

#include "base/observer.h"
#include "base/text.h"
#include "out/encoder.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

struct sd_output {
    /* Set by the caller; pointers are borrowed. */
    const char *path;         /* for messages; "-" is standard output */
    const char *name;         /* the last component of the path */
    int directory_fd;         /* the directory of `name` */
    mode_t mode;              /* permission bits of a new file, before the umask */
    int gzip_level;           /* 0: plain */
    const char *gzip_library; /* the library that compresses; NULL: the best for the level */
    bool is_descriptor; /* the path means an open descriptor, `descriptor`, which is written to */
    int descriptor;
    bool is_special;  /* the user named a FIFO or device, which is written to */
    bool keep_closed; /* use a temporary name, so that the file need not stay open until the end */
    bool unwritten;   /* nothing is written, only observed */
    const struct sd_observer *observer; /* sees the uncompressed bytes; may be NULL */

    int fd;
    bool owned;
    bool stream;          /* not a file: written directly, in order */
    bool exists;          /* a complete output of an earlier run already has the name */
    char *temporary_name; /* NULL: the file is unnamed, or has its final name */
    dev_t device; /* with the inode and the owner, the identity of a file with a temporary */
    ino_t inode;  /* name, which another process may have replaced */
    uid_t owner;
    char *old_name;    /* of a replaced file, until it is removed or put back */
    bool published;    /* it has its final name */
    bool replaced;     /* another file had that name before */
    uint64_t size;     /* uncompressed */
    uint64_t records;  /* of a shard; set by who writes it */
    uint64_t position; /* bytes written, if they are written in order */
    struct sd_checksum sum;
};

/* Whether it is written directly: standard output, or what the user named and is no regular file.
 */
bool sd_output_is_stream(const struct sd_output *output);

/* Opens the output for writing, unless it is open. Waits for the reader of a FIFO, until there is a
 * request to stop. */
int sd_output_open(struct sd_output *output, int cancel_fd, struct splitdata_error *error);

/* Writes `length` bytes at `offset` of a file. */
int sd_output_write_at(struct sd_output *output, const uint8_t *bytes, size_t length,
                       uint64_t offset, struct splitdata_error *error);

/* The same with bytes in pieces; modifies the array `pieces`. */
int sd_output_write_pieces_at(struct sd_output *output, struct iovec *pieces, size_t count,
                              uint64_t offset, struct splitdata_error *error);

/* Truncates a file to `length` bytes. */
int sd_output_shorten(struct sd_output *output, uint64_t length, struct splitdata_error *error);

/* Writes the next `length` bytes; may wait for a stream, until there is a request to stop. */
int sd_output_append(struct sd_output *output, const uint8_t *bytes, size_t length, int cancel_fd,
                     struct splitdata_error *error);

/* Passes the next `length` bytes to the observer, if there is one. */
static inline int sd_output_observe(const struct sd_output *output, const uint8_t *bytes,
                                    size_t length, struct splitdata_error *error)
{
    return output->observer == NULL
               ? SPLITDATA_OK
               : output->observer->observe(output->observer->context, bytes, length, error);
}

/* Completes the output after its last byte; with `sync`, waits until it is on disk. */
int sd_output_complete(struct sd_output *output, bool sync, struct splitdata_error *error);

/* Writes all of an output that is small: opens it, and completes it. */
int sd_output_write_whole(struct sd_output *output, const struct sd_text *text, int cancel_fd,
                          bool sync, struct splitdata_error *error);

/* Opens a complete output again for reading; -1 and errno on failure. */
int sd_output_reopen(const struct sd_output *output);

/* Whether its temporary name is still that of the file that was written, as far as can be told:
 * inodes are used again, but not owners. */
bool sd_output_has_its_name(const struct sd_output *output);

/* Closes the output and removes its temporary file, if any. The close of a written file is checked
 * earlier, by sd_output_complete or by publishing. */
void sd_output_close(struct sd_output *output);

#endif
