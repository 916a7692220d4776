/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* st_mtim, where the next line means nothing */
#define _GNU_SOURCE             /* F_SETPIPE_SZ */

#include "in/source.h"

#include "base/cancel.h"
#include "base/eintr.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

_Static_assert(sizeof(off_t) == 8, "32-bit systems need -D_FILE_OFFSET_BITS=64");

const char *sd_source_name(const struct sd_source *source)
{
    if (source->path[0] == '\0')
        return "''";
    return strcmp(source->path, "-") == 0 ? "standard input" : source->path;
}

/* A pipe holds 64 KiB, so that its writer often has to wait for us. A wider one can be filled while
 * we do something else. If the system refuses it stays as it is. */
static void widen_pipe(const struct sd_source *source)
{
#if defined(F_SETPIPE_SZ)
    enum { WIDE = 1 << 20 }; /* the most that Linux allows any user */
    if (S_ISFIFO(source->at_open.st_mode))
        fcntl(source->fd, F_SETPIPE_SZ, WIDE);
#else
    (void)source;
#endif
}

int sd_source_open(struct sd_source *source, const char *path, int cancel_fd,
                   struct splitdata_error *error)
{
    *source = (struct sd_source){.path = path, .fd = STDIN_FILENO, .cancel_fd = cancel_fd};
    if (strcmp(path, "-") != 0) {
        /* Non-blocking: sd_source_read waits for a FIFO's writer, and can be asked to stop. */
        source->fd = sd_openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0);
        if (source->fd < 0)
            return sd_fail_system(error, errno, "%s: cannot be opened", sd_source_name(source));
        source->owned = true;
    }
    if (fstat(source->fd, &source->at_open) != 0) {
        int reason = errno;
        sd_source_close(source);
        return sd_fail_system(error, reason, "%s: cannot be read", sd_source_name(source));
    }
    if (S_ISDIR(source->at_open.st_mode)) {
        sd_source_close(source);
        return sd_fail(error, SPLITDATA_SYSTEM, "%s: is a directory; name a file",
                       sd_source_name(source));
    }
    widen_pipe(source);
    /* Files in /proc and the like are regular, but have no size until they are read. */
    source->regular = S_ISREG(source->at_open.st_mode) && source->at_open.st_size > 0;
    /* Standard input may be a file whose beginning another process has already read. */
    if (!source->owned && source->regular && lseek(source->fd, 0, SEEK_CUR) != 0)
        source->regular = false;
    return SPLITDATA_OK;
}

void sd_source_attach(struct sd_source *source, int fd, const char *path, int cancel_fd)
{
    *source = (struct sd_source){
        .path = path, .fd = fd, .owned = true, .regular = true, .cancel_fd = cancel_fd};
}

void sd_source_restrict(struct sd_source *source, uint64_t begin, uint64_t end)
{
    source->owned = false;
    source->max_inflate = 0;
    source->progress = NULL;
    source->restricted = true;
    source->at = begin;
    source->end = end;
    source->cut = end < (uint64_t)source->at_open.st_size;
}

static ssize_t read_some(struct sd_source *source, void *buffer, size_t size)
{
    if (!source->restricted)
        return read(source->fd, buffer, size);
    uint64_t left = source->end - source->at;
    ssize_t count = pread(source->fd, buffer, left < size ? (size_t)left : size, (off_t)source->at);
    source->at += count > 0 ? (uint64_t)count : 0;
    return count;
}

int sd_source_read(struct sd_source *source, void *buffer, size_t size, size_t *got,
                   struct splitdata_error *error)
{
    for (;;) {
        int status = source->regular ? sd_check_cancel(source->cancel_fd, error)
                                     : sd_wait_ready(source->fd, POLLIN, source->cancel_fd, error);
        if (status != SPLITDATA_OK)
            return status;
        ssize_t count = read_some(source, buffer, size);
        if (count >= 0) {
            *got = (size_t)count;
            sd_progress_add(source->progress, (uint64_t)count);
            return SPLITDATA_OK;
        }
        if (errno != EINTR && errno != EAGAIN)
            return sd_fail_system(error, errno, "%s: cannot be read", sd_source_name(source));
    }
}

bool sd_same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
           a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

int sd_source_check_unchanged(const struct sd_source *source, struct splitdata_error *error)
{
    struct stat now;
    if (!source->regular)
        return SPLITDATA_OK;
    bool same = fstat(source->fd, &now) == 0 && sd_same_file(&now, &source->at_open);
    if (same && source->owned)
        same = stat(source->path, &now) == 0 && sd_same_file(&now, &source->at_open);
    return same ? SPLITDATA_OK
                : sd_fail(error, SPLITDATA_SYSTEM,
                          "%s: changed while it was read; nothing was written (run again when "
                          "nothing writes to it)",
                          sd_source_name(source));
}

void sd_source_close(struct sd_source *source)
{
    if (source->owned)
        close(source->fd); /* opened for reading: nothing can be lost by closing it */
    source->owned = false;
    source->fd = -1;
}
