/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* realpath */

#include "publish/directory.h"

#include "base/eintr.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The end of the path component that starts at `begin`, after any slashes. */
static size_t component_end(const char *path, size_t begin)
{
    while (path[begin] == '/')
        begin++;
    while (path[begin] != '\0' && path[begin] != '/')
        begin++;
    return begin;
}

/* Creates the missing directories among all prefixes of the path. */
static int make_path(struct sd_directory *directory, struct splitdata_error *error)
{
    char *path = directory->path;
    int reason = 0;
    bool made = false;
    for (size_t end = component_end(path, 0); reason == 0; end = component_end(path, end)) {
        char kept = path[end];
        path[end] = '\0';
        if (mkdir(path, 0777) == 0)
            made = true;
        else if (errno != EEXIST)
            reason = errno;
        path[end] = kept;
        if (reason == 0 && !made)
            directory->made_from = end;
        if (kept == '\0')
            break;
    }
    return reason == 0 ? SPLITDATA_OK
                       : sd_fail_system(error, reason, "%s: the directory cannot be made", path);
}

int sd_directory_open(struct sd_directory *directory, const char *path, bool make,
                      struct splitdata_error *error)
{
    *directory = (struct sd_directory){.fd = -1};
    directory->path = sd_copy_string(path, strlen(path));
    if (directory->path == NULL)
        return sd_fail_memory(error, "the outputs' names");
    directory->made_from = strlen(path);
    directory->fd = sd_openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (directory->fd < 0 && errno == ENOENT) {
        if (!make)
            return SPLITDATA_OK;
        directory->made_from = 0;
        int status = make_path(directory, error);
        if (status != SPLITDATA_OK) {
            sd_directory_close(directory, true);
            return status;
        }
        directory->fd = sd_openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    }
    struct stat found;
    if (directory->fd >= 0 && fstat(directory->fd, &found) == 0) {
        directory->device = found.st_dev;
        directory->inode = found.st_ino;
        return SPLITDATA_OK;
    }
    int status = sd_fail_system(error, errno, "%s: cannot be used as output directory", path);
    sd_directory_close(directory, true);
    return status;
}

/* The real path of the longest existing prefix of `path`; NULL, with errno set, if there is
 * none. */
static char *real_beginning(const char *path)
{
    char *rest = sd_copy_string(path, strlen(path)), *real = NULL;
    while (rest != NULL && (real = realpath(rest, NULL)) == NULL && errno == ENOENT) {
        char *slash = strrchr(rest, '/');
        if (slash == NULL || slash == rest) {
            real = realpath(slash == NULL ? "." : "/", NULL);
            break;
        }
        *slash = '\0';
    }
    free(rest);
    return real;
}

int sd_directory_check_below(const char *path, const char *base, struct splitdata_error *error)
{
    char *real_base = realpath(base, NULL);
    if (real_base == NULL && errno == ENOENT)
        return SPLITDATA_OK; /* nothing exists below it yet */
    char *real = real_base != NULL ? real_beginning(path) : NULL;
    int status = SPLITDATA_OK;
    if (real == NULL) {
        status = sd_fail_system(error, errno, "%s: cannot be used as output directory", path);
    } else {
        size_t length = strcmp(real_base, "/") == 0 ? 0 : strlen(real_base);
        if (strncmp(real, real_base, length) != 0 || (real[length] != '/' && real[length] != '\0'))
            status = sd_fail(error, SPLITDATA_SYSTEM,
                             "%s: leads out of %s through a symbolic link, and replay does not "
                             "write there",
                             path, base);
    }
    free(real);
    free(real_base);
    return status;
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

/* Removes the components that were created (the last one may not have been), innermost first. */
static void unmake(struct sd_directory *directory)
{
    size_t length = strlen(directory->path);
    while (length > directory->made_from && (rmdir(directory->path) == 0 || errno == ENOENT)) {
        while (length > directory->made_from && directory->path[length - 1] == '/')
            length--;
        while (length > directory->made_from && directory->path[length - 1] != '/')
            length--;
        directory->path[length] = '\0';
    }
}

void sd_directory_close(struct sd_directory *directory, bool remove)
{
    if (directory->fd >= 0)
        close(directory->fd); /* opened for reading: closing loses nothing */
    if (directory->path != NULL) {
        if (remove)
            unmake(directory);
        free(directory->path);
    }
    *directory = (struct sd_directory){.fd = -1};
}
