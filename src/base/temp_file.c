/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* O_TMPFILE, fallocate */

#include "base/temp_file.h"

#include "base/eintr.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* For file systems without O_TMPFILE: a named file that is unlinked at once. */
static int open_named(const char *directory)
{
    static const char name[] = "/.splitdata-XXXXXX";
    const size_t size = strlen(directory) + sizeof name;
    char *path = malloc(size);
    int fd = -1;
    if (path == NULL)
        return -1;
    do {
        snprintf(path, size, "%s%s", directory, name); /* a failed attempt may change it */
        fd = mkostemp(path, O_CLOEXEC);
    } while (fd < 0 && errno == EINTR);
    if (fd >= 0)
        unlink(path);
    free(path);
    return fd;
}

int sd_temp_file_open(const char *directory)
{
#if defined(O_TMPFILE)
    int fd = sd_openat(AT_FDCWD, directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return fd;
#endif
    return open_named(directory);
}

/* For file systems without fallocate. */
static bool write_zeros(int fd, uint64_t from, uint64_t to)
{
    static const uint8_t zeros[1 << 16];
    while (from < to) {
        size_t left = to - from < sizeof zeros ? (size_t)(to - from) : sizeof zeros;
        ssize_t count = pwrite(fd, zeros, left, (off_t)from);
        if (count < 0 && errno != EINTR)
            return false;
        from += count > 0 ? (uint64_t)count : 0;
    }
    return true;
}

bool sd_temp_file_extend(int fd, uint64_t from, uint64_t to)
{
#if defined(__linux__)
    while (fallocate(fd, 0, (off_t)from, (off_t)(to - from)) != 0) {
        if (errno == EOPNOTSUPP || errno == ENOSYS)
            return write_zeros(fd, from, to);
        if (errno != EINTR)
            return false;
    }
    return true;
#else
    return write_zeros(fd, from, to);
#endif
}
