/* SPDX-License-Identifier: MIT */
/* Manifests from files. */
#ifndef SD_PROVENANCE_MANIFEST_LOAD_H
#define SD_PROVENANCE_MANIFEST_LOAD_H

#include "provenance/manifest.h"

/* Reads the manifest at `path`, for sd_manifest_free also after a failure. Messages begin with the
 * path; SPLITDATA_DATA: it is no manifest, or larger than one may be. */
int sd_manifest_load(struct sd_manifest *manifest, const char *path, int cancel_fd,
                     struct splitdata_error *error);

#endif
