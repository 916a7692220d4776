/* SPDX-License-Identifier: MIT */
/* Unnamed files, and files with a unique temporary name. */
#ifndef SD_OUT_TEMPORARY_H
#define SD_OUT_TEMPORARY_H

#include <stdbool.h>
#include <sys/types.h>

/* Opens a new file in the directory for reading and writing, with permissions `mode` less the
 * umask. It is unnamed, with *name NULL, if the file system can do that and `named` is not set;
 * else *name is its name, which the caller frees. -1 and errno on failure. */
int sd_temporary_open(int directory_fd, mode_t mode, bool named, char **name);

/* Gives an unnamed file a name; -1 and errno (such as EEXIST) on failure. */
int sd_temporary_link(int fd, int directory_fd, const char *name);

/* A new name that no file in the directory had when it was chosen; NULL: no memory. */
char *sd_temporary_name(void);

#endif
