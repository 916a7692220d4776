/* SPDX-License-Identifier: MIT */
/*
 * A library for LD_PRELOAD that makes a program's calls fail as the environment says (glibc):
 *
 *     FAULT_ALLOCATION=K   the Kth allocation of memory fails; and with
 *     FAULT_FOR_GOOD=1     every later one, too
 *     FAULT_COUNT=FILE     at the end, the number of allocations is written there
 *     FAULT_LIVE=FILE      at the end, the number of blocks that were not freed is written there
 *     FAULT_IO=SEED        reads and writes are short and calls are interrupted (EINTR), at random
 *     FAULT_NO_TMPFILE=1   there are no files without names (O_TMPFILE), links to open files,
 *                          renames that do not replace or exchange: an old file system
 *     FAULT_HALF_RESERVED=1  the first reservation of disk space fails in the middle
 *     FAULT_MEMORY=FILE    at the end, the most memory that was used, in KiB, is written there
 */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

static unsigned long failing; /* 0: none */
static bool for_good, no_tmpfile, io, half_reserved;
static atomic_ulong allocations, randomness;
static atomic_long live; /* allocated blocks */

static unsigned long number(const char *name)
{
    const char *text = getenv(name);
    return text == NULL ? 0 : strtoul(text, NULL, 10);
}

__attribute__((constructor)) static void begin(void)
{
    failing = number("FAULT_ALLOCATION");
    for_good = number("FAULT_FOR_GOOD") != 0;
    no_tmpfile = number("FAULT_NO_TMPFILE") != 0;
    io = getenv("FAULT_IO") != NULL;
    half_reserved = number("FAULT_HALF_RESERVED") != 0;
    randomness = number("FAULT_IO") * 2 + 1;
    allocations = 0;
    live = 0;
}

static void write_number(const char *name, unsigned long value)
{
    char text[24];
    const char *path = getenv(name);
    int fd = path == NULL ? -1 : open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0)
        return;
    int length = snprintf(text, sizeof text, "%lu\n", value);
    if (write(fd, text, (size_t)length) != length)
        abort();
    close(fd);
}

__attribute__((destructor)) static void end(void)
{
    struct rusage usage;
    io = false;
    write_number("FAULT_COUNT", allocations);
    write_number("FAULT_LIVE", (unsigned long)live);
    getrusage(RUSAGE_SELF, &usage);
    write_number("FAULT_MEMORY", (unsigned long)usage.ru_maxrss);
}

/* --- memory ---------------------------------------------------------------------------------- */

static bool fails(void)
{
    unsigned long now = atomic_fetch_add(&allocations, 1) + 1;
    bool fail = failing != 0 && (now == failing || (for_good && now > failing));
    if (fail)
        errno = ENOMEM;
    return fail;
}

static void *counted(void *memory)
{
    live += memory != NULL;
    return memory;
}

void *malloc(size_t size)
{
    return fails() ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : counted(__libc_calloc(count, size));
}

void *realloc(void *memory, size_t size)
{
    if (fails())
        return NULL;
    void *moved = __libc_realloc(memory, size);
    return memory == NULL ? counted(moved) : moved;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? NULL : counted(__libc_memalign(alignment, size));
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    *memory = fails() ? NULL : counted(__libc_memalign(alignment, size));
    return *memory == NULL ? ENOMEM : 0;
}

void free(void *memory)
{
    live -= memory != NULL;
    __libc_free(memory);
}

/* --- files ----------------------------------------------------------------------------------- */

/* The next definition of the function, usually the C library's. */
static void *next(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL)
        abort();
    return found;
}

#define NEXT(type, name, ...)                                                                      \
    static type (*real)(__VA_ARGS__);                                                              \
    if (real == NULL)                                                                              \
    *(void **)&real = next(name)

static unsigned long draw(unsigned long below)
{
    unsigned long now = atomic_fetch_add(&randomness, 0x9e3779b97f4a7c15ul) * 0xbf58476d1ce4e5b9ul;
    return (now >> 33) % below;
}

