/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* O_TMPFILE */

#include "out/temporary.h"

#include "base/eintr.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

char *sd_temporary_name(void)
{
    /* O_EXCL or link() ensure uniqueness; the counter only makes collisions rare. */
    static atomic_uint counter;
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    char name[64];
    int length = snprintf(name, sizeof name, ".splitdata-%lx-%lx-%x.tmp", (unsigned long)getpid(),
                          (unsigned long)now.tv_nsec, atomic_fetch_add(&counter, 1));
    return sd_copy_string(name, (size_t)length);
}

int sd_temporary_link(int fd, int directory_fd, const char *name)
{
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return linkat(AT_FDCWD, path, directory_fd, name, AT_SYMLINK_FOLLOW);
}

#if defined(O_TMPFILE)
/* An unnamed file is useful only if it can be linked later, which needs /proc. */
static int open_temp_file(int directory_fd, mode_t mode)
{
    int fd = sd_openat(directory_fd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
    if (fd < 0)
        return -1;
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (access(path, F_OK) != 0) {
        close(fd);
        errno = EOPNOTSUPP;
        return -1;
    }
    return fd;
}
#else
static int open_temp_file(int directory_fd, mode_t mode)
{
    (void)directory_fd;
    (void)mode;
    errno = EOPNOTSUPP;
    return -1;
}
#endif

static int open_named(int directory_fd, mode_t mode, char **name)
{
    for (int attempt = 0; attempt < 100; attempt++) {
        *name = sd_temporary_name();
        if (*name == NULL)
            return -1; /* errno is malloc's */
        int fd = sd_openat(directory_fd, *name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (fd >= 0)
            return fd;
        int reason = errno;
        free(*name);
        *name = NULL;
        errno = reason;
        if (reason != EEXIST)
            return -1;
    }
    return -1;
}

int sd_temporary_open(int directory_fd, mode_t mode, bool named, char **name)
{
    *name = NULL;
    int fd = named ? -1 : open_temp_file(directory_fd, mode);
    /* Answers of a file system or kernel without O_TMPFILE. */
    if (named ||
        (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL || errno == ENOENT)))
        return open_named(directory_fd, mode, name);
    return fd;
}
