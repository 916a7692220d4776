/* SPDX-License-Identifier: MIT */
/*
 * The paths in a manifest: relative to its directory, so that both can be moved together. All of it
 * is a matter of letters; only sd_path_relative asks for the current directory.
 */
#ifndef SD_PROVENANCE_PATHS_H
#define SD_PROVENANCE_PATHS_H

#include "base/error.h"

#include <stdbool.h>

/* The path of `file` as seen from `directory`, to be freed by the caller. Where the two have
 * nothing but the root in common, it is the last component alone: the way from one to the other
 * would tell of the machine and of nothing else. */
int sd_path_relative(const char *directory, const char *file, char **relative,
                     struct splitdata_error *error);

/* Whether a manifest may hold it: relative, not empty, no component empty or `.`, and `..` at the
 * beginning alone. */
bool sd_path_is_tidy(const char *path);

/* Whether a tidy path leads out of the directory that it starts from. */
bool sd_path_climbs(const char *path);

/* The directory joined with a tidy path, without needless `..`, to be freed by the caller. NULL: no
 * memory. */
char *sd_path_join(const char *directory, const char *path);

#endif
