/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* realpath */

#include "publish/special_path.h"

#include "publish/name_template.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whether `path` is a file, at any depth, below `directory`. */
static bool is_below(const char *path, const char *directory)
{
    size_t length = strlen(directory);
    return strncmp(path, directory, length) == 0 && path[length] == '/';
}

/* Whether the text is the prefix and a descriptor's number. */
static bool has_number(const char *path, const char *prefix, int *number)
{
    size_t length = strlen(prefix);
    if (strncmp(path, prefix, length) != 0 || path[length] == '\0')
        return false;
    long found = 0;
    for (const char *digit = path + length; *digit != '\0'; digit++) {
        if (*digit < '0' || *digit > '9' || found > INT_MAX / 10 - 1)
            return false;
        found = found * 10 + (*digit - '0');
    }
    *number = (int)found;
    return true;
}

static bool is_descriptor(const char *path, int *number)
{
    static const char *const names[] = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};
    char own[32];
    for (int n = 0; n < 3; n++) {
        if (strcmp(path, names[n]) == 0) {
            *number = n;
            return true;
        }
    }
    snprintf(own, sizeof own, "/proc/%ld/fd/", (long)getpid());
    return has_number(path, "/dev/fd/", number) || has_number(path, "/proc/self/fd/", number) ||
           has_number(path, own, number);
}

/* The path with the links of its directories resolved, to be freed; NULL: the directory is not
 * there, or no memory. */
static char *resolve_directory(const char *path)
{
    struct splitdata_error ignored;
    struct sd_name name = {0};
    const char *slash = strrchr(path, '/');
    if (sd_name_split(&name, path, &ignored) != SPLITDATA_OK)
        return NULL;
    char *directory = realpath(name.directory, NULL);
    char *resolved =
        directory != NULL ? sd_join_path(directory, slash != NULL ? slash + 1 : path) : NULL;
    free(directory);
    sd_name_free(&name);
    return resolved;
}

/* The path that the link at `path` has, to be freed; NULL: it is no link, or no memory. */
static char *read_link(const char *path)
{
    char target[PATH_MAX];
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length <= 0)
        return NULL;
    target[length] = '\0';
    const char *slash = strrchr(path, '/');
    if (target[0] == '/' || slash == NULL)
        return strdup(target);
    char *directory = strndup(path, (size_t)(slash - path) + 1);
    char *joined = directory != NULL ? sd_join_path(directory, target) : NULL;
    free(directory);
    return joined;
}

int sd_path_kind(const char *path, enum sd_special_path *kind, int *number,
                 struct splitdata_error *error)
{
    enum { LINKS = 40 }; /* as many as the kernel follows */
    char *at = strdup(path);
    if (at == NULL)
        return sd_fail_memory(error, "the outputs' names");
    *kind = SD_PATH_OF_FILE;
    for (int links = 0; at != NULL && links < LINKS && *kind == SD_PATH_OF_FILE; links++) {
        char *resolved = resolve_directory(at);
        const char *found = resolved != NULL ? resolved : at;
        if (is_descriptor(at, number) || is_descriptor(found, number))
            *kind = SD_PATH_OF_DESCRIPTOR;
        else if (is_below(found, "/dev") && !is_below(found, "/dev/shm"))
            *kind = SD_PATH_OF_DEVICE;
        char *next = read_link(found);
        free(resolved);
        free(at);
        at = next;
    }
    free(at);
    return SPLITDATA_OK;
}
