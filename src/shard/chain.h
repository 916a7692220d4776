/* SPDX-License-Identifier: MIT */
/*
 * The summaries of all ranges as one: from the first byte on, each range's true run is the one that
 * begins where the range before has ended.
 */
#ifndef SD_SHARD_CHAIN_H
#define SD_SHARD_CHAIN_H

#include "shard/summary.h"

/* One file of the data set that is not empty. */
struct sd_chain_file {
    const char *path; /* borrowed from a summary */
    uint64_t size;    /* decompressed */
    bool gzip;
    bool ended;     /* its last byte ends a line, or it is empty */
    bool continued; /* another file has bytes after it */
};

/* Records of one range in one file, one after another. */
struct sd_chain_span {
    size_t file;
    uint64_t begin, end, rows, first_row;
};

/* A true run, or the head of one that goes on in another. */
struct sd_chain_run {
    const struct sd_shard_run *run;
    uint64_t first_row;
};

struct sd_chain {
    struct sd_summary *summary; /* owned, in the order of their ranges */
    size_t ranges;
    struct sd_chain_file *file;
    size_t files;
    size_t head;    /* the file with the header, or the first record */
    bool only_head; /* that file has no bytes after its header */
    struct sd_chain_span *span;
    size_t *first_span; /* by range; first_span[ranges]: their number */
    struct sd_chain_run *run;
    size_t runs;
    uint64_t rows, blank_lines, comment_lines;
};

/* Zeroed, sd_chain_make, sd_chain_free. SPLITDATA_DATA: the error of the record, with its file and
 * line, that a split of the whole meets first. SPLITDATA_USAGE: ranges are missing or double. */
int sd_chain_make(struct sd_chain *chain, const char *const *summaries, size_t count,
                  struct splitdata_error *error);
void sd_chain_free(struct sd_chain *chain);

#endif
