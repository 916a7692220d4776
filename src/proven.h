/* SPDX-License-Identifier: MIT */
/* Manifests from disk, and a split held against one. */
#ifndef SD_PROVEN_H
#define SD_PROVEN_H

#include "report/manifest.h"

/* A manifest and where its paths start. Life: zeroed, sd_proven_open, sd_proven_close. */
struct sd_proven {
    const char *path; /* borrowed */
    char *directory;
    struct sd_manifest manifest;
};

int sd_proven_open(struct sd_proven *proven, const char *path, int cancel_fd,
                   struct splitdata_error *error);
void sd_proven_close(struct sd_proven *proven);

/* Where a file of the manifest is, to be freed by the caller. SPLITDATA_DATA when that is neither
 * below the manifest's directory nor below the current one; `remedy` says what helps. */
int sd_proven_locate(const struct sd_proven *proven, const char *path, const char *remedy,
                     char **located, struct splitdata_error *error);

/* How the split that was made again differs from the manifest; false: it does not. */
bool sd_proven_differs(const struct sd_manifest *manifest, const struct splitdata_report *report,
                       char *detail, size_t size);

#endif
