/* SPDX-License-Identifier: MIT */
/*
 * A window that moves over an input which is read once, from front to back. It grows only if what
 * must stay in it and the next piece do not fit.
 *
 * Life: sd_window_begin, reading and sliding, sd_window_stop, sd_window_end.
 */
#ifndef SD_ENGINE_WINDOW_H
#define SD_ENGINE_WINDOW_H

#include "base/memory.h"
#include "csv/scan.h"
#include "in/ahead.h"
#include "in/input.h"

struct sd_window {
    struct sd_memory *memory;
    struct sd_ahead ahead;
    uint8_t *bytes; /* owned */
    size_t capacity, used;
    uint64_t base;  /* offset of the first byte in the input */
    uint64_t lines; /* line ends before it */
    bool at_end;    /* all of the input was read */
    size_t enough;  /* sliding reads until so many bytes are in it */
    bool failed;    /* reading has failed after the bytes that are in it: the next read returns
                       `failure`, so that an error in these bytes comes first */
    struct splitdata_error failure;

    /* Of several files that are joined (in/joined.h); `extents` NULL: the input is one. */
    struct sd_extents *extents; /* borrowed; those up to number `file` are known */
    size_t file;                /* the one of the last bytes */
    size_t scanned;             /* the one that is scanned */
};

/* Reads from the stream of the input, ahead of the window in a thread of its own if `ahead`. */
void sd_window_begin(struct sd_window *window, struct sd_memory *memory, struct sd_input *input,
                     bool ahead);

/* Appends the next piece, or sets at_end. */
int sd_window_read(struct sd_window *window, struct splitdata_error *error);

/* Drops everything before byte `from` of the input, then reads the next piece; more of them if the
 * input is read ahead. */
int sd_window_slide(struct sd_window *window, uint64_t from, struct splitdata_error *error);

/* The end, in the window, of the bytes of the file that is scanned. */
size_t sd_window_file_end(const struct sd_window *window);

/* Enters the next files, if the scan has had all bytes of the one that it is in: a record ends with
 * its file. `records` were found so far, those of the header among them. */
int sd_window_enter(struct sd_window *window, struct sd_scan *scan, uint64_t records,
                    struct splitdata_error *error);

/* The file of byte `offset`, which was in the window once. */
size_t sd_window_file(const struct sd_window *window, uint64_t offset);

/* Returns `status`, after the line, and what helps, were added to an error at a byte of the
 * window. */
int sd_window_locate(const struct sd_window *window, const struct sd_dialect *dialect, int status,
                     struct splitdata_error *error);

/* Ends reading; the bytes stay. */
void sd_window_stop(struct sd_window *window);

/* Frees the bytes. */
void sd_window_end(struct sd_window *window);

#endif
