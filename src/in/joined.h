/* SPDX-License-Identifier: MIT */
/*
 * Several files as one input: in memory, where an offset is one of the array of base/extents.h, or
 * as a stream, whose bytes are the joined file's.
 *
 * In memory, large plain files are mapped, each from a page of its own on; all others (gzip, pipes,
 * small files) are copied to one unnamed temporary file, one directly after the other. No file is
 * open longer than it takes to map or copy it.
 *
 * Life: zeroed, sd_joined_begin; sd_joined_read, or sd_joined_next any number of times;
 * sd_joined_end.
 */
#ifndef SD_IN_JOINED_H
#define SD_IN_JOINED_H

#include "base/extents.h"
#include "base/memory.h"
#include "in/body.h"
#include "splitdata/splitdata.h"

struct sd_joined_file {
    const char *path; /* borrowed; "-" is standard input */
    struct stat at_open;
    const char *compression;     /* "gzip", or NULL; set when the file is opened */
    uint64_t bytes;              /* decompressed; set when the file was read */
    const uint8_t *mapped;       /* all of its bytes; NULL: it was copied */
    size_t line_end;             /* bytes of the terminator that it lacks, part of its extent */
    struct sd_observer observer; /* sees the bytes of a file that is copied or streamed; those of
                                    one that is mapped are for the caller */
};

/* Files that were copied one directly after the other. */
struct sd_copies {
    uint64_t place, at; /* in the array, and in the temporary file: multiples of SD_EXTENT_PAGE */
};

struct sd_joined {
    struct sd_joined_file *file; /* owned */
    size_t count;
    const struct sd_join *join; /* borrowed; set it before reading */
    struct sd_extents extents;  /* of the files; in a stream, of those that have begun */
    int cancel_fd;
    const char *gzip_library;
    uint64_t max_inflate;
    struct sd_progress *progress;

    uint8_t *data; /* the array */
    uint64_t size; /* of the array, or so far of the joined stream */

    /* While files are read. */
    struct sd_body body; /* of file number `at` */
    size_t at;
    bool opened;                /* that file is open */
    bool begun;                 /* some of its bytes after the head were read */
    uint64_t total;             /* bytes of the joined file so far */
    size_t ended;               /* the last file before `at` that has bytes; `count`: none */
    uint8_t tail[SD_JOIN_TAIL]; /* of that file */
    size_t tail_length;
    const char *line_end; /* the terminator of files that lack one */
    uint8_t *held;        /* owned: bytes of the stream that come after such a terminator */
    size_t held_length;

    /* In memory. */
    int copies;            /* the temporary file, or -1 */
    uint64_t copied;       /* its bytes */
    struct sd_copies *run; /* owned: runs of files that were copied */
    size_t runs;
    uint64_t reserved; /* bytes of the array with its last pages */
};

/* Names the files, of which none is opened; SPLITDATA_SYSTEM: one is missing, or no file that can
 * be read. `regular`: all must be regular files. */
int sd_joined_begin(struct sd_joined *joined, char *const *path, size_t count, bool regular,
                    struct splitdata_error *error);

/* The first file is open already: `source` and `stream`, which become empty. */
void sd_joined_first(struct sd_joined *joined, struct sd_source *source, struct sd_stream *stream);

/* Puts all files into memory: sets data, size and extents. `map`: large files may be mapped. */
int sd_joined_read(struct sd_joined *joined, bool map, const char *directory,
                   struct splitdata_error *error);

/* The function of a stream, of which `context` is the struct: reads the next bytes of the joined
 * file, all of one file, whose number becomes *file; *got is 0 only at the end. */
int sd_joined_next(void *context, uint8_t *buffer, size_t size, size_t *got, size_t *file,
                   struct splitdata_error *error);

/* For joined_memory.c and sd_joined_next: opens file number joined->at. */
int sd_joined_open(struct sd_joined *joined, struct splitdata_error *error);

/* The same: begins to read the open file, as a stream. */
int sd_joined_open_stream(struct sd_joined *joined, struct splitdata_error *error);

/* The same: the open file has bytes after its head, of which the first is `next`. The file before
 * gets the line terminator that it lacks, *length bytes. */
int sd_joined_begin_body(struct sd_joined *joined, uint8_t next, size_t *length,
                         struct splitdata_error *error);

/* The same: the open file has ended, and is closed. */
void sd_joined_close(struct sd_joined *joined);

/* SPLITDATA_SYSTEM if a regular file has another size, time or inode than at the beginning. */
int sd_joined_check_unchanged(const struct sd_joined *joined, struct splitdata_error *error);

/* What messages call file number i. */
const char *sd_joined_name(const struct sd_joined *joined, size_t i);

/* The bytes of file number i in the array, header and all, without a terminator that it lacks:
 * *place is their offset. False: not all of them are there. */
bool sd_joined_whole(const struct sd_joined *joined, size_t i, uint64_t *place, uint64_t *size);

/* Bytes begin to end-1 of the array were read; their pages may be dropped. */
void sd_joined_release(const struct sd_joined *joined, uint64_t begin, uint64_t end);

void sd_joined_end(struct sd_joined *joined);

#endif
