/* SPDX-License-Identifier: MIT */
/* Requests to stop: options.cancel_fd becomes readable and stays so. */
#ifndef SD_BASE_CANCEL_H
#define SD_BASE_CANCEL_H

#include "base/error.h"

/* SPLITDATA_CANCELLED with its message when `cancel_fd` (-1: none) is readable, else SPLITDATA_OK.
 */
int sd_check_cancel(int cancel_fd, struct splitdata_error *error);

/* Waits until `fd` is ready for `events` (POLLIN or POLLOUT) or closed at the other end; returns as
 * sd_check_cancel does if a request to stop comes first. */
int sd_wait_ready(int fd, short events, int cancel_fd, struct splitdata_error *error);

/* Waits 20 ms, for conditions that cannot be polled; returns as sd_check_cancel does. */
int sd_pause(int cancel_fd, struct splitdata_error *error);

#endif
