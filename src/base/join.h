/* SPDX-License-Identifier: MIT */
/*
 * How one more file continues a joined one: what the reader of files has to know of their format,
 * as two functions of a module that knows it (csv/join_files.h).
 */
#ifndef SD_BASE_JOIN_H
#define SD_BASE_JOIN_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A file that is to be joined, and its first bytes, decompressed. */
struct sd_join_file {
    const char *name; /* for messages */
    const uint8_t *bytes;
    size_t length;
    bool whole; /* the file has no more bytes */
};

/* What of the file is left out of the joined one: its first `length` bytes, with `lines` lines. */
struct sd_join_head {
    bool known; /* false: more of the file's bytes are needed */
    size_t length;
    uint64_t lines;
};

struct sd_join {
    /* Called for all files in their order. Of the first one that is not empty nothing is left out.
     * An error is complete: it names the file and the line. */
    int (*begin)(void *context, const struct sd_join_file *file, struct sd_join_head *head,
                 struct splitdata_error *error);
    /* Whether a file that ends with tail[0..length-1], its last bytes or all of them, can be
     * continued by one that begins with `next`; *end is set to the line terminator that is missing
     * between them, or to "". `name`: of the second one. */
    int (*between)(void *context, const uint8_t *tail, size_t length, uint8_t next,
                   const char *name, const char **end, struct splitdata_error *error);
    void *context;
};

enum { SD_JOIN_TAIL = 4 }; /* bytes of a file's end that sd_join.between gets, if it has so many */

#endif
