/* SPDX-License-Identifier: MIT */
/*
 * The files of a data set that many machines split, and what every task knows of it: the header of
 * the first file with a record. Byte numbers of ranges count all files one after another, as they
 * lie on the disk; a gzip file belongs to the range with its first byte.
 */
#ifndef SD_SHARD_DATA_SET_H
#define SD_SHARD_DATA_SET_H

#include "engine/output_template.h"
#include "open/opened.h"

/* One file in memory. Zeroed, sd_data_file_open, sd_data_file_close. */
struct sd_data_file {
    struct sd_input input;
    const uint8_t *data;
    uint64_t size; /* decompressed */
    bool gzip, open;
};

int sd_data_file_open(struct sd_data_file *file, const char *path,
                      const struct splitdata_options *options, struct sd_memory *memory,
                      struct splitdata_error *error);

/* SPLITDATA_SYSTEM if the file has changed meanwhile. */
int sd_data_file_check(const struct sd_data_file *file, struct splitdata_error *error);
void sd_data_file_close(struct sd_data_file *file);

struct sd_data_set {
    struct splitdata_options options; /* without those about keys: these say how files are read */
    struct sd_request request;
    struct sd_memory memory;
    struct sd_opened opened;
    uint64_t *begin; /* owned, by file: its first byte; begin[count]: all bytes */
    size_t count;    /* of files */

    /* Of the first file with a record, whose number is `first`. */
    size_t first;
    struct sd_data_file file;
    struct sd_records head; /* only its first record, or its header */
    struct sd_index_place after;
    struct sd_output_template template;
};

/* Zeroed, sd_data_set_begin, sd_data_set_end, also after a failure. `keyed`: columns are needed. */
int sd_data_set_begin(struct sd_data_set *set, const char *input,
                      const struct splitdata_options *options, struct splitdata_error *error);
void sd_data_set_end(struct sd_data_set *set);

/* Where the records of file number i begin: *start. SPLITDATA_DATA: it does not continue the first
 * one. */
int sd_data_set_start(struct sd_data_set *set, size_t i, const struct sd_data_file *file,
                      uint64_t *start, struct splitdata_error *error);

/* The line ends in bytes from..to-1 of a file; a CR LF counts where its LF is. */
uint64_t sd_data_file_lines(const struct sd_data_file *file, uint64_t from, uint64_t to);

#endif
