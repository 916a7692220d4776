/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* O_TMPFILE, pwritev */

#include "out/output.h"

#include "base/cancel.h"
#include "base/eintr.h"
#include "out/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *name_of(const struct sd_output *output)
{
    return strcmp(output->path, "-") == 0 ? "standard output" : output->path;
}

static bool is_special(mode_t mode)
{
    return S_ISFIFO(mode) || S_ISCHR(mode);
}

/* Opens a FIFO or device; -1 and errno: ENXIO for a FIFO without a reader, EEXIST if something else
 * has its name now. */
static int open_special(const struct sd_output *output)
{
    struct stat found;
    int flags = O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    int fd = sd_openat(output->directory_fd, output->name, flags, 0);
    if (fd < 0 || (fstat(fd, &found) == 0 && is_special(found.st_mode)))
        return fd;
    close(fd);
    errno = EEXIST;
    return -1;
}

static bool is_fifo(const struct sd_output *output)
{
    struct stat found;
    return fstatat(output->directory_fd, output->name, &found, 0) == 0 && S_ISFIFO(found.st_mode);
}

static int open_stream(struct sd_output *output, int cancel_fd, struct splitdata_error *error)
{
    output->stream = true;
    if (strcmp(output->path, "-") == 0) {
        output->fd = STDOUT_FILENO;
        return SPLITDATA_OK;
    }
    output->owned = true;
    if (output->is_descriptor) {
        output->fd = fcntl(output->descriptor, F_DUPFD_CLOEXEC, 0);
        return output->fd >= 0 ? SPLITDATA_OK
                               : sd_fail_system(error, errno, "%s: cannot be opened", output->path);
    }
    /* Waits for the reader of a FIFO (ENXIO), until there is a request to stop. */
    do {
        output->fd = open_special(output);
        if (output->fd >= 0)
            return SPLITDATA_OK;
        if (errno != ENXIO || !is_fifo(output))
            return sd_fail_system(error, errno, "%s: cannot be opened", output->path);
    } while (sd_pause(cancel_fd, error) == SPLITDATA_OK);
    return SPLITDATA_CANCELLED;
}

bool sd_output_is_stream(const struct sd_output *output)
{
    return !output->unwritten &&
           (output->is_descriptor || output->is_special || strcmp(output->path, "-") == 0);
}

int sd_output_open(struct sd_output *output, int cancel_fd, struct splitdata_error *error)
{
    if (output->owned)
        return SPLITDATA_OK;
    output->fd = -1;
    if (output->unwritten)
        return SPLITDATA_OK;
    if (sd_output_is_stream(output))
        return open_stream(output, cancel_fd, error);
    output->owned = true;
    output->fd = sd_temporary_open(output->directory_fd, output->mode, output->keep_closed,
                                   &output->temporary_name);
    struct stat made;
    if (output->fd < 0 || fstat(output->fd, &made) != 0)
        return sd_fail_system(error, errno, "%s: cannot be made", output->path);
    output->device = made.st_dev;
    output->inode = made.st_ino;
    output->owner = made.st_uid;
    return SPLITDATA_OK;
}

static int fail_write(const struct sd_output *output, int reason, struct splitdata_error *error)
{
    return sd_fail_system(error, reason, "%s: cannot be written", name_of(output));
}

int sd_output_write_at(struct sd_output *output, const uint8_t *bytes, size_t length,
                       uint64_t offset, struct splitdata_error *error)
{
    while (length != 0) {
        ssize_t count = pwrite(output->fd, bytes, length, (off_t)offset);
        if (count < 0 && errno != EINTR)
            return fail_write(output, errno, error);
        size_t done = count > 0 ? (size_t)count : 0;
        bytes += done;
        length -= done;
        offset += done;
    }
    return SPLITDATA_OK;
}

int sd_output_write_pieces_at(struct sd_output *output, struct iovec *pieces, size_t count,
                              uint64_t offset, struct splitdata_error *error)
{
    while (count != 0) {
        ssize_t written = pwritev(output->fd, pieces, (int)count, (off_t)offset);
        if (written < 0 && errno != EINTR)
            return fail_write(output, errno, error);
        size_t done = written > 0 ? (size_t)written : 0;
        offset += done;
        for (; count != 0 && done >= pieces->iov_len; pieces++, count--)
            done -= pieces->iov_len;
        if (count != 0) {
            pieces->iov_base = (uint8_t *)pieces->iov_base + done;
            pieces->iov_len -= done;
        }
    }
    return SPLITDATA_OK;
}

