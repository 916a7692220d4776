/* SPDX-License-Identifier: MIT */
/*
 * The output directories. Each is opened once, and outputs are named relative to the open
 * descriptor. A missing one is created with its parents, and removed again if the split fails.
 */
#ifndef SD_PUBLISH_DIRECTORY_H
#define SD_PUBLISH_DIRECTORY_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct sd_directory {
    char *path;
    int fd;       /* -1: it does not exist (and was not to be created) */
    dev_t device; /* with the inode, its identity under any path */
    ino_t inode;
    size_t made_from; /* path[0..made_from-1] existed before; the length of the path: all of it
                         existed */
};

/* Opens `path`; creates it if it is missing and `make` is set. */
int sd_directory_open(struct sd_directory *directory, const char *path, bool make,
                      struct splitdata_error *error);

/* Refuses a `path`, of which a prefix may exist, that textually begins with `base` but leaves it
 * through a symbolic link. */
int sd_directory_check_below(const char *path, const char *base, struct splitdata_error *error);

/* Whether both are the same directory. */
bool sd_directory_is(const struct sd_directory *a, const struct sd_directory *b);

/* Makes the names of its files durable: they survive a power failure. */
int sd_directory_sync(const struct sd_directory *directory, struct splitdata_error *error);

/* Closes it; with `remove`, also removes the directories that sd_directory_open created, as far as
 * they are empty. */
void sd_directory_close(struct sd_directory *directory, bool remove);

#endif
