/* SPDX-License-Identifier: MIT */
/*
 * The manifest: what was split, how, and what came of it, as a JSON document with the same bytes on
 * every machine. docs/splitdata-manifest.5 describes it, docs/manifest.schema.json is its schema.
 *
 * Reading is strict: unknown members, members twice, wrong types, numbers that are none and paths
 * that make no sense are refused with a message of one line. What was read can be written again and
 * gives the same bytes.
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
struct sd_manifest_part {
    const char *name;
    uint64_t repeat;  /* 0: not repeated */
    uint64_t fold;    /* 0: no folds */
    const char *path; /* NULL: standard output */
    const char *size; /* as asked for; NULL: what others leave */
    uint64_t records;
    uint64_t bytes; /* of the file at `path`, uncompressed */
    const char *sha256;
};

struct sd_manifest {
    const char *version; /* of the tool */
    const char *split_id;
    const char *recipe;
    const char *strategy; /* NULL: by nothing */
    /* What a split needs to be made again: the seed, the dialect, and all that decides what the
     * outputs contain and are called. The rest has its default. */
    struct splitdata_options options;

    const char *input_path; /* NULL: standard input */
    uint64_t input_bytes;
    uint64_t records;
    uint64_t columns;
    uint64_t blank_lines;
    const char *input_sha256;
    uint64_t step;          /* of the beginnings: see base/fingerprint.h */
    const char *beginnings; /* their digits */

    struct sd_manifest_part *parts;
    size_t part_count;
    uint64_t left_out;
    char *const *warnings;
    size_t warning_count;

    void *document; /* of one that was read: owns the strings */
    char **owned;   /* strings and arrays that the document does not have as they are */
    size_t owned_count;
};

/* The document, with a line end. False: no memory. */
bool sd_manifest_write(const struct sd_manifest *manifest, struct sd_text *text);

/* SPLITDATA_DATA, and why, when bytes[0..length-1] are no manifest. */
int sd_manifest_parse(struct sd_manifest *manifest, const char *bytes, size_t length,
                      struct splitdata_error *error);

void sd_manifest_free(struct sd_manifest *manifest);

#endif
