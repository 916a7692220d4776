/* SPDX-License-Identifier: MIT */
/* System calls that are repeated if a signal interrupts them: the caller of a library may have
 * handlers of any kind. They return as the calls they are named after, but never with EINTR. */
#ifndef SD_BASE_EINTR_H
#define SD_BASE_EINTR_H

#include <sys/types.h>

/* openat(); `mode` is used only if a file is created. */
int sd_openat(int directory_fd, const char *path, int flags, mode_t mode);

int sd_fsync(int fd);

int sd_ftruncate(int fd, off_t length);

#endif
