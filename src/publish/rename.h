/* SPDX-License-Identifier: MIT */
/* renameat2() and its flags, also where the C library lacks them (musl before 1.2.6). The including
 * file defines _GNU_SOURCE. */
#ifndef SD_PUBLISH_RENAME_H
#define SD_PUBLISH_RENAME_H

#include <stdio.h>

#ifndef RENAME_NOREPLACE
#include <sys/syscall.h>
#include <unistd.h>

enum { RENAME_NOREPLACE = 1, RENAME_EXCHANGE = 2 };

static inline int renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
    return (int)syscall(SYS_renameat2, from, old, to, new, flags);
}
#endif

#endif
