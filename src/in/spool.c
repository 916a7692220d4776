/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* O_TMPFILE */

#include "in/spool.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* For file systems without O_TMPFILE: a name that is removed at once. */
static int open_named(const char *directory)
{
    struct sd_text path = {0};
    int fd = -1;
    if (!sd_text_format(&path, "%s/.splitdata-XXXXXX", directory)) {
        errno = ENOMEM;
    } else {
        fd = mkostemp(path.bytes, O_CLOEXEC);
        if (fd >= 0)
            unlink(path.bytes);
    }
    sd_text_free(&path);
    return fd;
}

static int open_nameless(const char *directory)
{
#if defined(O_TMPFILE)
    int fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return fd;
#endif
    return open_named(directory);
}

static int write_all(int fd, const uint8_t *bytes, size_t length, const char *directory,
                     struct splitdata_error *error)
{
    for (size_t done = 0; done < length;) {
        ssize_t count = write(fd, bytes + done, length - done);
        if (count < 0 && errno != EINTR)
            return sd_fail_system(error, errno, "cannot keep a temporary copy of the input in %s",
                                  directory);
        done += count > 0 ? (size_t)count : 0;
    }
    return SPLITDATA_OK;
}

int sd_spool(struct sd_stream *stream, const char *directory, int *fd, uint64_t *size,
             struct splitdata_error *error)
{
    enum { PIECE = 256 * 1024 };
    uint8_t *buffer = malloc(PIECE);
    if (buffer == NULL)
        return sd_fail_memory(error, "reading the input");
    *size = 0;
    *fd = open_nameless(directory);
    int status =
        *fd >= 0 ? SPLITDATA_OK
                 : sd_fail_system(error, errno, "cannot make a temporary file in %s", directory);
    for (size_t got = 1; status == SPLITDATA_OK && got != 0;) {
        status = sd_stream_read(stream, buffer, PIECE, &got, error);
        if (status == SPLITDATA_OK)
            status = write_all(*fd, buffer, got, directory, error);
        *size += got;
    }
    free(buffer);
    if (status != SPLITDATA_OK && *fd >= 0)
        close(*fd);
    return status;
}
