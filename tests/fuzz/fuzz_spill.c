/* SPDX-License-Identifier: MIT */
/*
 * A split through buckets, as if nothing fitted into memory, with calls that fail, are short or are
 * interrupted. Without a failure its outputs must be those of the split in memory; with one, either
 * the same outputs or a message and no files.
 */
#define _GNU_SOURCE /* fallocate, mkdtemp */
#include "place.h"

#include "splitdata/splitdata.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <sys/uio.h>

/* Outputs of several blocks of 512 KiB each, so that there are buckets. */
enum { MOST = 4 << 20, PARTS = 3 };

/* --- calls that fail -------------------------------------------------------------------------- */

enum call { NONE, PWRITE, PREAD, WRITE, FALLOCATE, FSYNC, LINK, CALLS };

static struct {
    enum call call;
    int error;          /* 0: a short result; EINTR: interrupted, and successful the next time */
    atomic_uint before; /* calls that succeed before it */
    atomic_bool happened;
} fault;

static bool fails(enum call call)
{
    if (fault.call != call || atomic_load(&fault.happened) ||
        atomic_fetch_sub(&fault.before, 1) != 0)
        return false;
    atomic_store(&fault.happened, true);
    errno = fault.error;
    return true;
}

/* Called in place of the C library's functions. */
ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    if (fails(PWRITE)) {
        if (fault.error != 0)
            return -1;
        size = size / 2 + 1 < size ? size / 2 + 1 : size;
    }
    return syscall(SYS_pwrite64, fd, bytes, size, at);
}

ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t at)
{
    if (fails(PWRITE)) {
        if (fault.error != 0)
            return -1;
        count = count / 2 + 1 < count ? count / 2 + 1 : count;
    }
    return syscall(SYS_pwritev, fd, pieces, count, at, (off_t)0);
}

ssize_t pread(int fd, void *bytes, size_t size, off_t at)
{
    if (fails(PREAD)) {
        if (fault.error != 0)
            return -1;
        size = size / 2 + 1 < size ? size / 2 + 1 : size;
    }
    return syscall(SYS_pread64, fd, bytes, size, at);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    if (fails(WRITE)) {
        if (fault.error != 0)
            return -1;
        size = size / 2 + 1 < size ? size / 2 + 1 : size;
    }
    return syscall(SYS_write, fd, bytes, size);
}

int fallocate(int fd, int mode, off_t at, off_t length)
{
    if (fails(FALLOCATE) && fault.error != 0)
        return -1;
    return (int)syscall(SYS_fallocate, fd, mode, at, length);
}

int fsync(int fd)
{
    if (fails(FSYNC) && fault.error != 0)
        return -1;
    return (int)syscall(SYS_fsync, fd);
}

int linkat(int from, const char *old, int to, const char *new, int flags)
{
    if (fails(LINK) && fault.error != 0)
        return -1;
    return (int)syscall(SYS_linkat, from, old, to, new, flags);
}

/* Chooses the call that is to fail. */
static enum call choose_fault(struct fuzz_bytes *input)
{
    static const int errors[] = {0, EINTR, EIO, ENOSPC, EDQUOT, EFBIG, EPERM};
    enum call call = (enum call)fuzz_choose(input, CALLS);
    fault.error = errors[fuzz_choose(input, sizeof errors / sizeof errors[0])];
    atomic_store(&fault.before, fuzz_choose(input, 24));
    atomic_store(&fault.happened, false);
    return call;
}

/* --- the two splits --------------------------------------------------------------------------- */

static void choose(struct splitdata_options *options, struct fuzz_bytes *input)
{
    static const char *const parts[] = {"a=0.7,b=0.3", "a=*,b=0.4,c=0.5", "a=1,b=*"};
    splitdata_options_init(options);
    options->seed = "101";
    options->parts = parts[fuzz_choose(input, 3)];
    unsigned flags = fuzz_choose(input, 32);
    options->header = flags & 1 ? SPLITDATA_HEADER_ABSENT : SPLITDATA_HEADER_PRESENT;
    options->map_input = (flags & 2) != 0;
    options->no_sync = (flags & 4) != 0;
    options->gzip_level = flags & 8 ? 1 : 0;
    options->ragged_keep = (flags & 16) != 0;
    options->threads = 1 + fuzz_choose(input, 3);
    options->memory = 32 << 20;
}

/* Repeats the text, up to some hundred kilobytes or some megabytes. */
static size_t make_input(uint8_t *bytes, struct fuzz_bytes *input)
{
    static const size_t sizes[] = {0, 4096, 600 << 10, 1200 << 10, MOST - 4096};
    size_t wanted = sizes[fuzz_choose(input, 5)], size = 0;
    do {
        memcpy(bytes + size, input->at, input->left);
        size += input->left;
    } while (size < wanted && input->left != 0);
    return size;
}

/* The outputs of a split. */
struct made {
    int status;
    size_t parts, length[PARTS];
    uint8_t *bytes[PARTS];
    struct splitdata_error error;
};

static void split(struct made *made, const struct splitdata_options *options)
{
    static uint8_t buffer[MOST + 8192];
    struct splitdata_report report;
    *made = (struct made){.parts = 0};
    made->status = splitdata_split("in.csv", options, &report, &made->error);
    fault.call = NONE;
    if (made->status == SPLITDATA_OK) {
        made->parts = report.part_count;
        for (size_t p = 0; p < made->parts; p++) {
            made->length[p] = place_read(report.parts[p].path, buffer, sizeof buffer);
            made->bytes[p] = fuzz_copy(buffer, made->length[p]);
            fuzz_require(unlink(report.parts[p].path) == 0);
        }
        splitdata_report_free(&report);
    }
    fuzz_require(place_count() == 1);
}

static void require_same(const struct made *spilled, const struct made *expected)
{
    fuzz_require(spilled->status == expected->status && spilled->parts == expected->parts);
    fuzz_require(strcmp(spilled->error.message, expected->error.message) == 0);
    for (size_t p = 0; p < expected->parts; p++)
        fuzz_require(spilled->length[p] == expected->length[p] &&
                     memcmp(spilled->bytes[p], expected->bytes[p], expected->length[p]) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static uint8_t text[MOST];
    struct fuzz_bytes input = {bytes, size};
    struct splitdata_options options;
    struct made expected, spilled;
    choose(&options, &input);
    enum call chosen = choose_fault(&input);
    if (input.left > 4096 || (input.left >= 2 && input.at[0] == 0x1f && input.at[1] == 0x8b))
        return 0;
    size_t length = make_input(text, &input);
    place_enter();
    place_write("in.csv", text, length);
    split(&expected, &options);
    options.spill = true;
    fault.call = chosen;
    split(&spilled, &options);
    bool hard = atomic_load(&fault.happened) && fault.error != 0 && fault.error != EINTR;
    if (hard && spilled.status != expected.status)
        fuzz_require(spilled.status == SPLITDATA_SYSTEM && spilled.error.message[0] != '\0');
    else
        require_same(&spilled, &expected);
    for (size_t p = 0; p < PARTS; p++) {
        free(expected.bytes[p]);
        free(spilled.bytes[p]);
    }
    return 0;
}
