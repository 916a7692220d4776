/* SPDX-License-Identifier: MIT */
/*
 * Sources: proc(5) for meminfo, statm and cgroup; the kernel's admin-guide/cgroup-v2 (memory.max,
 * memory.current, memory.stat, cpu.max), admin-guide/cgroup-v1/memory (memory.limit_in_bytes,
 * memory.usage_in_bytes, total_* of memory.stat) and scheduler/sched-bwc (cpu.cfs_*). The kernel
 * reclaims a group's cached files on demand, so they do not count as used.
 */
#define _POSIX_C_SOURCE 200809L

#include "base/available.h"

#include "base/threads.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { LINE = 512, PATH = 1024 };

/* cgroup version 1 reports a number beyond this if there is no limit. */
#define NO_LIMIT (UINT64_MAX / 4)

/* The number after `name` at the start of a line of the file; the first number if `name` is "". */
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
        (void)fclose(file); /* it was only read */
    return found;
}

static uint64_t less(uint64_t a, uint64_t b)
{
    return a > b ? a - b : 0;
}

/* --- control groups -------------------------------------------------------------------------- */

/* The names of the files of one cgroup version. */
struct version {
    const char *memory_mount;
    const char *limit, *usage, *inactive, *active;
    const char *cpu_mount;
    const char *quota,
        *period; /* microseconds; NULL `period`: it follows the quota in the same file */
};

static const struct version version_2 = {
    "/sys/fs/cgroup", "memory.max",     "memory.current", "inactive_file ",
    "active_file ",   "/sys/fs/cgroup", "cpu.max",        NULL};
static const struct version version_1 = {"/sys/fs/cgroup/memory", "memory.limit_in_bytes",
                                         "memory.usage_in_bytes", "total_inactive_file ",
                                         "total_active_file ",    "/sys/fs/cgroup/cpu",
                                         "cpu.cfs_quota_us",      "cpu.cfs_period_us"};

static bool read_file(const char *mount, const char *group, const char *file, const char *name,
                      uint64_t *number)
{
    char path[PATH];
    int length = snprintf(path, sizeof path, "%s%s/%s", mount, group, file);
    return length > 0 && (size_t)length < sizeof path && read_number(path, name, number);
}

/* Bytes that one group may still use; UINT64_MAX: it has no limit. */
static uint64_t left_in(const struct version *version, const char *group)
{
    const char *mount = version->memory_mount;
    uint64_t limit, used, inactive = 0, active = 0;
    if (!read_file(mount, group, version->limit, "", &limit) || limit > NO_LIMIT ||
        !read_file(mount, group, version->usage, "", &used))
        return UINT64_MAX;
    read_file(mount, group, "memory.stat", version->inactive, &inactive);
    read_file(mount, group, "memory.stat", version->active, &active);
    return less(limit, less(used, inactive + active));
}

/* How many processors one group may keep busy, a part of one counted as one; UINT64_MAX: all. */
static uint64_t processors_of(const struct version *version, const char *group)
{
    const char *mount = version->cpu_mount;
    uint64_t quota, period;
    char prefix[32];
    if (!read_file(mount, group, version->quota, "", &quota) || quota > INT64_MAX) /* -1: none */
        return UINT64_MAX;
    snprintf(prefix, sizeof prefix, "%" PRIu64 " ", quota);
    bool found = version->period != NULL ? read_file(mount, group, version->period, "", &period)
                                         : read_file(mount, group, version->quota, prefix, &period);
    return found && period != 0 ? quota / period + (quota % period != 0) : UINT64_MAX;
}

typedef uint64_t measure(const struct version *version, const char *group);

/* The minimum over a group and its ancestors. Inside a container the path may be one that only the
 * host knows; the root is then the container's own. */
static uint64_t least_in_all(const struct version *version, measure *measured, char *group)
{
    uint64_t least = UINT64_MAX;
    for (;;) {
        uint64_t here = measured(version, group);
        least = here < least ? here : least;
        char *slash = strrchr(group, '/');
        if (slash == NULL)
            return least;
        *slash = '\0';
    }
}

/* Whether a list with commas has the word. */
static bool lists(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = list; at != NULL; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, word, length) == 0 && (at[length] == ',' || at[length] == '\0'))
            return true;
    }
    return false;
}

/* Lines are "number:controllers:path"; version 2 has the number 0 and no controllers. */
static uint64_t least_in_groups(const char *controller, measure *measured)
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
        if (version == &version_1 && !lists(controllers + 1, controller))
            continue;
        uint64_t here = least_in_all(version, measured, group);
        least = here < least ? here : least;
    }
    if (file != NULL)
        (void)fclose(file);
    return least;
}

/* --- the process's own limits ---------------------------------------------------------------- */

/* Bytes that a resource limit leaves; `field` is the index, from 0, of the bytes in use in
 * statm. */
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
        (void)fclose(file);
    return less((uint64_t)limit.rlim_cur, used * (uint64_t)sysconf(_SC_PAGESIZE));
}

uint64_t sd_available_memory(void)
{
    uint64_t kilobytes, least = UINT64_MAX;
    if (read_number("/proc/meminfo", "MemAvailable:", &kilobytes))
        least = kilobytes * 1024;
    const uint64_t others[] = {least_in_groups("memory", left_in), left_by_limit(RLIMIT_AS, 0),
                               left_by_limit(RLIMIT_DATA, 5)};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        least = others[i] < least ? others[i] : least;
    return least;
}

uint64_t sd_available_processors(void)
{
    uint64_t running = sd_processors(), allowed = least_in_groups("cpu", processors_of);
    return allowed == 0 ? 1 : allowed < running ? allowed : running;
}

uint64_t sd_available_descriptors(void)
{
    struct rlimit limit;
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? (uint64_t)limit.rlim_cur : UINT64_MAX;
}
