/* SPDX-License-Identifier: MIT */
/* Paths of outputs that name no file: open descriptors, and devices. */
#ifndef SD_PUBLISH_SPECIAL_PATH_H
#define SD_PUBLISH_SPECIAL_PATH_H

#include "base/error.h"

#include <stdbool.h>

enum sd_special_path {
    SD_PATH_OF_FILE,
    SD_PATH_OF_DESCRIPTOR, /* /dev/stdout, /dev/fd/N, /proc/self/fd/N, or a link to one */
    SD_PATH_OF_DEVICE      /* anything else under /dev, but not /dev/shm: there no name is ever made
                              or replaced (the kernel sees to that under /proc) */
};

/* The kind of a path, by the directories and links that are there now. Of a descriptor, *number is
 * which one it is. SPLITDATA_SYSTEM: no memory. */
int sd_path_kind(const char *path, enum sd_special_path *kind, int *number,
                 struct splitdata_error *error);

#endif
