/* SPDX-License-Identifier: MIT */
/*
 * What a scan of a range tells: the records from each boundary that may be the first one, for each
 * file that has bytes in the range. docs/distributed.md describes the file.
 */
#ifndef SD_SHARD_SUMMARY_H
#define SD_SHARD_SUMMARY_H

#include "keys/distinct.h"
#include "shard/file.h"

enum { SD_JOINS_NONE = -1 };

/* The values of one key column in the records of a run. */
struct sd_shard_key {
    struct sd_distinct distinct; /* owned, of a summary that is made */
    uint32_t *code;              /* owned, likewise */
    size_t capacity;
    uint64_t values;
    const uint8_t *lengths; /* of a summary that is read: of each value, 4 bytes each */
    const uint8_t *texts, *codes;
    unsigned width; /* of a code */
};

/* The records from boundary `begin` on: up to where run number `joins` begins, or to the first
 * boundary at or after the end of the range. */
struct sd_shard_run {
    uint64_t begin, end, rows, blank_lines, comment_lines;
    int joins;
    bool failed;
    uint64_t failed_at, failed_lines; /* the byte, and the line ends from `from` to there */
    char *message;                    /* owned */
    uint8_t other_delimiter;          /* that became suspected; 0: none */
    uint64_t other_delimiter_at;
    struct sd_shard_key *key; /* owned, by key column */
};

/* The range's bytes from..to-1 of one file. */
struct sd_shard_stretch {
    size_t file;
    const char *path;
    uint64_t size, from, to; /* of the decompressed file, all of it if it is gzip */
    bool gzip;
    uint64_t start;           /* where the file's records begin */
    uint64_t lines;           /* line ends in the stretch */
    int first_byte;           /* after `start`; -1: there is none */
    int last_byte;            /* of the file; -1: it is empty */
    struct sd_shard_run *run; /* owned, in ascending order of their begins */
    size_t runs;
};

struct sd_summary {
    uint64_t from, to, total; /* the range, and all bytes of the data set */
    uint64_t files, first;    /* their number, and that of the first with a record */
    uint64_t fields;          /* of its first record */
    uint8_t other_delimiter;  /* suspected in the header */
    json_t *options;          /* those about keys; owned */
    json_t *dialect;
    struct sd_text prologue; /* byte order mark and header of all outputs */
    struct sd_text names;    /* the record of the header with the names; empty without one */
    struct sd_text line_end, last_end; /* of files that lack one, between files and at the end */
    uint64_t *field;                   /* owned: numbers of the key columns */
    size_t fields_read;
    struct sd_shard_stretch *stretch; /* owned */
    size_t stretches;
    struct sd_shard_map map; /* of one that is read */
};

int sd_summary_write(const struct sd_summary *summary, struct sd_shard_file *file,
                     struct splitdata_error *error);

/* Zeroed, sd_summary_read, sd_summary_free. */
int sd_summary_read(struct sd_summary *summary, const char *path, struct splitdata_error *error);
void sd_summary_free(struct sd_summary *summary);

#endif
