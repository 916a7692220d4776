/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "base/cancel.h"

#include <errno.h>
#include <poll.h>

static int cancelled(struct splitdata_error *error)
{
    return sd_fail(error, SPLITDATA_CANCELLED, "interrupted; nothing was written");
}

int sd_check_cancel(int cancel_fd, struct splitdata_error *error)
{
    struct pollfd asked = {.fd = cancel_fd, .events = POLLIN};
    if (cancel_fd >= 0 && poll(&asked, 1, 0) > 0)
        return cancelled(error);
    return SPLITDATA_OK;
}

int sd_pause(int cancel_fd, struct splitdata_error *error)
{
    struct pollfd asked = {.fd = cancel_fd, .events = POLLIN};
    return poll(&asked, 1, 20) > 0 ? cancelled(error) : SPLITDATA_OK;
}

int sd_wait_ready(int fd, short events, int cancel_fd, struct splitdata_error *error)
{
    /* poll() ignores negative descriptors, so no cancel_fd needs no case of its own. */
    struct pollfd both[2] = {{.fd = fd, .events = events}, {.fd = cancel_fd, .events = POLLIN}};
    while (poll(both, 2, -1) < 0) {
        if (errno != EINTR && errno != EAGAIN)
            return sd_fail_system(error, errno, "cannot wait for data");
    }
    return both[1].revents != 0 ? cancelled(error) : SPLITDATA_OK;
}
