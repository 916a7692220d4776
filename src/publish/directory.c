/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* syscall */

#include "publish/directory.h"

#include "base/eintr.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef O_PATH
#define O_PATH O_RDONLY
#endif

/* PASSED: a directory on the way, which need not be readable. */
enum { ENTERED = O_RDONLY | O_DIRECTORY | O_CLOEXEC, PASSED = O_PATH | O_DIRECTORY | O_CLOEXEC };

/* --- below a directory ----------------------------------------------------------------------- */

static bool is_link(int directory, const char *name)
{
    struct stat found;
    return fstatat(directory, name, &found, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(found.st_mode);
}

/* Enters a directory, but follows no link and does not climb. -1 and errno: ELOOP for a link, EXDEV
 * for `..`. */
static int enter(int parent, const char *name, int flags)
{
    int fd = -1;
    errno = EXDEV;
    if (strcmp(name, "..") != 0)
        fd = sd_openat(parent, name, flags | O_NOFOLLOW, 0);
    if (fd < 0 && errno == ENOTDIR && is_link(parent, name))
        errno = ELOOP;
    return fd;
}

/* Enters one directory after the other. -1 and errno. */
static int walk(int base, const char *path, int flags)
{
    char *copy = sd_copy_string(path, strlen(path));
    int fd = copy != NULL ? sd_openat(base, ".", PASSED, 0) : -1;
    for (char *at = copy; fd >= 0 && *at != '\0';) {
        size_t length = strcspn(at, "/");
        size_t next = length + strspn(at + length, "/");
        bool last = at[next] == '\0';
        at[length] = '\0';
        int entered = enter(fd, length != 0 ? at : ".", last ? flags : PASSED);
        int reason = errno;
        close(fd);
        fd = entered;
        errno = reason;
        at += next;
    }
    int reason = errno;
    free(copy);
    errno = reason;
    return fd;
}

/* Opens a directory below another one, through no link. -1 and errno: ELOOP for a link. */
static int open_below(int base, const char *path, int flags)
{
#ifdef SYS_openat2
    enum { NO_LINKS = 0x04, BENEATH = 0x08, TRIES = 1000 }; /* RESOLVE_ of openat2(2) */
    const struct {
        uint64_t flags, mode, resolve;
    } how = {.flags = (uint64_t)flags, .resolve = NO_LINKS | BENEATH};
    for (int i = 0; i < TRIES; i++) {
        int fd = (int)syscall(SYS_openat2, base, path, &how, sizeof how);
        /* EAGAIN: because of a rename, the kernel cannot tell whether the path led out. */
        if (fd >= 0 || (errno != EAGAIN && errno != EINTR)) {
            if (fd >= 0 || (errno != ENOSYS && errno != EPERM)) /* EPERM: a sandbox's answer */
                return fd;
            break;
        }
    }
#endif
    return walk(base, path, flags);
}

/* Where that begins which the user did not name. */
static size_t below(const struct sd_directory *directory)
{
    return directory->named + strspn(directory->path + directory->named, "/");
}

/* Opens path[0..end-1], of which the user named at most all. -1 and errno. */
static int open_prefix(struct sd_directory *directory, size_t end, int flags)
{
    char *path = directory->path, kept = path[end];
    size_t begin = below(directory);
    if (end <= begin)
        return sd_openat(directory->named_fd, ".", flags, 0);
    path[end] = '\0';
    int fd = open_below(directory->named_fd, path + begin, flags);
    path[end] = kept;
    return fd;
}

/* Opens what the user named. -1 and errno. */
static int open_named(struct sd_directory *directory)
{
    char *path = directory->path, kept = path[directory->named];
    path[directory->named] = '\0';
    int fd = sd_openat(AT_FDCWD, directory->named != 0 ? path : ".", PASSED, 0);
    path[directory->named] = kept;
    return fd;
}

/* --- making and removing --------------------------------------------------------------------- */

/* Makes or removes the directory path[0..end-1], whose last component is at `begin`: what the user
 * named by its path, another one by the descriptor of its parent. Returns 0 or an errno value. */
static int change(struct sd_directory *directory, size_t begin, size_t end, bool make)
{
    bool by_path = end <= directory->named;
    if (!by_path && directory->named_fd < 0)
        return ENOENT; /* what the user named was never made */
    int parent = by_path ? AT_FDCWD : open_prefix(directory, begin, PASSED);
    if (!by_path && parent < 0)
        return errno;
    char *path = directory->path, kept = path[end];
    const char *name = by_path ? path : path + begin + strspn(path + begin, "/");
    path[end] = '\0';
    int result = make ? mkdirat(parent, name, 0777) : unlinkat(parent, name, AT_REMOVEDIR);
    int reason = result == 0 ? 0 : errno;
    path[end] = kept;
    if (!by_path)
        close(parent);
    return reason;
}

/* Whether the component at `begin`, after slashes, is `.`. */
static bool is_dot(const char *path, size_t begin, size_t end)
{
    begin += strspn(path + begin, "/");
    return end - begin == 1 && path[begin] == '.';
}

/* Makes the missing ones of the directories in path[begin..length-1]. After one that was there,
 * which
 * `..` may lead to, none before it counts as made: it may not be removed. Returns 0 or an errno
 * value. */
static int make_path(struct sd_directory *directory, size_t begin, size_t length)
{
    const char *path = directory->path;
    while (begin < length) {
        size_t end = begin + strspn(path + begin, "/");
        if (path[end] == '\0')
            break;
        end += strcspn(path + end, "/");
        int reason = change(directory, begin, end, true);
        if (reason != 0 && reason != EEXIST)
            return reason;
        if (reason == 0 && directory->made_from > begin)
            directory->made_from = begin;
        if (reason == EEXIST && !is_dot(path, begin, end))
            directory->made_from = strlen(path);
        begin = end;
    }
    return 0;
}

/* Removes the directories that were made (the last one may not have been), innermost first. */
static void unmake(struct sd_directory *directory)
{
    char *path = directory->path;
    size_t length = strlen(path);
    while (length > directory->made_from) {
        size_t begin = length;
        while (begin > directory->made_from && path[begin - 1] == '/')
            begin--;
        while (begin > directory->made_from && path[begin - 1] != '/')
            begin--;
        while (begin > directory->made_from && path[begin - 1] == '/')
            begin--;
        int reason = change(directory, begin, length, false);
        if (reason != 0 && reason != ENOENT && reason != EINVAL) /* EINVAL: `.` */
            return;
        length = begin;
    }
}

/* --- opening and closing --------------------------------------------------------------------- */

static void leave_named(struct sd_directory *directory)
{
    if (directory->named_fd >= 0)
        close(directory->named_fd);
    directory->named_fd = -1;
}

/* Opens a directory that exists, as far as it is not open yet. Returns 0 or an errno value. */
static int open_existing(struct sd_directory *directory)
{
    if (directory->named_fd < 0)
        directory->named_fd = open_named(directory);
    if (directory->named_fd >= 0)
        directory->fd = open_prefix(directory, strlen(directory->path), ENTERED);
    return directory->fd >= 0 ? 0 : errno;
}

static int make_missing(struct sd_directory *directory)
{
    int reason = 0;
    if (directory->named_fd < 0) {
        reason = make_path(directory, 0, directory->named);
        directory->named_fd = reason == 0 ? open_named(directory) : -1;
    }
    return directory->named_fd < 0
               ? (reason != 0 ? reason : errno)
               : make_path(directory, directory->named, strlen(directory->path));
}

static int fail(const struct sd_directory *directory, int reason, const char *what,
                const char *remedy, struct splitdata_error *error)
{
    return reason == ELOOP && directory->named_fd >= 0
               ? sd_fail(error, SPLITDATA_SYSTEM,
                         "%s: is reached through a symbolic link that no option names "
                         "(%s)",
                         directory->path, remedy)
               : sd_fail_system(error, reason, "%s: %s", directory->path, what);
}

static int open_or_make(struct sd_directory *directory, bool make, const char *remedy,
                        struct splitdata_error *error)
{
    int reason = open_existing(directory);
    if (reason == ENOENT && !make)
        return SPLITDATA_OK;
    if (reason == ENOENT) {
        reason = make_missing(directory);
        if (reason != 0)
            return fail(directory, reason, "the directory cannot be made", remedy, error);
        reason = open_existing(directory);
    }
    struct stat found;
    if (reason != 0 || fstat(directory->fd, &found) != 0)
        return fail(directory, reason != 0 ? reason : errno, "cannot be used as output directory",
                    remedy, error);
    directory->device = found.st_dev;
    directory->inode = found.st_ino;
    return SPLITDATA_OK;
}

int sd_directory_open(struct sd_directory *directory, const char *path, size_t named, bool make,
                      const char *remedy, struct splitdata_error *error)
{
    *directory = (struct sd_directory){.named = named, .fd = -1, .named_fd = -1};
    directory->path = sd_copy_string(path, strlen(path));
    if (directory->path == NULL)
        return sd_fail_memory(error, "the outputs' names");
    directory->made_from = strlen(path);
    int status = open_or_make(directory, make, remedy, error);
    if (status != SPLITDATA_OK) {
        sd_directory_close(directory, true);
        return status;
    }
    leave_named(directory); /* there may be many directories */
    return SPLITDATA_OK;
}

bool sd_directory_is(const struct sd_directory *a, const struct sd_directory *b)
{
    return a == b || (a->fd >= 0 && b->fd >= 0 && a->device == b->device && a->inode == b->inode);
}

int sd_directory_sync(const struct sd_directory *directory, struct splitdata_error *error)
{
    /* EINVAL: this file system has nothing to sync for directories. */
    if (sd_fsync(directory->fd) != 0 && errno != EINVAL && errno != EROFS)
        return sd_fail_system(error, errno, "%s: cannot be written to disk", directory->path);
    return SPLITDATA_OK;
}

/* Directories are opened for reading: closing them loses nothing. */
void sd_directory_close(struct sd_directory *directory, bool remove)
{
    if (directory->fd >= 0)
        close(directory->fd);
    if (directory->path != NULL && remove) {
        if (directory->named_fd < 0 && directory->made_from < strlen(directory->path))
            directory->named_fd = open_named(directory);
        unmake(directory);
    }
    leave_named(directory);
    free(directory->path);
    *directory = (struct sd_directory){.fd = -1, .named_fd = -1};
}
