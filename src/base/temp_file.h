/* SPDX-License-Identifier: MIT */
/* A temporary file without a name: it is gone with its descriptor, whatever happens. */
#ifndef SD_BASE_TEMP_FILE_H
#define SD_BASE_TEMP_FILE_H

#include <stdbool.h>
#include <stdint.h>

/* A new file on the file system of `directory`, for reading and writing; -1 and errno. */
int sd_temp_file_open(const char *directory);

/* Makes the file `to` bytes long, of which `from` are its own already, and sees to it that the disk
 * has room for them, so that writing to a mapping of it cannot fail; false and errno. */
bool sd_temp_file_extend(int fd, uint64_t from, uint64_t to);

#endif
