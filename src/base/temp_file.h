/* SPDX-License-Identifier: MIT */
/* An unnamed temporary file: it disappears with its descriptor, also after a crash. */
#ifndef SD_BASE_TEMP_FILE_H
#define SD_BASE_TEMP_FILE_H

#include <stdbool.h>
#include <stdint.h>

/* A new file on the file system of `directory`, for reading and writing; -1 and errno. */
int sd_temp_file_open(const char *directory);

/* Extends the file from `from` to `to` bytes and reserves disk space for them, so that writing to a
 * mapping of it cannot fail. False and errno. */
bool sd_temp_file_extend(int fd, uint64_t from, uint64_t to);

#endif
