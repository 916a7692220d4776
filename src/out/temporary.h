/* SPDX-License-Identifier: MIT */
/* Files without a name, or with one that nobody else has. */
#ifndef SD_OUT_TEMPORARY_H
#define SD_OUT_TEMPORARY_H

#include <stdbool.h>
#include <sys/types.h>

/* Opens a new file in the directory for reading and writing; its permissions are `mode` less the
 * umask. Where the file system allows, and `named` is not set, it has no name and *name is NULL,
 * else *name (the caller's) is its name. -1 and errno on failure. */
int sd_temporary_open(int directory_fd, mode_t mode, bool named, char **name);

/* Gives a file without a name the name `name`; -1 and errno (EEXIST, say) on failure. */
int sd_temporary_link(int fd, int directory_fd, const char *name);

/* A new name that no file in the directory had a moment ago; NULL: no memory. */
char *sd_temporary_name(void);

#endif
