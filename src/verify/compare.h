/* SPDX-License-Identifier: MIT */
/* Manifests from disk, and a split held against one. */
#ifndef SD_VERIFY_COMPARE_H
#define SD_VERIFY_COMPARE_H

#include "provenance/manifest.h"

/* A manifest and where its paths start. Life: zeroed, sd_manifest_check_open,
 * sd_manifest_check_close. */
struct sd_manifest_check {
    const char *path; /* borrowed */
    char *directory;
    struct sd_manifest manifest;
};

int sd_manifest_check_open(struct sd_manifest_check *check, const char *path, int cancel_fd,
                           struct splitdata_error *error);
void sd_manifest_check_close(struct sd_manifest_check *check);

/* Where a file of the manifest is, to be freed by the caller. SPLITDATA_DATA when that is neither
 * below the manifest's directory nor below the current one; `remedy` says what helps. */
int sd_manifest_check_locate(const struct sd_manifest_check *check, const char *path,
                             const char *remedy, char **located, struct splitdata_error *error);

/* How the split that was made again differs from the manifest; false: it does not. */
bool sd_manifest_check_differs(const struct sd_manifest *manifest,
                               const struct splitdata_report *report, char *detail, size_t size);

/* The same for the files' names, without directories: as the options would call them. */
bool sd_manifest_check_renamed(const struct sd_manifest *manifest,
                               const struct splitdata_report *report, char *detail, size_t size);

/* The outputs that had paths of their own, now below `directory`, one for each of the options'; to
 * be freed, on failure, too. */
int sd_manifest_check_outputs(const struct sd_manifest *manifest, const char *directory,
                              struct splitdata_output **outputs, struct splitdata_error *error);
void sd_manifest_check_outputs_free(const struct sd_manifest *manifest,
                                    struct splitdata_output *outputs);

/* Whether outputs without a word of their own on it were compressed. */
bool sd_manifest_check_compressed(const struct sd_manifest *manifest);

#endif
