/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* sync_file_range, madvise */

#include "base/cache.h"

#include <fcntl.h>
#include <sys/mman.h>

#if defined(POSIX_FADV_WILLNEED)
static void advise(int fd, uint64_t offset, uint64_t length, int advice)
{
    posix_fadvise(fd, (off_t)offset, (off_t)length, advice);
}
#else
enum { POSIX_FADV_WILLNEED, POSIX_FADV_DONTNEED };

static void advise(int fd, uint64_t offset, uint64_t length, int advice)
{
    (void)fd;
    (void)offset;
    (void)length;
    (void)advice;
}
#endif

void sd_cache_expect(int fd, uint64_t offset, uint64_t length)
{
    advise(fd, offset, length, POSIX_FADV_WILLNEED);
}

void sd_cache_drop(int fd, uint64_t offset, uint64_t length)
{
    advise(fd, offset, length, POSIX_FADV_DONTNEED);
}

void sd_cache_write(int fd, uint64_t offset, uint64_t length)
{
#if defined(__linux__)
    sync_file_range(fd, (off_t)offset, (off_t)length, SYNC_FILE_RANGE_WRITE);
#else
    (void)fd;
    (void)offset;
    (void)length;
#endif
}

void sd_cache_populate(const void *bytes, size_t length)
{
#if defined(MADV_POPULATE_READ)
    enum { PAGE = 4096 };
    uintptr_t before = (uintptr_t)bytes % PAGE;
    madvise((uint8_t *)(uintptr_t)bytes - before, length + before, MADV_POPULATE_READ);
#else
    (void)bytes;
    (void)length;
#endif
}
