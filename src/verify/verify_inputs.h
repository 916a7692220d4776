/* SPDX-License-Identifier: MIT */
/* The inputs of a split, here and in its manifest. */
#ifndef SD_VERIFY_VERIFY_INPUTS_H
#define SD_VERIFY_VERIFY_INPUTS_H

#include "in/input_list.h"
#include "verify/compare.h"
#include "verify/verify_file.h"

/* How many files the manifest's split was made of. */
static inline size_t sd_manifest_files(const struct sd_manifest *manifest)
{
    return manifest->stem != NULL ? manifest->input_count : 1;
}

/* The path after which the outputs are named: of several files, the first one's. */
static inline const char *sd_manifest_named_as(const struct sd_manifest *manifest)
{
    const char *path = manifest->stem != NULL ? manifest->inputs[0].path : manifest->input_path;
    return path != NULL ? path : "-";
}

/* Where the inputs are, in the manifest's order. Zeroed; sd_located_of_manifest or
 * sd_located_given; sd_located_free. */
struct sd_located {
    char **path; /* of a manifest, NULL: it was standard input; owned */
    size_t count;
    bool given; /* the caller names them, not the manifest */
};

/* Locates the inputs that the manifest names. */
int sd_located_of_manifest(struct sd_located *located, const struct sd_manifest_check *check,
                           struct splitdata_error *error);

/* Takes those that the caller names, of which there must be as many. */
int sd_located_given(struct sd_located *located, const struct sd_manifest_check *check,
                     const char *input, const char *const *inputs, size_t input_count,
                     struct splitdata_error *error);

/* Sets the inputs of `options`; returns the argument `input` of sd_split. */
const char *sd_located_choose(const struct sd_located *located, const struct sd_manifest *manifest,
                              struct splitdata_options *options);

void sd_located_free(struct sd_located *located);

/* Compares each input with the manifest: fills files[] and findings[], by input. */
int sd_verify_inputs(const struct sd_located *located, const struct sd_manifest *manifest,
                     const struct sd_file_reading *control, struct sd_file_check *files,
                     struct splitdata_finding *findings, struct splitdata_error *error);

#endif
