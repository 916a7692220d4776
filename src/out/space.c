/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* fallocate */

#include "out/space.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static bool is_plain(const struct sd_output *output)
{
    return !output->unwritten && !sd_in_order(output);
}

/* The free bytes of a file system, some of which may be reserved for the superuser; UINT64_MAX:
 * unknown. */
static uint64_t free_bytes(const struct statvfs *disk)
{
    if (disk->f_blocks == 0)
        return UINT64_MAX;
    return (uint64_t)(geteuid() == 0 ? disk->f_bfree : disk->f_bavail) * (uint64_t)disk->f_frsize;
}

/* "1.2 GB" */
static const char *amount(uint64_t bytes, char *out, size_t size)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB", "PB"};
    size_t unit = 0;
    double value = (double)bytes / 1e3;
    for (; value >= 1e3 && unit + 1 < sizeof units / sizeof units[0]; unit++)
        value /= 1e3;
    snprintf(out, size, "%.1f %s", value, units[unit]);
    return out;
}

static int refuse(const char *what, const char *where, uint64_t needed, uint64_t left,
                  const char *way_out, struct splitdata_error *error)
{
    char need[32], have[32];
    return sd_fail_system(error, ENOSPC, "%s %s: %s are needed and %s are free (%s)", what, where,
                          amount(needed, need, sizeof need), amount(left, have, sizeof have),
                          way_out);
}

/* Checks the outputs of one device together, when the first of them is reached. The temporary file
 * is not among them. */
static int check_files(const struct sd_space *space, size_t first, struct splitdata_error *error)
{
    const struct sd_output *output = space->jobs[first].output;
    struct stat here, there;
    struct statvfs disk;
    uint64_t needed = 0;
    if (!is_plain(output) || fstat(output->fd, &here) != 0 || fstatvfs(output->fd, &disk) != 0)
        return SPLITDATA_OK;
    for (size_t d = 0; d < space->count; d++) {
        const struct sd_output *other = space->jobs[d].output;
        if (!is_plain(other) || fstat(other->fd, &there) != 0 || there.st_dev != here.st_dev)
            continue;
        if (d < first)
            return SPLITDATA_OK;
        uint64_t there_already = (uint64_t)there.st_blocks * 512;
        needed += other->size > there_already ? other->size - there_already : 0;
    }
    uint64_t left = free_bytes(&disk);
    uint64_t later = (space->before + needed + space->after) * (space->sets - 1) + space->after;
    if (needed > left || later > left - needed)
        return refuse("no room for", output->path, needed + later, left,
                      "-O DIR names another place, -z writes less", error);
    return SPLITDATA_OK;
}

static int check_spill(const struct sd_space *space, struct splitdata_error *error)
{
    struct statvfs disk;
    uint64_t needed = 0;
    for (size_t d = 0; d < space->count; d++)
        needed += is_plain(space->jobs[d].output) ? 0 : space->jobs[d].output->size;
    if (needed == 0 || statvfs(space->spill, &disk) != 0)
        return SPLITDATA_OK;
    uint64_t left = free_bytes(&disk);
    return needed <= left ? SPLITDATA_OK
                          : refuse("no room for a temporary file in", space->spill, needed, left,
                                   "--tmpdir DIR names another place, --memory allows more", error);
}

int sd_space_check(const struct sd_space *space, struct splitdata_error *error)
{
    int status = space->spill != NULL ? check_spill(space, error) : SPLITDATA_OK;
    for (size_t d = 0; d < space->count && status == SPLITDATA_OK; d++)
        status = check_files(space, d, error);
    return status;
}

bool sd_space_suffices(const struct sd_output *output, uint64_t bytes)
{
    struct statvfs disk;
    return fstatvfs(output->fd, &disk) != 0 || bytes <= free_bytes(&disk);
}

bool sd_space_try(const struct sd_output *output, uint64_t bytes)
{
#if defined(__linux__)
    return bytes != 0 && fallocate(output->fd, 0, 0, (off_t)bytes) == 0;
#else
    (void)output;
    (void)bytes;
    return false;
#endif
}

int sd_space_reserve(const struct sd_output *output, struct splitdata_error *error)
{
#if defined(__linux__)
    if (is_plain(output) && output->size != 0 &&
        fallocate(output->fd, 0, 0, (off_t)output->size) != 0 &&
        (errno == ENOSPC || errno == EDQUOT || errno == EFBIG))
        return sd_fail_system(error, errno, "%s: cannot be written", output->path);
#else
    (void)output;
    (void)error;
#endif
    return SPLITDATA_OK;
}
