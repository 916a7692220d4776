/* SPDX-License-Identifier: MIT */
/*
 * The manifest: the input, the options and the results of a split, as a JSON document with the same
 * bytes on every machine. docs/splitdata-manifest.5 describes it, docs/manifest.schema.json is its
 * schema.
 *
 * Reading is strict: unknown members, duplicate members, wrong types, invalid numbers and invalid
 * paths are refused with a message of one line. Writing what was read gives the same bytes.
 *
 * Life of one to be written: zeroed, filled with borrowed strings. Life of one that is read:
 * zeroed, sd_manifest_parse, sd_manifest_free.
 */
#ifndef SD_PROVENANCE_MANIFEST_H
#define SD_PROVENANCE_MANIFEST_H

#include "base/error.h"
#include "base/text.h"
#include "splitdata/splitdata.h"

/* Paths are relative to the manifest's directory. */
struct sd_manifest_file {
    const char *path; /* NULL: standard output */
    uint64_t records; /* of a shard; of other files not known */
    uint64_t bytes;   /* uncompressed */
    const char *digest;
};

struct sd_manifest_part {
    const char *name;
    uint64_t repeat;  /* 0: not repeated */
    uint64_t fold;    /* 0: no folds */
    bool unwritten;   /* --only left it out: no files */
    const char *size; /* as given; NULL: the remainder */
    uint64_t records;
    size_t first_file, files; /* its file or shards, in their order, in manifest->files */
    const char *query_path;   /* with options.query_files, if written */
    uint64_t query_bytes;
    const char *query_digest;
};

/* One of several files that were split as one. */
struct sd_manifest_input {
    const char *path; /* NULL: standard input */
    uint64_t bytes;
    uint64_t records;
    const char *digest;
};

struct sd_manifest {     /* options.digest says what the digests are */
    const char *version; /* of the tool that wrote it */
    const char *split_id;
    const char *recipe;
    const char *strategy; /* NULL: none */
    /* All that is needed to repeat the split: the seed, the dialect, and the options that determine
     * the contents and names of the outputs. The others have their defaults. */
    struct splitdata_options options;

    const char *input_path; /* NULL: standard input */
    uint64_t input_bytes;
    uint64_t records;
    uint64_t columns;
    uint64_t blank_lines;
    uint64_t comment_lines; /* in kind 2; else 0 */
    const char *input_digest;
    uint64_t step;          /* of the beginnings: see base/fingerprint.h */
    const char *beginnings; /* their digests in hexadecimal */

    /* Of several files, or a folder (kind 2); then input_path and input_digest are NULL, and there
     * are no beginnings. */
    const char *stem; /* from which outputs are named; NULL: one file */
    struct sd_manifest_input *inputs;
    size_t input_count; /* 0: one file */

    struct sd_manifest_part *parts;
    size_t part_count;
    struct sd_manifest_file *files; /* of the parts, in their order */
    size_t file_count;
    uint64_t left_out;
    uint64_t left_out_by[SPLITDATA_LEFT_OUT_KINDS]; /* if sd_options_name_left_out */
    char *const *warnings;
    size_t warning_count;

    void *document; /* the parsed document, which owns the strings */
    char **owned;   /* strings and arrays that the document does not contain as they are */
    size_t owned_count;
};

/* Whether the options name reasons to leave records out, so that the manifest counts each. */
bool sd_options_name_left_out(const struct splitdata_options *options);

/* Appends the document, with a final line feed. False: no memory. */
bool sd_manifest_write(const struct sd_manifest *manifest, struct sd_text *text);

/* SPLITDATA_DATA, with the reason, if bytes[0..length-1] are no manifest. */
int sd_manifest_parse(struct sd_manifest *manifest, const char *bytes, size_t length,
                      struct splitdata_error *error);

void sd_manifest_free(struct sd_manifest *manifest);

#endif
