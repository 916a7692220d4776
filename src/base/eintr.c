/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "base/eintr.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int sd_openat(int directory_fd, const char *path, int flags, mode_t mode)
{
    int fd;
    do
        fd = openat(directory_fd, path, flags, mode);
    while (fd < 0 && errno == EINTR);
    return fd;
}

int sd_fsync(int fd)
{
    int result;
    do
        result = fsync(fd);
    while (result != 0 && errno == EINTR);
    return result;
}

int sd_ftruncate(int fd, off_t length)
{
    int result;
    do
        result = ftruncate(fd, length);
    while (result != 0 && errno == EINTR);
    return result;
}
