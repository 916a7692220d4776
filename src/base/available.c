/* SPDX-License-Identifier: MIT */
/*
 * Sources: proc(5) for meminfo, statm and cgroup; the kernel's admin-guide/cgroup-v2 (memory.max,
 * memory.current, memory.stat) and admin-guide/cgroup-v1/memory (memory.limit_in_bytes,
 * memory.usage_in_bytes, total_* of memory.stat). What a group has in cached files is free for the
 * asking, so it does not count as used.
 */
#define _POSIX_C_SOURCE 200809L

#include "base/available.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { LINE = 512, PATH = 1024 };

/* The number behind `name` at the start of a line of the file, or its first one when `name` is "".
 */
static bool read_number(const char *path, const char *name, uint64_t *number)
{
    char line[LINE];
    bool found = false;
    FILE *file = fopen(path, "re");
    while (file != NULL && !found && fgets(line, sizeof line, file) != NULL) {
        size_t length = strlen(name);
        char *digits = line + length, *end;
        if (strncmp(line, name, length) != 0)
            continue;
        *number = strtoull(digits, &end, 10);
        found = end != digits;
    }
    if (file != NULL)
        fclose(file); /* it was only read */
    return found;
}

static uint64_t less(uint64_t a, uint64_t b)
{
    return a > b ? a - b : 0;
}

/* --- control groups -------------------------------------------------------------------------- */

/* How the files of one version are called. */
struct version {
    const char *mount;
    const char *limit, *usage, *inactive, *active;
};

static const struct version version_2 = {"/sys/fs/cgroup", "memory.max", "memory.current",
                                         "inactive_file ", "active_file "};
static const struct version version_1 = {"/sys/fs/cgroup/memory", "memory.limit_in_bytes",
                                         "memory.usage_in_bytes", "total_inactive_file ",
                                         "total_active_file "};

static bool read_file(const struct version *version, const char *group, const char *file,
                      const char *name, uint64_t *number)
{
    char path[PATH];
    int length = snprintf(path, sizeof path, "%s%s/%s", version->mount, group, file);
    return length > 0 && (size_t)length < sizeof path && read_number(path, name, number);
}

/* What one group has left; UINT64_MAX: it has no limit. */
static uint64_t left_in(const struct version *version, const char *group)
{
    uint64_t limit, used, inactive = 0, active = 0;
    if (!read_file(version, group, version->limit, "", &limit) ||
        !read_file(version, group, version->usage, "", &used))
        return UINT64_MAX;
    read_file(version, group, "memory.stat", version->inactive, &inactive);
    read_file(version, group, "memory.stat", version->active, &active);
    return less(limit, less(used, inactive + active));
}

/* The least of what a group and those that it stands in have left. Inside a container the path may
 * be one that only the host knows; the root is then the container's own. */
static uint64_t left_in_all(const struct version *version, char *group)
{
    uint64_t least = UINT64_MAX;
    for (;;) {
        uint64_t left = left_in(version, group);
        least = left < least ? left : least;
        char *slash = strrchr(group, '/');
        if (slash == NULL)
            return least;
        *slash = '\0';
    }
}

/* Lines are "number:controllers:path"; version 2 has the number 0 and no controllers. */
static uint64_t left_in_groups(void)
{
    char line[LINE];
    uint64_t least = UINT64_MAX;
    FILE *file = fopen("/proc/self/cgroup", "re");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        char *controllers = strchr(line, ':');
        char *group = controllers != NULL ? strchr(controllers + 1, ':') : NULL;
        if (group == NULL)
            continue;
        *group++ = '\0';
        group[strcspn(group, "\n")] = '\0';
        const struct version *version = controllers[1] == '\0' ? &version_2 : &version_1;
        if (version == &version_1 && strstr(controllers, "memory") == NULL)
            continue;
        uint64_t left = left_in_all(version, group);
        least = left < least ? left : least;
    }
    if (file != NULL)
        fclose(file);
    return least;
}

/* --- the process's own limits ---------------------------------------------------------------- */

/* What a limit on bytes leaves; `field` is the place of their number in statm, from 0. */
static uint64_t left_by_limit(int resource, unsigned field)
{
    struct rlimit limit;
    char line[LINE];
    if (getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return UINT64_MAX;
    uint64_t used = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file != NULL && fgets(line, sizeof line, file) != NULL) {
        char *at = line;
        for (unsigned i = 0; i <= field; i++)
            used = strtoull(at, &at, 10);
    }
    if (file != NULL)
        fclose(file);
    return less((uint64_t)limit.rlim_cur, used * (uint64_t)sysconf(_SC_PAGESIZE));
}

uint64_t sd_available_memory(void)
{
    uint64_t kilobytes, least = UINT64_MAX;
    if (read_number("/proc/meminfo", "MemAvailable:", &kilobytes))
        least = kilobytes * 1024;
    const uint64_t others[] = {left_in_groups(), left_by_limit(RLIMIT_AS, 0),
                               left_by_limit(RLIMIT_DATA, 5)};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        least = others[i] < least ? others[i] : least;
    return least;
}
