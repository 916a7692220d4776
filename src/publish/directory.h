/* SPDX-License-Identifier: MIT */
/*
 * The directories that outputs go to. Each is opened once and outputs are named relative to the
 * open descriptor; one that is missing is made with its parents, and what was made is removed again
 * when the split fails.
 */
#ifndef SD_PUBLISH_DIRECTORY_H
#define SD_PUBLISH_DIRECTORY_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct sd_directory {
    char *path;
    int fd;       /* -1: it does not exist (and was not to be made) */
    dev_t device; /* which one it is, by whatever path */
    ino_t inode;
    size_t
        made_from; /* path[0..made_from-1] existed before; the length of the path: all of it did */
};

/* Opens `path`; makes it when it is missing and `make` is set. */
int sd_directory_open(struct sd_directory *directory, const char *path, bool make,
                      struct splitdata_error *error);

/* Whether `path`, or as much of it as exists, is really below `base`, which it begins with by its
 * letters, or leads out of it through a symbolic link. */
int sd_directory_check_below(const char *path, const char *base, struct splitdata_error *error);

/* Whether the two are one and the same. */
bool sd_directory_is(const struct sd_directory *a, const struct sd_directory *b);

/* Makes sure that names given to files in it survive a power cut. */
int sd_directory_sync(const struct sd_directory *directory, struct splitdata_error *error);

/* Closes it; with `remove`, also removes what sd_directory_open made, as far as it is empty. */
void sd_directory_close(struct sd_directory *directory, bool remove);

#endif
