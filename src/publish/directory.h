/* SPDX-License-Identifier: MIT */
/*
 * The output directories. The first part of a directory's path is the user's words, and is entered
 * as they say, through any link. What follows was filled in (from a template or a manifest), and
 * is entered by descriptors, through no link, even if directories are exchanged for links
 * meanwhile. Each directory is opened once, and outputs are named relative to
 * the open descriptor. A missing one is created with its parents, and removed again if the split
 * fails.
 */
#ifndef SD_PUBLISH_DIRECTORY_H
#define SD_PUBLISH_DIRECTORY_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct sd_directory {
    char *path;
    size_t named; /* path[0..named-1] is the user's words; 0: the current directory is */
    int fd;       /* -1: it does not exist (and was not to be created) */
    int named_fd; /* what the user named, while it is entered; else -1 */
    dev_t device; /* with the inode, its identity under any path */
    ino_t inode;
    size_t made_from; /* path[0..made_from-1] existed before; the length of the path: all of it
                         existed */
};

/* Opens `path`, of which the user named the first `named` bytes, whole components; creates it if it
 * is missing and `make` is set. SPLITDATA_SYSTEM also if there is a symbolic link in what
 * follows; then `remedy` says what helps. */
int sd_directory_open(struct sd_directory *directory, const char *path, size_t named, bool make,
                      const char *remedy, struct splitdata_error *error);

/* Whether both are the same directory. */
bool sd_directory_is(const struct sd_directory *a, const struct sd_directory *b);

/* Makes the names of its files durable: they survive a power failure. */
int sd_directory_sync(const struct sd_directory *directory, struct splitdata_error *error);

/* Closes it; with `remove`, also removes the directories that sd_directory_open created, as far as
 * they are empty. */
void sd_directory_close(struct sd_directory *directory, bool remove);

#endif