/* Interrupts one call in three. */
static bool interrupted(void)
{
    bool now = io && draw(3) == 0;
    if (now)
        errno = EINTR;
    return now;
}

/* The size requested, or a smaller one: often one byte, but rarely so for large sizes, so that the
 * run ends. */
static size_t shorter(size_t size)
{
    if (!io || size < 2 || draw(4) == 0)
        return size;
    return size < 64 || draw(64) == 0 ? 1 : 1 + draw(size - 1);
}

ssize_t read(int fd, void *bytes, size_t size)
{
    NEXT(ssize_t, "read", int, void *, size_t);
    return interrupted() ? -1 : real(fd, bytes, shorter(size));
}

ssize_t pread64(int fd, void *bytes, size_t size, off64_t at)
{
    NEXT(ssize_t, "pread64", int, void *, size_t, off64_t);
    return interrupted() ? -1 : real(fd, bytes, shorter(size), at);
}

ssize_t pread(int fd, void *bytes, size_t size, off_t at)
{
    return pread64(fd, bytes, size, at);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    NEXT(ssize_t, "write", int, const void *, size_t);
    return fd == STDERR_FILENO ? real(fd, bytes, size)
           : interrupted()     ? -1
                               : real(fd, bytes, shorter(size));
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
{
    NEXT(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    return interrupted() ? -1 : real(fd, bytes, shorter(size), at);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    return pwrite64(fd, bytes, size, at);
}

/* A short write ends within the first piece. */
ssize_t pwritev64(int fd, const struct iovec *pieces, int count, off64_t at)
{
    NEXT(ssize_t, "pwritev64", int, const struct iovec *, int, off64_t);
    if (interrupted())
        return -1;
    struct iovec first = {pieces->iov_base, shorter(pieces->iov_len)};
    bool whole = first.iov_len == pieces->iov_len;
    return whole ? real(fd, pieces, count, at) : real(fd, &first, 1, at);
}

ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t at)
{
    return pwritev64(fd, pieces, count, at);
}

/* The first call reserves half of the range and then fails. */
int fallocate64(int fd, int mode, off64_t from, off64_t length)
{
    static atomic_bool happened;
    NEXT(int, "fallocate64", int, int, off64_t, off64_t);
    if (!half_reserved || atomic_exchange(&happened, true))
        return real(fd, mode, from, length);
    if (real(fd, mode, from, length / 2) == 0)
        errno = ENOSPC;
    return -1;
}

int fallocate(int fd, int mode, off_t from, off_t length)
{
    return fallocate64(fd, mode, from, length);
}

int poll(struct pollfd *fds, nfds_t count, int milliseconds)
{
    NEXT(int, "poll", struct pollfd *, nfds_t, int);
    return interrupted() ? -1 : real(fds, count, milliseconds);
}

int fsync(int fd)
{
    NEXT(int, "fsync", int);
    return interrupted() ? -1 : real(fd);
}

static int opened(int directory, const char *path, int flags, mode_t mode)
{
    NEXT(int, "openat", int, const char *, int, ...);
    if (no_tmpfile && (flags & O_TMPFILE) == O_TMPFILE) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return interrupted() ? -1 : real(directory, path, flags, mode);
}

#define MODE_BEHIND(flags)                                                                         \
    mode_t mode = 0;                                                                               \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                                         \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        mode = va_arg(rest, mode_t);                                                               \
        va_end(rest);                                                                              \
    }

int openat64(int directory, const char *path, int flags, ...)
{
    MODE_BEHIND(flags)
    return opened(directory, path, flags, mode);
}

int openat(int directory, const char *path, int flags, ...)
{
    MODE_BEHIND(flags)
    return opened(directory, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    MODE_BEHIND(flags)
    return opened(AT_FDCWD, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    MODE_BEHIND(flags)
    return opened(AT_FDCWD, path, flags, mode);
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
    NEXT(int, "renameat2", int, const char *, int, const char *, unsigned);
    if (no_tmpfile && flags != 0) {
        errno = EINVAL;
        return -1;
    }
    return real(from, old, to, new, flags);
}
