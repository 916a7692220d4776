/* SPDX-License-Identifier: MIT */
/*
 * The paths in a manifest: relative to its directory, so that both can be moved together. Purely
 * textual; only sd_path_relative asks for the current directory, and sd_path_real for all of them.
 */
#ifndef SD_PROVENANCE_PATHS_H
#define SD_PROVENANCE_PATHS_H

#include "base/error.h"

#include <stdbool.h>

/* The path of `file` relative to `directory`, to be freed by the caller. If the two have only the
 * root in common, it is the last component alone: a relative path would only disclose the machine's
 * directories. */
int sd_path_relative(const char *directory, const char *file, char **relative,
                     struct splitdata_error *error);

/* Whether a manifest may contain it: relative, not empty, without empty components or `.`, and with
 * `..` only at the beginning. */
bool sd_path_is_tidy(const char *path);

/* Whether a normalised path leads out of the directory that it starts from. */
bool sd_path_climbs(const char *path);

/* The absolute path without links, to be freed by the caller; of a path that does not exist,
 * without those of its directories that do. */
int sd_path_real(const char *path, char **real, struct splitdata_error *error);

/* Joins the directory and a normalised path, without unnecessary `..`; to be freed by the caller.
 * NULL: no memory. */
char *sd_path_join(const char *directory, const char *path);

#endif
