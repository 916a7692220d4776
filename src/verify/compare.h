/* SPDX-License-Identifier: MIT */
/* Reads manifests, and compares a split with one. */
#ifndef SD_VERIFY_COMPARE_H
#define SD_VERIFY_COMPARE_H

#include "provenance/manifest.h"

/* A manifest and the directory that its paths are relative to. Life: zeroed,
 * sd_manifest_check_open, sd_manifest_check_close. */
struct sd_manifest_check {
    const char *path; /* borrowed */
    const char *name; /* of the manifest, for messages: borrowed from the path */
    char *directory;
    struct sd_manifest manifest;
};

int sd_manifest_check_open(struct sd_manifest_check *check, const char *path, int cancel_fd,
                           struct splitdata_error *error);
void sd_manifest_check_close(struct sd_manifest_check *check);

/* The path of a file named in the manifest, to be freed by the caller. SPLITDATA_DATA if it is
 * neither below the manifest's directory nor below the current one; `remedy` says what helps. */
int sd_manifest_check_locate(const struct sd_manifest_check *check, const char *path,
                             const char *remedy, char **located, struct splitdata_error *error);

/* Describes how a repeated split differs from the manifest; false: it does not. */
bool sd_manifest_check_differs(const struct sd_manifest *manifest,
                               const struct splitdata_report *report, char *detail, size_t size);

/* The same for the files' names, without directories: whether the options would give other ones. */
bool sd_manifest_check_renamed(const struct sd_manifest *manifest,
                               const struct splitdata_report *report, char *detail, size_t size);

/* What is told of a split that was made again: by which framework's rule, if one was asked for. */
void sd_manifest_check_rule(const struct sd_manifest *manifest, char *detail, size_t size);

/* The bytes of the input and of all outputs, as the manifest gives them. */
uint64_t sd_manifest_check_bytes(const struct sd_manifest_check *check);

/* Whether the outputs without a path of their own are compressed. */
bool sd_manifest_check_compressed(const struct sd_manifest *manifest);

#endif
