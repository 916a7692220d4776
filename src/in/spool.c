/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "in/spool.h"

#include "base/nameless.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

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
    *fd = sd_nameless_open(directory);
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
