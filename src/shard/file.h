/* SPDX-License-Identifier: MIT */
/*
 * The files between the steps of a split on many machines.
 *
 * A summary, a plan or an exchanged piece is one line of JSON, a line feed, and arrays of words
 * with their least significant byte first. A piece in the input's order has a part's bytes and no
 * more. Each is written without a name and published once, when it is complete. A task that is
 * repeated makes the same bytes: then the file that is there already stays.
 */
#ifndef SD_SHARD_FILE_H
#define SD_SHARD_FILE_H

#include "base/text.h"
#include "out/output.h"
#include "publish/directory.h"
#include "splitdata/options.h"

#include <jansson.h>

/* A file being written. Life: zeroed, sd_shard_file_begin, any number of sd_shard_file_put,
 * sd_shard_file_publish, sd_shard_file_end. */
struct sd_shard_file {
    char *path;
    struct sd_directory directory;
    struct sd_output output;
    uint8_t *buffer;
    size_t used;
    bool force;   /* replace another file of that name */
    bool no_sync; /* do not wait until it is on disk */
};

/* Of the options, force and no_sync count. */
int sd_shard_file_begin(struct sd_shard_file *file, const char *path,
                        const struct splitdata_options *options, struct splitdata_error *error);
int sd_shard_file_put(struct sd_shard_file *file, const void *bytes, size_t length,
                      struct splitdata_error *error);

/* Puts words of `width` bytes, 1, 2, 4 or 8. */
int sd_shard_file_words(struct sd_shard_file *file, const uint64_t *words, uint64_t count,
                        unsigned width, struct splitdata_error *error);

/* Puts the document as one line and frees it; `made` false: there was no memory for it. */
int sd_shard_file_json(struct sd_shard_file *file, json_t *document, bool made,
                       struct splitdata_error *error);

int sd_shard_file_publish(struct sd_shard_file *file, struct splitdata_error *error);
void sd_shard_file_end(struct sd_shard_file *file);

/* A file being read: mapped, so that a task reads its part of it alone. */
struct sd_shard_map {
    const char *path; /* borrowed */
    uint8_t *bytes;
    size_t size;
    json_t *document;
    size_t at; /* the first byte after the document */
};

/* `kind`: the value of its first member, "summary", "plan" or "piece". */
int sd_shard_map_open(struct sd_shard_map *map, const char *path, const char *kind,
                      struct splitdata_error *error);
void sd_shard_map_close(struct sd_shard_map *map);

/* The error for a file that a step did not write as it is. */
int sd_shard_map_fail(const struct sd_shard_map *map, struct splitdata_error *error);

/* The document of a kind of file, to be filled. */
json_t *sd_shard_document(const char *kind, bool *made);

/* Members of an object. A missing one, or one of another type, is 0 or NULL and makes *right
 * false. */
uint64_t sd_shard_number(const json_t *object, const char *key, bool *right);
const char *sd_shard_string(const json_t *object, const char *key, bool *right);

/* Bytes in hexadecimal digits. */
json_t *sd_shard_hex(const void *bytes, size_t length);
void sd_shard_unhex(const json_t *object, const char *key, struct sd_text *bytes, bool *right);

/* Word number i of `width` bytes at `words`. */
uint64_t sd_shard_word(const uint8_t *words, uint64_t i, unsigned width);

#endif