int sd_output_shorten(struct sd_output *output, uint64_t length, struct splitdata_error *error)
{
    return sd_ftruncate(output->fd, (off_t)length) == 0 ? SPLITDATA_OK
                                                        : fail_write(output, errno, error);
}

int sd_output_append(struct sd_output *output, const uint8_t *bytes, size_t length, int cancel_fd,
                     struct splitdata_error *error)
{
    if (!output->stream) {
        output->position += length;
        return sd_output_write_at(output, bytes, length, output->position - length, error);
    }
    while (length != 0) {
        int status = sd_wait_ready(output->fd, POLLOUT, cancel_fd, error);
        if (status != SPLITDATA_OK)
            return status;
        /* A pipe that is ready takes PIPE_BUF bytes without blocking; with more, a request to stop
         * could go unnoticed. */
        ssize_t count = write(output->fd, bytes, length < PIPE_BUF ? length : PIPE_BUF);
        if (count < 0 && errno != EINTR && errno != EAGAIN)
            return fail_write(output, errno, error);
        size_t done = count > 0 ? (size_t)count : 0;
        bytes += done;
        length -= done;
        output->position += done;
    }
    return SPLITDATA_OK;
}

int sd_output_write_whole(struct sd_output *output, const struct sd_text *text, int cancel_fd,
                          bool sync, struct splitdata_error *error)
{
    int status = sd_output_open(output, cancel_fd, error);
    output->size = text->length;
    if (status == SPLITDATA_OK)
        status =
            sd_output_append(output, (const uint8_t *)text->bytes, text->length, cancel_fd, error);
    return status == SPLITDATA_OK ? sd_output_complete(output, sync, error) : status;
}

int sd_output_complete(struct sd_output *output, bool sync, struct splitdata_error *error)
{
    if (output->unwritten || (output->stream && !output->owned))
        return SPLITDATA_OK;
    /* EINVAL: a device or FIFO has nothing to sync. */
    if (sync && !output->stream && sd_fsync(output->fd) != 0 && errno != EINVAL)
        return fail_write(output, errno, error);
    /* An unnamed file exists only while its descriptor is open, so the close of a duplicate is
     * checked. */
    bool unnamed = !output->stream && output->temporary_name == NULL;
    int closing = unnamed ? fcntl(output->fd, F_DUPFD_CLOEXEC, 0) : output->fd;
    if (!unnamed)
        output->fd = -1;
    if (closing < 0 || (close(closing) != 0 && errno != EINTR))
        return fail_write(output, errno, error);
    return SPLITDATA_OK;
}

static bool is_ours(const struct sd_output *output, const struct stat *found)
{
    return S_ISREG(found->st_mode) && found->st_uid == output->owner &&
           found->st_dev == output->device && found->st_ino == output->inode;
}

bool sd_output_has_its_name(const struct sd_output *output)
{
    struct stat found;
    return fstatat(output->directory_fd, output->temporary_name, &found, AT_SYMLINK_NOFOLLOW) ==
               0 &&
           is_ours(output, &found);
}

/* Opens a file by its temporary name, unless that is another file's now. */
static int reopen_named(const struct sd_output *output)
{
    struct stat found;
    int fd = sd_openat(output->directory_fd, output->temporary_name,
                       O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0);
    if (fd < 0 || (fstat(fd, &found) == 0 && is_ours(output, &found)))
        return fd;
    close(fd);
    errno = ESTALE;
    return -1;
}

int sd_output_reopen(const struct sd_output *output)
{
    if (output->temporary_name != NULL)
        return reopen_named(output);
    int fd = fcntl(output->fd, F_DUPFD_CLOEXEC, 0);
    if (fd >= 0 && lseek(fd, 0, SEEK_SET) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

void sd_output_close(struct sd_output *output)
{
    if (output->owned && output->fd >= 0)
        close(output->fd);
    if (output->temporary_name != NULL)
        unlinkat(output->directory_fd, output->temporary_name, 0);
    free(output->temporary_name);
    free(output->old_name);
    output->owned = false;
    output->fd = -1;
    output->temporary_name = output->old_name = NULL;
}
