/* SPDX-License-Identifier: MIT */
/* A temporary directory in which a harness splits the file in.csv. It is removed at the end. */
#ifndef FUZZ_PLACE_H
#define FUZZ_PLACE_H

#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static char place_directory[200];

static void place_leave(void)
{
    unlink("in.csv");
    if (chdir("/") == 0)
        rmdir(place_directory);
}

/* Changes to the directory, for the rest of the run. */
static inline void place_enter(void)
{
    static bool entered;
    if (entered)
        return;
    fuzz_temporary(place_directory, sizeof place_directory);
    fuzz_require(mkdtemp(place_directory) != NULL && chdir(place_directory) == 0 &&
                 atexit(place_leave) == 0);
    entered = true;
}

static inline void place_write(const char *name, const uint8_t *bytes, size_t size)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    fuzz_require(fd >= 0 && write(fd, bytes, size) == (ssize_t)size && close(fd) == 0);
}

/* Reads a file, which must have less than `room` bytes. */
static inline size_t place_read(const char *name, uint8_t *bytes, size_t room)
{
    int fd = open(name, O_RDONLY);
    fuzz_require(fd >= 0);
    ssize_t count = read(fd, bytes, room);
    fuzz_require(count >= 0 && (size_t)count < room && close(fd) == 0);
    return (size_t)count;
}

/* The number of files. */
static inline size_t place_count(void)
{
    size_t count = 0;
    DIR *here = opendir(".");
    fuzz_require(here != NULL);
    for (struct dirent *entry; (entry = readdir(here)) != NULL;)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(here);
    return count;
}

#endif
